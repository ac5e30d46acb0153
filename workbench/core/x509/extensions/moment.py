"""Extensions that are one point in time: OCSP archive cutoff, expired certificates on a CRL, next publication of a Microsoft CRL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workbench.core.asn1 import structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import node

OID = "1.3.6.1.5.5.7.48.1.6"
NAME = "archiveCutoff"
CITATION = "RFC 6960 §4.4.4"
OTHERS = (
    ("2.5.29.60", "expiredCertsOnCRL", "X.509 §9.5.2.8"),
    ("1.3.6.1.4.1.311.21.4", "crlNextPublish", "Microsoft"),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """An aware datetime in UTC."""

    time: datetime


def parse(value: Element | bytes) -> Moment:
    """The content of extnValue -> Moment. Raises DerError."""
    return Moment(values.time(structure.only(value, NAME))[0])


def nodes(value: Element) -> tuple[Node, ...]:
    """The moment. Raises DerError."""
    moment, problems = values.time(value)
    return (node("time", value, moment.strftime("%Y-%m-%d %H:%M:%S UTC"), (), "", problems),)
