"""Name constraints: the names that certificates below this CA may (or may not) be for."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.core.x509.field_nodes import general_name_node, integer_node, node
from workbench.core.x509.general_name import GeneralName, parse_general_name

OID = "2.5.29.30"
NAME = "nameConstraints"
CITATION = "RFC 5280 §4.2.1.10"


@dataclass(frozen=True, slots=True)
class GeneralSubtree:
    """RFC 5280 wants `minimum` 0 and `maximum` absent (None)."""

    base: GeneralName
    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class NameConstraints:
    """Empty tuples stand for absent (or empty) lists."""

    permitted: tuple[GeneralSubtree, ...]
    excluded: tuple[GeneralSubtree, ...]


def _subtree(element: Element) -> tuple[GeneralName, dict[int, Element]]:
    base, *bounds = structure.sequence(element, "GeneralSubtree", 1, 3)
    return parse_general_name(base, address_range=True), structure.tagged(bounds, "GeneralSubtree")


def _lists(value: Element) -> dict[int, Element]:
    lists = structure.tagged(structure.sequence(value, NAME, 0, 2), NAME)
    for number, element in lists.items():
        if number > 1:
            raise DerError("der_unexpected_tag", element.start, field=NAME, expected="a0/a1", found=f"{element.identifier:02x}")
    return lists


def _subtrees(element: Element | None) -> tuple[GeneralSubtree, ...]:
    result = []
    for part in () if element is None else structure.parts(element, "GeneralSubtrees"):
        base, bounds = _subtree(part)
        minimum = values.integer(bounds[0]) if 0 in bounds else 0
        result.append(GeneralSubtree(base, minimum, values.integer(bounds[1]) if 1 in bounds else None))
    return tuple(result)


def parse(value: Element | bytes) -> NameConstraints:
    """The content of extnValue -> NameConstraints. Raises DerError."""
    lists = _lists(structure.only(value, NAME))
    return NameConstraints(_subtrees(lists.get(0)), _subtrees(lists.get(1)))


def nodes(value: Element) -> tuple[Node, ...]:
    """The two lists, and a node for each subtree in them. Raises DerError."""
    result = []
    lists = _lists(value)
    for number, label in enumerate(("permittedSubtrees", "excludedSubtrees")):
        if number in lists:
            children = tuple(_node(part) for part in structure.parts(lists[number], "GeneralSubtrees"))
            empty = () if children else (Problem(Message("der_empty", {"field": label}), lists[number].start),)
            result.append(node(label, lists[number], ", ".join(c.value for c in children), children, label, empty))
    return tuple(result)


def _node(element: Element) -> Node:
    base, bounds = _subtree(element)
    inner = general_name_node(base)
    children = [inner]
    for number, label in enumerate(("minimum", "maximum")):
        if number in bounds:
            children.append(integer_node(label, bounds[number], label))
    return node("GeneralSubtree", element, f"{inner.label}: {inner.value}", tuple(children))
