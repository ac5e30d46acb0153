"""Authority key identifier: which key of the issuer signed."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import general_names_node, integer_node, octets_node
from workbench.core.x509.general_name import GeneralName, parse_general_names

OID = "2.5.29.35"
NAME = "authorityKeyIdentifier"
CITATION = "RFC 5280 §4.2.1.1"


@dataclass(frozen=True, slots=True)
class AuthorityKeyIdentifier:
    """`issuer` and `serial` name the issuer's own certificate; None and () where absent."""

    key_identifier: bytes | None
    issuer: tuple[GeneralName, ...]
    serial: int | None


def _fields(value: Element) -> dict[int, Element]:
    return structure.tagged(structure.sequence(value, NAME, 0, 3), NAME)


def parse(value: Element | bytes) -> AuthorityKeyIdentifier:
    """The content of extnValue -> AuthorityKeyIdentifier. Raises DerError."""
    fields = _fields(structure.only(value, NAME))
    return AuthorityKeyIdentifier(
        fields[0].value if 0 in fields else None,
        parse_general_names(fields[1], "authorityCertIssuer") if 1 in fields else (),
        values.integer(fields[2]) if 2 in fields else None,
    )


def nodes(value: Element) -> tuple[Node, ...]:
    """The parts that are there. Raises DerError."""
    fields = _fields(value)
    result = []
    if 0 in fields:
        result.append(octets_node("keyIdentifier", fields[0], "keyIdentifier"))
    if 1 in fields:
        result.append(general_names_node("authorityCertIssuer", fields[1], "authorityCertIssuer"))
    if 2 in fields:
        result.append(integer_node("authorityCertSerialNumber", fields[2], "authorityCertSerialNumber"))
    return tuple(result)
