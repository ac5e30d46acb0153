"""Subject alternative name: the names that the certificate is really for."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import general_names_nodes
from workbench.core.x509.general_name import GeneralName, GeneralNameKind, parse_general_names

OID = "2.5.29.17"
NAME = "subjectAltName"
CITATION = "RFC 5280 §4.2.1.6"


@dataclass(frozen=True, slots=True)
class SubjectAltName:
    """The names in order."""

    names: tuple[GeneralName, ...]

    def of(self, kind: GeneralNameKind) -> tuple[str, ...]:
        """The values of all names of one kind."""
        return tuple(name.value for name in self.names if name.kind is kind)


def parse(value: Element | bytes) -> SubjectAltName:
    """The content of extnValue -> SubjectAltName. Raises DerError."""
    return SubjectAltName(parse_general_names(structure.only(value, NAME).expect(reader.SEQUENCE, NAME), NAME))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each name. Raises DerError."""
    return general_names_nodes(value.expect(reader.SEQUENCE, NAME))
