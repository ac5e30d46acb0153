"""CRL distribution points: where the revocation list for this certificate is."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import structure
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.distribution_point import DistributionPoint, parse_points, points_nodes

OID = "2.5.29.31"
NAME = "cRLDistributionPoints"
CITATION = "RFC 5280 §4.2.1.13"
OTHERS = (("1.3.6.1.4.1.311.21.14", "crlSelfCdp", "Microsoft"),)


@dataclass(frozen=True, slots=True)
class CrlDistributionPoints:
    """The points in order."""

    points: tuple[DistributionPoint, ...]


def parse(value: Element | bytes) -> CrlDistributionPoints:
    """The content of extnValue -> CrlDistributionPoints. Raises DerError."""
    return CrlDistributionPoints(parse_points(structure.only(value, NAME), NAME))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each point. Raises DerError."""
    return points_nodes(value, NAME)
