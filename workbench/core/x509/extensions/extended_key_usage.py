"""Extended key usage: the purposes that the key is for."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import oid_node

OID = "2.5.29.37"
NAME = "extKeyUsage"
CITATION = "RFC 5280 §4.2.1.12"

SERVER_AUTH = "1.3.6.1.5.5.7.3.1"
CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"
CODE_SIGNING = "1.3.6.1.5.5.7.3.3"
EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4"
TIME_STAMPING = "1.3.6.1.5.5.7.3.8"
OCSP_SIGNING = "1.3.6.1.5.5.7.3.9"
ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0"


@dataclass(frozen=True, slots=True)
class ExtendedKeyUsage:
    """Purposes as dotted decimal, in order."""

    oids: tuple[str, ...]

    def __contains__(self, oid: str) -> bool:
        return oid in self.oids


def parse(value: Element | bytes) -> ExtendedKeyUsage:
    """The content of extnValue -> ExtendedKeyUsage. Raises DerError."""
    purposes = structure.sequence(structure.only(value, NAME), NAME, 1)
    return ExtendedKeyUsage(tuple(values.oid_of(part, "KeyPurposeId") for part in purposes))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each purpose. Raises DerError."""
    parse(value)
    return tuple(oid_node("KeyPurposeId", part, "KeyPurposeId") for part in structure.sequence(value, NAME, 1))
