"""BIT STRINGs whose bits have names (X.680 22.7): key usage, reasons, certificate types."""

from __future__ import annotations

from workbench.core.asn1 import values
from workbench.core.asn1.reader import Element
from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.core.x509.field_nodes import node


def named_bits_problems(element: Element) -> tuple[Problem, ...]:
    """DER wants trailing zero bits of a named bit list removed and unused bits zero (X.690, 11.2). Raises DerError."""
    octets, unused = values.bit_string(element)
    problems = []
    if octets and octets[-1] & ((1 << unused) - 1):
        problems.append(Problem(Message("der_unused_bits_set"), element.start))
    if octets and not octets[-1] & (1 << unused):
        problems.append(Problem(Message("der_named_bits_trailing_zeros"), element.start))
    return tuple(problems)


def bit_names(bits: frozenset[int], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(names[bit] if bit < len(names) else f"bit {bit}" for bit in sorted(bits))


def named_bits_node(
    label: str, element: Element, names: tuple[str, ...], explanation: str = "", may_be_empty: bool = True
) -> Node:
    """The names of the set bits as value. Raises DerError `der_bit_string`."""
    problems = named_bits_problems(element)
    bits = values.named_bits(element)
    if not bits and not may_be_empty:
        problems += (Problem(Message("der_empty", {"field": label}), element.start),)
    return node(label, element, ", ".join(bit_names(bits, names)), (), explanation, problems)
