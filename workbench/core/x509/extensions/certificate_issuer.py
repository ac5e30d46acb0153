"""Certificate issuer: in an indirect CRL, who issued the revoked certificate."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import general_names_nodes
from workbench.core.x509.general_name import GeneralName, parse_general_names

OID = "2.5.29.29"
NAME = "certificateIssuer"
CITATION = "RFC 5280 §5.3.3"


@dataclass(frozen=True, slots=True)
class CertificateIssuer:
    """The issuer's names; one of them is its directory name."""

    names: tuple[GeneralName, ...]


def parse(value: Element | bytes) -> CertificateIssuer:
    """The content of extnValue -> CertificateIssuer. Raises DerError."""
    return CertificateIssuer(parse_general_names(structure.only(value, NAME).expect(reader.SEQUENCE, NAME), NAME))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each name. Raises DerError."""
    return general_names_nodes(value.expect(reader.SEQUENCE, NAME))
