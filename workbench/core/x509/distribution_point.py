"""DistributionPoint, its name and ReasonFlags (RFC 5280 4.2.1.13), which several extensions share."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import general_names_node, node, relative_name_node
from workbench.core.x509.general_name import GeneralName, parse_general_names, parse_relative_name
from workbench.core.x509.name import Attribute
from workbench.core.x509.named_bits import named_bits_node

REASON_NAMES = (
    "unused", "keyCompromise", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation",
    "certificateHold", "privilegeWithdrawn", "aACompromise",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DistributionPoint:
    """One DistributionPoint.

    full_name      the names under fullName, () when there are none
    relative_name  the RDN under nameRelativeToCRLIssuer, None for a full name or none
    reasons        numbers of the ReasonFlags, None for all reasons
    crl_issuer     who signs the CRL when it is not the certificate's issuer, () when it is
    """

    full_name: tuple[GeneralName, ...]
    relative_name: tuple[Attribute, ...] | None
    reasons: frozenset[int] | None
    crl_issuer: tuple[GeneralName, ...]
    element: Element


def parse_point_name(wrapper: Element) -> tuple[tuple[GeneralName, ...], tuple[Attribute, ...] | None]:
    """`distributionPoint [0]` -> (full name, relative name). Raises DerError."""
    choice = structure.inside(wrapper, "distributionPoint")
    if choice.is_context(0):
        return parse_general_names(choice, "fullName"), None
    if choice.is_context(1):
        return (), parse_relative_name(choice)
    raise DerError("der_unexpected_tag", choice.start, field="distributionPoint", expected="a0/a1", found=f"{choice.identifier:02x}")


def point_name_node(wrapper: Element) -> Node:
    """`distributionPoint [0]` as a node. Raises DerError."""
    choice = structure.inside(wrapper, "distributionPoint")
    if choice.is_context(0):
        inner = general_names_node("fullName", choice, "fullName")
    else:
        inner = relative_name_node("nameRelativeToCRLIssuer", choice, "nameRelativeToCRLIssuer")
    return node("distributionPoint", wrapper, inner.value, (inner,), "distributionPoint")


def parse_points(value: Element, what: str) -> tuple[DistributionPoint, ...]:
    """CRLDistributionPoints -> its points. Raises DerError."""
    result = []
    for item in structure.sequence(value, what, 1):
        fields = structure.tagged(structure.sequence(item, "DistributionPoint", 0, 3), "DistributionPoint")
        full, relative = parse_point_name(fields[0]) if 0 in fields else ((), None)
        reasons = values.named_bits(fields[1]) if 1 in fields else None
        issuer = parse_general_names(fields[2], "cRLIssuer") if 2 in fields else ()
        result.append(DistributionPoint(full, relative, reasons, issuer, item))
    return tuple(result)


def points_nodes(value: Element, what: str) -> tuple[Node, ...]:
    """CRLDistributionPoints as nodes. Raises DerError."""
    result = []
    for point in parse_points(value, what):
        fields = structure.tagged(list(reader.children(point.element)), "DistributionPoint")
        inner = []
        if 0 in fields:
            inner.append(point_name_node(fields[0]))
        if 1 in fields:
            inner.append(named_bits_node("reasons", fields[1], REASON_NAMES, "reasons"))
        if 2 in fields:
            inner.append(general_names_node("cRLIssuer", fields[2], "cRLIssuer"))
        result.append(node("DistributionPoint", point.element, inner[0].value if inner else "", tuple(inner)))
    return tuple(result)
