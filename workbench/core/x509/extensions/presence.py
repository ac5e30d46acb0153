"""Extensions whose presence says everything; their value is NULL."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import node

OID = "1.3.6.1.4.1.11129.2.4.3"
NAME = "precertificatePoison"
CITATION = "RFC 6962 §3.1"
OTHERS = (
    ("1.3.6.1.5.5.7.48.1.5", "ocspNoCheck", "RFC 6960 §4.2.2.2.1"),
    ("1.3.6.1.5.5.7.48.1.9", "ocspExtendedRevoke", "RFC 6960 §4.4.8"),
    ("1.3.6.1.4.1.44363.44", "delegationUsage", "RFC 9345 §4.2"),
    ("2.5.29.56", "noRevAvail", "RFC 9608 §2"),
)


@dataclass(frozen=True, slots=True)
class Presence:
    """The extension is there."""


def parse(value: Element | bytes) -> Presence:
    """The content of extnValue -> Presence. Raises DerError."""
    structure.only(value, NAME).expect(reader.NULL, NAME)
    return Presence()


def nodes(value: Element) -> tuple[Node, ...]:
    """The NULL. Raises DerError."""
    return (node("NULL", value.expect(reader.NULL, NAME), "NULL"),)
