"""Issuing distribution point: which certificates and reasons a CRL covers."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.node import Node
from workbench.core.x509.distribution_point import REASON_NAMES, parse_point_name, point_name_node
from workbench.core.x509.field_nodes import boolean_node
from workbench.core.x509.general_name import GeneralName
from workbench.core.x509.name import Attribute
from workbench.core.x509.named_bits import named_bits_node

OID = "2.5.29.28"
NAME = "issuingDistributionPoint"
CITATION = "RFC 5280 §5.2.5"
_LABELS = (
    "distributionPoint", "onlyContainsUserCerts", "onlyContainsCACerts", "onlySomeReasons", "indirectCRL", "onlyContainsAttributeCerts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class IssuingDistributionPoint:
    """`full_name`, `relative_name` and `only_some_reasons` as in DistributionPoint."""

    full_name: tuple[GeneralName, ...]
    relative_name: tuple[Attribute, ...] | None
    only_contains_user_certs: bool
    only_contains_ca_certs: bool
    only_some_reasons: frozenset[int] | None
    indirect_crl: bool
    only_contains_attribute_certs: bool


def _fields(value: Element) -> dict[int, Element]:
    fields = structure.tagged(structure.sequence(value, NAME, 0, 6), NAME)
    for number, element in fields.items():
        if number > 5:
            raise DerError("der_unexpected_tag", element.start, field=NAME, expected="a0-85", found=f"{element.identifier:02x}")
    return fields


def parse(value: Element | bytes) -> IssuingDistributionPoint:
    """The content of extnValue -> IssuingDistributionPoint. Raises DerError."""
    fields = _fields(structure.only(value, NAME))
    full, relative = parse_point_name(fields[0]) if 0 in fields else ((), None)
    flags = {number: number in fields and values.boolean(fields[number]) for number in (1, 2, 4, 5)}
    reasons = values.named_bits(fields[3]) if 3 in fields else None
    return IssuingDistributionPoint(full, relative, flags[1], flags[2], reasons, flags[4], flags[5])


def nodes(value: Element) -> tuple[Node, ...]:
    """The fields that are there. Raises DerError."""
    result = []
    for number, element in sorted(_fields(value).items()):
        label = _LABELS[number]
        if number == 0:
            result.append(point_name_node(element))
        elif number == 3:
            result.append(named_bits_node(label, element, REASON_NAMES, label))
        else:
            result.append(boolean_node(label, element, label))
    return tuple(result)
