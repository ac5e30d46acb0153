"""Freshest CRL: where the delta revocation list is."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import structure
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.distribution_point import DistributionPoint, parse_points, points_nodes

OID = "2.5.29.46"
NAME = "freshestCRL"
CITATION = "RFC 5280 §4.2.1.15"


@dataclass(frozen=True, slots=True)
class FreshestCrl:
    """The points in order."""

    points: tuple[DistributionPoint, ...]


def parse(value: Element | bytes) -> FreshestCrl:
    """The content of extnValue -> FreshestCrl. Raises DerError."""
    return FreshestCrl(parse_points(structure.only(value, NAME), NAME))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each point. Raises DerError."""
    return points_nodes(value, NAME)
