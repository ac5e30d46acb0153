"""Acceptable OCSP responses: the kinds that the asking side understands."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import oid_node

OID = "1.3.6.1.5.5.7.48.1.4"
NAME = "acceptableResponses"
CITATION = "RFC 6960 §4.4.3"


@dataclass(frozen=True, slots=True)
class AcceptableResponses:
    """Dotted decimal."""

    oids: tuple[str, ...]


def parse(value: Element | bytes) -> AcceptableResponses:
    """The content of extnValue -> AcceptableResponses. Raises DerError."""
    return AcceptableResponses(tuple(values.oid_of(part, NAME) for part in structure.sequence(structure.only(value, NAME), NAME)))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each kind. Raises DerError."""
    parse(value)
    return tuple(oid_node("responseType", part) for part in reader.children(value))
