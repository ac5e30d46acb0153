"""Logotype: pictures that stand for the issuer or the subject."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.asn1.tree import element_node
from workbench.core.node import Node

OID = "1.3.6.1.5.5.7.1.12"
NAME = "logotype"
CITATION = "RFC 9399 §4.1"
GROUPS = ("communityLogos", "issuerLogo", "subjectLogo", "otherLogos")


@dataclass(frozen=True, slots=True)
class Logotype:
    """All addresses that stand in the extension, in order: of pictures, sounds and descriptions (also `data:` URIs)."""

    uris: tuple[str, ...]


def _uris(element: Element, depth: int = 0) -> tuple[str, ...]:
    if element.identifier == reader.IA5_STRING:
        text = values.text(element)[0]
        return (text,) if ":" in text else ()
    if not element.constructed or depth > 20:
        return ()
    return tuple(uri for part in reader.children(element) for uri in _uris(part, depth + 1))


def parse(value: Element | bytes) -> Logotype:
    """The content of extnValue -> Logotype. Raises DerError."""
    return Logotype(_uris(structure.only(value, NAME).expect(reader.SEQUENCE, NAME)))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each of the four groups, as ASN.1, the first address as value. Raises DerError."""
    result = []
    for number, part in sorted(structure.tagged(structure.sequence(value, NAME, 0, 4), NAME).items()):
        tree = element_node(part)
        label = GROUPS[number] if number < len(GROUPS) else f"[{number}]"
        text = next((uri[:200] for uri in _uris(part)), "")
        result.append(Node(label, text, tree.start, tree.length, tree.children, "", tree.problems))
    return tuple(result)
