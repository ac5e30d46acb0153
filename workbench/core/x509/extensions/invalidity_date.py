"""Invalidity date: since when a revoked certificate was no longer to be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import node

OID = "2.5.29.24"
NAME = "invalidityDate"
CITATION = "RFC 5280 §5.3.2"


@dataclass(frozen=True, slots=True)
class InvalidityDate:
    """An aware datetime in UTC."""

    date: datetime


def parse(value: Element | bytes) -> InvalidityDate:
    """The content of extnValue -> InvalidityDate. Raises DerError."""
    return InvalidityDate(values.time(structure.only(value, NAME).expect(reader.GENERALIZED_TIME, NAME))[0])


def nodes(value: Element) -> tuple[Node, ...]:
    """The moment. Raises DerError."""
    moment, problems = values.time(value.expect(reader.GENERALIZED_TIME, NAME))
    return (node("InvalidityDate", value, moment.strftime("%Y-%m-%d %H:%M:%S UTC"), (), "InvalidityDate", problems),)
