"""Policy constraints: from where on a policy is demanded, and mapping forbidden."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.core.x509.field_nodes import integer_node

OID = "2.5.29.36"
NAME = "policyConstraints"
CITATION = "RFC 5280 §4.2.1.11"
OTHERS = (("1.3.6.1.4.1.311.21.12", "applicationPolicyConstraints", "Microsoft"),)
_LABELS = ("requireExplicitPolicy", "inhibitPolicyMapping")


@dataclass(frozen=True, slots=True)
class PolicyConstraints:
    """Numbers of certificates that may follow before the rule holds; None where there is no rule."""

    require_explicit_policy: int | None
    inhibit_policy_mapping: int | None


def _fields(value: Element) -> dict[int, Element]:
    fields = structure.tagged(structure.sequence(value, NAME, 0, 2), NAME)
    for number, element in fields.items():
        if number > 1:
            raise DerError("der_unexpected_tag", element.start, field=NAME, expected="80/81", found=f"{element.identifier:02x}")
    return fields


def parse(value: Element | bytes) -> PolicyConstraints:
    """The content of extnValue -> PolicyConstraints. Raises DerError."""
    fields = _fields(structure.only(value, NAME))
    return PolicyConstraints(*(values.integer(fields[n]) if n in fields else None for n in range(2)))


def nodes(value: Element) -> tuple[Node, ...]:
    """The two numbers. Raises DerError."""
    fields = _fields(value)
    if not fields:
        return (
            Node(NAME, start=value.start, length=value.length, problems=(Problem(Message("der_empty", {"field": NAME}), value.start),)),
        )
    return tuple(integer_node(_LABELS[n], fields[n], _LABELS[n]) for n in sorted(fields))
