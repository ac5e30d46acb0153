"""Private key usage period: when the key may sign, shorter than the certificate lives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import node

OID = "2.5.29.16"
NAME = "privateKeyUsagePeriod"
CITATION = "RFC 3280 §4.2.1.4"


@dataclass(frozen=True, slots=True)
class PrivateKeyUsagePeriod:
    """Aware datetimes; None where absent."""

    not_before: datetime | None
    not_after: datetime | None


def _moment(element: Element) -> datetime:
    """An implicitly tagged GeneralizedTime."""
    return values.time(replace(element, identifier=reader.GENERALIZED_TIME))[0]


def parse(value: Element | bytes) -> PrivateKeyUsagePeriod:
    """The content of extnValue -> PrivateKeyUsagePeriod. Raises DerError."""
    fields = structure.tagged(structure.sequence(structure.only(value, NAME), NAME, 0, 2), NAME)
    return PrivateKeyUsagePeriod(*(_moment(fields[n]) if n in fields else None for n in range(2)))


def nodes(value: Element) -> tuple[Node, ...]:
    """The two moments. Raises DerError."""
    fields = structure.tagged(structure.sequence(value, NAME, 0, 2), NAME)
    return tuple(
        node(label, fields[n], _moment(fields[n]).strftime("%Y-%m-%d %H:%M:%S UTC"))
        for n, label in enumerate(("notBefore", "notAfter"))
        if n in fields
    )
