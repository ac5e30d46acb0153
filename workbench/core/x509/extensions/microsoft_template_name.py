"""Certificate template name (Microsoft, version 1 templates)."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import text_node

OID = "1.3.6.1.4.1.311.20.2"
NAME = "certificateTemplateName"
CITATION = "Microsoft MS-WCCE §2.2.2.7.7.1"


@dataclass(frozen=True, slots=True)
class TemplateName:
    """For example `WebServer`."""

    name: str


def parse(value: Element | bytes) -> TemplateName:
    """The content of extnValue -> TemplateName. Raises DerError."""
    return TemplateName(values.text(structure.only(value, NAME))[0])


def nodes(value: Element) -> tuple[Node, ...]:
    """The name. Raises DerError."""
    return (text_node("Name", value),)
