"""Inhibit anyPolicy: from where on anyPolicy no longer stands for every policy."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import integer_node

OID = "2.5.29.54"
NAME = "inhibitAnyPolicy"
CITATION = "RFC 5280 §4.2.1.14"


@dataclass(frozen=True, slots=True)
class InhibitAnyPolicy:
    """Number of certificates that may follow before the rule holds."""

    skip_certs: int


def parse(value: Element | bytes) -> InhibitAnyPolicy:
    """The content of extnValue -> InhibitAnyPolicy. Raises DerError."""
    return InhibitAnyPolicy(values.integer(structure.only(value, NAME).expect(reader.INTEGER, NAME)))


def nodes(value: Element) -> tuple[Node, ...]:
    """The number. Raises DerError."""
    return (integer_node("SkipCerts", value.expect(reader.INTEGER, NAME), "SkipCerts"),)
