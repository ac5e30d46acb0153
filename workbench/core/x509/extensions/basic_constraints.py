"""Basic constraints: whether the subject is a CA, and how many CAs may follow below it."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.core.x509.field_nodes import boolean_node, integer_node, node

OID = "2.5.29.19"
NAME = "basicConstraints"
CITATION = "RFC 5280 §4.2.1.9"


@dataclass(frozen=True, slots=True)
class BasicConstraints:
    """`path_len_constraint` is None when there is none."""

    ca: bool
    path_len_constraint: int | None


def _parts(value: Element) -> tuple[Element | None, Element | None]:
    ca = path_len = None
    for part in structure.sequence(value, NAME, 0, 2):
        if part.identifier == reader.BOOLEAN and ca is None and path_len is None:
            ca = part
        elif part.identifier == reader.INTEGER and path_len is None:
            path_len = part
        else:
            raise DerError("der_unexpected_tag", part.start, field=NAME, expected="01/02", found=f"{part.identifier:02x}")
    return ca, path_len


def parse(value: Element | bytes) -> BasicConstraints:
    """The content of extnValue -> BasicConstraints. Raises DerError."""
    ca, path_len = _parts(structure.only(value, NAME))
    return BasicConstraints(ca is not None and values.boolean(ca), None if path_len is None else values.integer(path_len))


def nodes(value: Element) -> tuple[Node, ...]:
    """The fields with their spans. Raises DerError."""
    ca, path_len = _parts(value)
    result = []
    if ca is None:
        result.append(Node("cA", "FALSE", explanation="cA", note=Message("field_default")))
    else:
        flag = boolean_node("cA", ca, "cA")
        if not values.boolean(ca):
            problems = (*flag.problems, Problem(Message("der_default_encoded", {"field": "cA", "value": "FALSE"}), ca.start))
            flag = node("cA", ca, flag.value, (), "cA", problems)
        result.append(flag)
    if path_len is not None:
        result.append(integer_node("pathLenConstraint", path_len, "pathLenConstraint"))
        if values.integer(path_len) < 0:
            problem = Problem(Message("der_out_of_range", {"field": "pathLenConstraint"}), path_len.start)
            result[-1] = node("pathLenConstraint", path_len, result[-1].value, (), "pathLenConstraint", (problem,))
    return tuple(result)
