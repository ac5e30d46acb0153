"""Preferred signature algorithms: what the asking side would like the response signed with."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import structure
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.algorithm_nodes import algorithm_node
from workbench.core.x509.algorithms import parse_algorithm

OID = "1.3.6.1.5.5.7.48.1.8"
NAME = "preferredSignatureAlgorithms"
CITATION = "RFC 6960 §4.4.7"


@dataclass(frozen=True, slots=True)
class PreferredSignatureAlgorithms:
    """Dotted decimal, best first."""

    oids: tuple[str, ...]


def _algorithms(value: Element) -> list[Element]:
    return [structure.sequence(item, "PreferredSignatureAlgorithm", 1, 2)[0] for item in structure.sequence(value, NAME)]


def parse(value: Element | bytes) -> PreferredSignatureAlgorithms:
    """The content of extnValue -> PreferredSignatureAlgorithms. Raises DerError."""
    return PreferredSignatureAlgorithms(tuple(parse_algorithm(item).oid for item in _algorithms(structure.only(value, NAME))))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each algorithm. Raises DerError."""
    return tuple(algorithm_node("sigIdentifier", item) for item in _algorithms(value))
