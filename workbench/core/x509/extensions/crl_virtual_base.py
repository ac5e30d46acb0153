"""CRL virtual base (Microsoft): number of the base CRL that a delta CRL of Windows builds on."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import integer_node

OID = "1.3.6.1.4.1.311.21.3"
NAME = "crlVirtualBase"
CITATION = "Microsoft"


@dataclass(frozen=True, slots=True)
class CrlVirtualBase:
    """The number."""

    number: int


def parse(value: Element | bytes) -> CrlVirtualBase:
    """The content of extnValue -> CrlVirtualBase. Raises DerError."""
    return CrlVirtualBase(values.integer(structure.only(value, NAME).expect(reader.INTEGER, NAME)))


def nodes(value: Element) -> tuple[Node, ...]:
    """The number. Raises DerError."""
    return (integer_node("number", value.expect(reader.INTEGER, NAME)),)
