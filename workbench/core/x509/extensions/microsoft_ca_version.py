"""CA version (Microsoft): how often a CA renewed its certificate and its key."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import node

OID = "1.3.6.1.4.1.311.21.1"
NAME = "caVersion"
CITATION = "Microsoft MS-WCCE §2.2.2.7.7"
OTHERS = (("1.3.6.1.4.1.311.21.22", "crossCaVersion", "Microsoft"),)


@dataclass(frozen=True, slots=True)
class CaVersion:
    """Both count from 0."""

    certificate_index: int
    key_index: int


def parse(value: Element | bytes) -> CaVersion:
    """The content of extnValue -> CaVersion: the low 16 bits count certificates, the high 16 keys. Raises DerError."""
    number = values.integer(structure.only(value, NAME).expect(reader.INTEGER, NAME))
    return CaVersion(number & 0xFFFF, number >> 16)


def nodes(value: Element) -> tuple[Node, ...]:
    """As Windows writes it: V<certificate>.<key>. Raises DerError."""
    version = parse(value)
    text = f"V{version.certificate_index}.{structure.decimal(version.key_index)}"
    return (node("version", value, text, (), "", values.integer_problems(value)),)
