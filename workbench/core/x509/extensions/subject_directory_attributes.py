"""Subject directory attributes: more about the subject, such as date of birth."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.oids import oid_name
from workbench.core.asn1.reader import Element
from workbench.core.asn1.tree import element_node
from workbench.core.node import Node
from workbench.core.x509.field_nodes import any_node, node

OID = "2.5.29.9"
NAME = "subjectDirectoryAttributes"
CITATION = "RFC 5280 §4.2.1.8"


@dataclass(frozen=True, slots=True)
class SubjectDirectoryAttributes:
    """Pairs of type (dotted decimal) and the texts (or hex) of its values."""

    attributes: tuple[tuple[str, tuple[str, ...]], ...]


def _text(element: Element) -> str:
    return values.text(element)[0] if values.is_string(element) else element_node(element).value or element.encoded.hex()


def parse(value: Element | bytes) -> SubjectDirectoryAttributes:
    """The content of extnValue -> SubjectDirectoryAttributes. Raises DerError."""
    result = []
    for item in structure.sequence(structure.only(value, NAME), NAME, 1):
        type, contents = structure.sequence(item, "Attribute", 2, 2)
        texts = tuple(_text(part) for part in structure.parts(contents.expect(reader.SET, "values"), "values"))
        result.append((values.oid_of(type, "type"), texts))
    return SubjectDirectoryAttributes(tuple(result))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each attribute, its values below it. Raises DerError."""
    result = []
    for (oid, texts), item in zip(parse(value).attributes, reader.children(value), strict=True):
        contents = list(reader.children(item))[1]
        inner = tuple(any_node("value", part) for part in reader.children(contents))
        result.append(node(oid_name(oid) or oid, item, ", ".join(texts), inner))
    return tuple(result)
