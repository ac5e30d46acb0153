"""Netscape certificate type: an old forerunner of extended key usage."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.named_bits import bit_names, named_bits_node

OID = "2.16.840.1.113730.1.1"
NAME = "netscapeCertType"
CITATION = "Netscape"
BIT_NAMES = ("sslClient", "sslServer", "smime", "objectSigning", "reserved", "sslCA", "smimeCA", "objectSigningCA")


@dataclass(frozen=True, slots=True)
class NetscapeCertType:
    """Numbers of the set bits."""

    bits: frozenset[int]

    @property
    def names(self) -> tuple[str, ...]:
        return bit_names(self.bits, BIT_NAMES)


def parse(value: Element | bytes) -> NetscapeCertType:
    """The content of extnValue -> NetscapeCertType. Raises DerError."""
    return NetscapeCertType(values.named_bits(structure.only(value, NAME).expect(reader.BIT_STRING, NAME)))


def nodes(value: Element) -> tuple[Node, ...]:
    """One node with the types. Raises DerError."""
    return (named_bits_node("NetscapeCertType", value.expect(reader.BIT_STRING, NAME), BIT_NAMES),)
