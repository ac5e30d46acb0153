"""Autonomous system identifiers: the AS numbers that the subject may use or give on (resource certificates of the RPKI)."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import node

OID = "1.3.6.1.5.5.7.1.8"
NAME = "autonomousSysIds"
CITATION = "RFC 3779 §3.2"
OTHERS = (("1.3.6.1.5.5.7.1.29", "autonomousSysIds-v2", "RFC 8360 §4.2.2.2"),)
_LABELS = ("asnum", "rdi")


@dataclass(frozen=True, slots=True)
class AsIdentifiers:
    """AS numbers and routing domain identifiers as (first, last) pairs; () to inherit from the issuer, None when absent."""

    asnum: tuple[tuple[int, int], ...] | None
    rdi: tuple[tuple[int, int], ...] | None


def _range(element: Element) -> tuple[int, int]:
    if element.identifier == reader.INTEGER:
        return values.integer(element), values.integer(element)
    low, high = structure.sequence(element, "ASRange", 2, 2)
    return values.integer(low.expect(reader.INTEGER, "min")), values.integer(high.expect(reader.INTEGER, "max"))


def range_text(low: int, high: int) -> str:
    """`64496`, or `64496-64511`."""
    return structure.decimal(low) if low == high else f"{structure.decimal(low)}-{structure.decimal(high)}"


def _choices(value: Element) -> dict[int, Element]:
    wrappers = structure.tagged(structure.sequence(value, NAME, 0, 2), NAME)
    for number, wrapper in wrappers.items():
        if number > 1:
            raise DerError("der_unexpected_tag", wrapper.start, field=NAME, expected="a0/a1", found=f"{wrapper.identifier:02x}")
    return {number: structure.inside(wrapper, NAME) for number, wrapper in wrappers.items()}


def _ranges(choice: Element | None) -> tuple[tuple[int, int], ...] | None:
    if choice is None:
        return None
    if choice.identifier == reader.NULL:
        return ()
    return tuple(_range(part) for part in structure.sequence(choice, "asIdsOrRanges"))


def parse(value: Element | bytes) -> AsIdentifiers:
    """The content of extnValue -> AsIdentifiers. Raises DerError."""
    choices = _choices(structure.only(value, NAME))
    return AsIdentifiers(_ranges(choices.get(0)), _ranges(choices.get(1)))


def nodes(value: Element) -> tuple[Node, ...]:
    """The two lists. Raises DerError."""
    result = []
    for number, choice in sorted(_choices(value).items()):
        ranges = _ranges(choice)
        if not ranges:
            result.append(node(_LABELS[number], choice, "inherit" if choice.identifier == reader.NULL else ""))
            continue
        children = tuple(
            node("id" if low == high else "range", part, range_text(low, high))
            for part, (low, high) in zip(reader.children(choice), ranges, strict=True)
        )
        result.append(node(_LABELS[number], choice, ", ".join(child.value for child in children), children))
    return tuple(result)
