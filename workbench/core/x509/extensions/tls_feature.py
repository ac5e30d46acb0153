"""TLS feature: what a server with this certificate must offer (OCSP stapling, "must-staple")."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import node

OID = "1.3.6.1.5.5.7.1.24"
NAME = "tlsFeature"
CITATION = "RFC 7633 §4"
FEATURES = {5: "status_request", 17: "status_request_v2"}


@dataclass(frozen=True, slots=True)
class TlsFeature:
    """Numbers of TLS extensions; 5 is status_request (RFC 6066), 17 status_request_v2 (RFC 6961)."""

    features: tuple[int, ...]


def _text(number: int) -> str:
    return f"{FEATURES[number]} ({number})" if number in FEATURES else structure.decimal(number)


def parse(value: Element | bytes) -> TlsFeature:
    """The content of extnValue -> TlsFeature. Raises DerError."""
    parts = structure.sequence(structure.only(value, NAME), NAME)
    return TlsFeature(tuple(values.integer(part.expect(reader.INTEGER, NAME)) for part in parts))


def nodes(value: Element) -> tuple[Node, ...]:
    """A node for each feature. Raises DerError."""
    features = parse(value).features
    return tuple(node("feature", part, _text(number)) for part, number in zip(reader.children(value), features, strict=True))
