"""Subject information access: where more about the subject is."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import structure
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.access_description import AccessDescription, access_nodes, parse_access

OID = "1.3.6.1.5.5.7.1.11"
NAME = "subjectInfoAccess"
CITATION = "RFC 5280 §4.2.2.2"


@dataclass(frozen=True, slots=True)
class SubjectInfoAccess:
    """The descriptions in order."""

    descriptions: tuple[AccessDescription, ...]

    def locations(self, method: str) -> tuple[str, ...]:
        """Texts of the locations of one access method (dotted decimal)."""
        return tuple(d.location.value for d in self.descriptions if d.method == method)


def parse(value: Element | bytes) -> SubjectInfoAccess:
    """The content of extnValue -> SubjectInfoAccess. Raises DerError."""
    return SubjectInfoAccess(parse_access(structure.only(value, NAME), NAME))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each description. Raises DerError."""
    return access_nodes(value, NAME)
