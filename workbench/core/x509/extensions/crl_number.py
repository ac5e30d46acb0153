"""CRL number: counts the lists of one issuer."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import integer_node

OID = "2.5.29.20"
NAME = "cRLNumber"
CITATION = "RFC 5280 §5.2.3"


@dataclass(frozen=True, slots=True)
class CrlNumber:
    """The number."""

    number: int


def parse(value: Element | bytes) -> CrlNumber:
    """The content of extnValue -> CrlNumber. Raises DerError."""
    return CrlNumber(values.integer(structure.only(value, NAME).expect(reader.INTEGER, NAME)))


def nodes(value: Element) -> tuple[Node, ...]:
    """The number. Raises DerError."""
    return (integer_node("CRLNumber", value.expect(reader.INTEGER, NAME), "CRLNumber"),)
