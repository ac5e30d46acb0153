"""Key usage: what the subject's key may be used for."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.named_bits import named_bits_node

OID = "2.5.29.15"
NAME = "keyUsage"
CITATION = "RFC 5280 §4.2.1.3"

DIGITAL_SIGNATURE, CONTENT_COMMITMENT, KEY_ENCIPHERMENT, DATA_ENCIPHERMENT, KEY_AGREEMENT = range(5)
KEY_CERT_SIGN, CRL_SIGN, ENCIPHER_ONLY, DECIPHER_ONLY = range(5, 9)
BIT_NAMES = (
    "digitalSignature", "contentCommitment", "keyEncipherment", "dataEncipherment", "keyAgreement",
    "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeyUsage:
    """`bits` holds the numbers of the bits that are set (`KEY_CERT_SIGN` is 5)."""

    bits: frozenset[int]

    def __contains__(self, bit: int) -> bool:
        return bit in self.bits

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the set bits in order; a bit beyond the last name is `bit 9`."""
        return tuple(BIT_NAMES[bit] if bit < len(BIT_NAMES) else f"bit {bit}" for bit in sorted(self.bits))


def parse(value: Element | bytes) -> KeyUsage:
    """The content of extnValue -> KeyUsage. Raises DerError."""
    return KeyUsage(values.named_bits(structure.only(value, NAME).expect(reader.BIT_STRING, NAME)))


def nodes(value: Element) -> tuple[Node, ...]:
    """One node with the bits that are set. Raises DerError."""
    return (named_bits_node("KeyUsage", value.expect(reader.BIT_STRING, NAME), BIT_NAMES, may_be_empty=False),)
