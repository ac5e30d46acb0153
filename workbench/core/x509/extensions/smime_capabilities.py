"""S/MIME capabilities: the ciphers that the subject's mail program understands."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.algorithms import parse_algorithm
from workbench.core.x509.field_nodes import any_node, node, oid_node, oid_text

OID = "1.2.840.113549.1.9.15"
NAME = "smimeCapabilities"
CITATION = "RFC 4262"


@dataclass(frozen=True, slots=True)
class SmimeCapabilities:
    """Dotted decimal, best first."""

    oids: tuple[str, ...]


def parse(value: Element | bytes) -> SmimeCapabilities:
    """The content of extnValue -> SmimeCapabilities. Raises DerError."""
    items = structure.sequence(structure.only(value, NAME), NAME)
    return SmimeCapabilities(tuple(parse_algorithm(item).oid for item in items))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each capability. Raises DerError."""
    parse(value)
    result = []
    for item in reader.children(value):
        capability, *parameters = reader.children(item)
        children = (oid_node("capabilityID", capability), *(any_node("parameters", part) for part in parameters))
        result.append(node("SMIMECapability", item, oid_text(values.oid(capability.value)), children))
    return tuple(result)
