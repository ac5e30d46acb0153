"""Extensions that are one OCTET STRING: the OCSP nonce, the ACME challenge digest, Microsoft's hash of the certificate renewed."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import octets_node

OID = "1.3.6.1.4.1.311.21.2"
NAME = "previousCaCertificateHash"
CITATION = "Microsoft"
OTHERS = (
    ("1.3.6.1.5.5.7.48.1.2", "ocspNonce", "RFC 9654 §2.1"),
    ("1.3.6.1.5.5.7.1.31", "acmeIdentifier", "RFC 8737 §3"),
)


@dataclass(frozen=True, slots=True)
class OctetsValue:
    """The octets."""

    octets: bytes


def parse(value: Element | bytes) -> OctetsValue:
    """The content of extnValue -> its octets. Raises DerError."""
    return OctetsValue(structure.only(value, NAME).expect(reader.OCTET_STRING, NAME).value)


def nodes(value: Element) -> tuple[Node, ...]:
    """The octets as hex. Raises DerError."""
    return (octets_node("octets", value.expect(reader.OCTET_STRING, NAME)),)
