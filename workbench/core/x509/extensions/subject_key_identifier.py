"""Subject key identifier: a short name for the subject's key."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import octets_node

OID = "2.5.29.14"
NAME = "subjectKeyIdentifier"
CITATION = "RFC 5280 §4.2.1.2"


@dataclass(frozen=True, slots=True)
class SubjectKeyIdentifier:
    """The identifier's octets, often a SHA-1 of the public key."""

    key_identifier: bytes


def parse(value: Element | bytes) -> SubjectKeyIdentifier:
    """The content of extnValue -> SubjectKeyIdentifier. Raises DerError."""
    return SubjectKeyIdentifier(structure.only(value, NAME).expect(reader.OCTET_STRING, NAME).value)


def nodes(value: Element) -> tuple[Node, ...]:
    """The identifier as hex. Raises DerError."""
    return (octets_node("keyIdentifier", value.expect(reader.OCTET_STRING, NAME), "keyIdentifier"),)
