"""Service locator: where the responder may pass the question on to."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import structure
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.access_description import AccessDescription, access_nodes, parse_access
from workbench.core.x509.field_nodes import name_node, node
from workbench.core.x509.name import Name, parse_name

OID = "1.3.6.1.5.5.7.48.1.7"
NAME = "serviceLocator"
CITATION = "RFC 6960 §4.4.6"


@dataclass(frozen=True, slots=True)
class ServiceLocator:
    """`locator` is () when absent."""

    issuer: Name
    locator: tuple[AccessDescription, ...]


def parse(value: Element | bytes) -> ServiceLocator:
    """The content of extnValue -> ServiceLocator. Raises DerError."""
    issuer, *rest = structure.sequence(structure.only(value, NAME), NAME, 1, 2)
    return ServiceLocator(parse_name(issuer), parse_access(rest[0], "locator") if rest else ())


def nodes(value: Element) -> tuple[Node, ...]:
    """Issuer and locations. Raises DerError."""
    issuer, *rest = structure.sequence(value, NAME, 1, 2)
    return (name_node("issuer", issuer), *(node("locator", part, "", access_nodes(part, "locator")) for part in rest))
