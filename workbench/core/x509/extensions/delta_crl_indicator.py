"""Delta CRL indicator: this list holds only what changed since a base CRL."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import integer_node

OID = "2.5.29.27"
NAME = "deltaCRLIndicator"
CITATION = "RFC 5280 §5.2.4"


@dataclass(frozen=True, slots=True)
class DeltaCrlIndicator:
    """Number of the base CRL."""

    number: int


def parse(value: Element | bytes) -> DeltaCrlIndicator:
    """The content of extnValue -> DeltaCrlIndicator. Raises DerError."""
    return DeltaCrlIndicator(values.integer(structure.only(value, NAME).expect(reader.INTEGER, NAME)))


def nodes(value: Element) -> tuple[Node, ...]:
    """The number. Raises DerError."""
    return (integer_node("BaseCRLNumber", value.expect(reader.INTEGER, NAME), "BaseCRLNumber"),)
