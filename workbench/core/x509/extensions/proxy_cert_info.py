"""Proxy certificate information: a short-lived certificate that an end entity issued itself."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import integer_node, node, octets_node, oid_node

OID = "1.3.6.1.5.5.7.1.14"
NAME = "proxyCertInfo"
CITATION = "RFC 3820 §3.8"


@dataclass(frozen=True, slots=True)
class ProxyCertInfo:
    """`language` is dotted decimal; `policy` None when absent."""

    path_len_constraint: int | None
    language: str
    policy: bytes | None


def _parts(value: Element) -> tuple[Element | None, Element, list[Element]]:
    items = structure.sequence(value, NAME, 1, 2)
    length = items[0].expect(reader.INTEGER, "pCPathLenConstraint") if len(items) == 2 else None
    return length, items[-1], structure.sequence(items[-1], "proxyPolicy", 1, 2)


def parse(value: Element | bytes) -> ProxyCertInfo:
    """The content of extnValue -> ProxyCertInfo. Raises DerError."""
    length, _, policy = _parts(structure.only(value, NAME))
    return ProxyCertInfo(
        None if length is None else values.integer(length),
        values.oid_of(policy[0], "policyLanguage"),
        policy[1].value if len(policy) == 2 else None,
    )


def nodes(value: Element) -> tuple[Node, ...]:
    """Path length and policy. Raises DerError."""
    length, wrapper, policy = _parts(value)
    inner = (oid_node("policyLanguage", policy[0]), *(octets_node("policy", part) for part in policy[1:]))
    lengths = () if length is None else (integer_node("pCPathLenConstraint", length),)
    return (*lengths, node("proxyPolicy", wrapper, inner[0].value, inner))
