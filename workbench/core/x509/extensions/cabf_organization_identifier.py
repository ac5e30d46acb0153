"""CA/Browser Forum organization identifier: the register in which the organization stands, as in organizationIdentifier."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import node, text_node

OID = "2.23.140.3.1"
NAME = "cabfOrganizationIdentifier"
CITATION = "CA/Browser Forum EVG §9.8.2"


@dataclass(frozen=True, slots=True)
class CabfOrganizationIdentifier:
    """`state` is "" when absent."""

    scheme: str
    country: str
    state: str
    reference: str


def _parts(value: Element) -> tuple[Element, Element, Element | None, Element]:
    scheme, country, *rest = structure.sequence(value, NAME, 3, 4)
    return scheme, country, rest[0] if len(rest) == 2 else None, rest[-1]


def _state(element: Element) -> str:
    return element.value.decode("ascii", "replace")  # implicitly tagged PrintableString


def parse(value: Element | bytes) -> CabfOrganizationIdentifier:
    """The content of extnValue -> CabfOrganizationIdentifier. Raises DerError."""
    scheme, country, state, reference = _parts(structure.only(value, NAME))
    where = "" if state is None else _state(state)
    return CabfOrganizationIdentifier(values.text(scheme)[0], values.text(country)[0], where, values.text(reference)[0])


def nodes(value: Element) -> tuple[Node, ...]:
    """The parts. Raises DerError."""
    scheme, country, state, reference = _parts(value)
    result = [text_node("registrationSchemeIdentifier", scheme), text_node("registrationCountry", country)]
    if state is not None:
        result.append(node("registrationStateOrProvince", state, _state(state)))
    return (*result, text_node("registrationReference", reference))
