"""AccessDescription (RFC 5280 4.2.2): a method and where to use it."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import general_name_node, node, oid_node, oid_text
from workbench.core.x509.general_name import GeneralName, parse_general_name

OCSP = "1.3.6.1.5.5.7.48.1"
CA_ISSUERS = "1.3.6.1.5.5.7.48.2"


@dataclass(frozen=True, slots=True)
class AccessDescription:
    """`method` is dotted decimal."""

    method: str
    location: GeneralName
    element: Element


def parse_access(value: Element, what: str) -> tuple[AccessDescription, ...]:
    """SEQUENCE OF AccessDescription -> its items. Raises DerError."""
    result = []
    for item in structure.sequence(value, what, 1):
        method, location = structure.sequence(item, "AccessDescription", 2, 2)
        result.append(AccessDescription(values.oid_of(method, "accessMethod"), parse_general_name(location), item))
    return tuple(result)


def access_nodes(value: Element, what: str) -> tuple[Node, ...]:
    """A node for each AccessDescription. Raises DerError."""
    result = []
    for description in parse_access(value, what):
        method, location = reader.children(description.element)
        place = general_name_node(description.location)
        located = Node("accessLocation", place.value, location.start, location.length, (place,), "accessLocation")
        text = f"{oid_text(description.method).split(' (')[0]}: {place.value}"
        result.append(node("AccessDescription", description.element, text, (oid_node("accessMethod", method, "accessMethod"), located)))
    return tuple(result)
