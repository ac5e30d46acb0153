"""Netscape comment and addresses: plain strings."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import text_node

OID = "2.16.840.1.113730.1.13"
NAME = "netscapeComment"
CITATION = "Netscape"
OTHERS = (
    ("2.16.840.1.113730.1.2", "netscapeBaseUrl", "Netscape"),
    ("2.16.840.1.113730.1.3", "netscapeRevocationUrl", "Netscape"),
    ("2.16.840.1.113730.1.4", "netscapeCaRevocationUrl", "Netscape"),
    ("2.16.840.1.113730.1.7", "netscapeRenewalUrl", "Netscape"),
    ("2.16.840.1.113730.1.8", "netscapeCaPolicyUrl", "Netscape"),
    ("2.16.840.1.113730.1.12", "netscapeSslServerName", "Netscape"),
)


@dataclass(frozen=True, slots=True)
class NetscapeText:
    """The comment or URL."""

    text: str


def parse(value: Element | bytes) -> NetscapeText:
    """The content of extnValue -> NetscapeText. Raises DerError."""
    return NetscapeText(values.text(structure.only(value, NAME))[0])


def nodes(value: Element) -> tuple[Node, ...]:
    """The text. Raises DerError."""
    return (text_node("text", value),)
