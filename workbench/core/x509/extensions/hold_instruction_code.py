"""Hold instruction code: what to do on meeting a certificate on hold (obsolete)."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import oid_node

OID = "2.5.29.23"
NAME = "holdInstructionCode"
CITATION = "RFC 3280 §5.3.2"


@dataclass(frozen=True, slots=True)
class HoldInstruction:
    """Dotted decimal."""

    instruction: str


def parse(value: Element | bytes) -> HoldInstruction:
    """The content of extnValue -> HoldInstruction. Raises DerError."""
    return HoldInstruction(values.oid_of(structure.only(value, NAME), NAME))


def nodes(value: Element) -> tuple[Node, ...]:
    """The instruction. Raises DerError."""
    return (oid_node("HoldInstructionCode", value.expect(reader.OBJECT_IDENTIFIER, NAME)),)
