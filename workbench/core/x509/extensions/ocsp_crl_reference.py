"""CRL reference: the CRL in which an OCSP responder found the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workbench.core.asn1 import structure, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import integer_node, text_node, time_node

OID = "1.3.6.1.5.5.7.48.1.3"
NAME = "crlReferences"
CITATION = "RFC 6960 §4.4.2"


@dataclass(frozen=True, slots=True)
class CrlReference:
    """None where absent."""

    url: str | None
    number: int | None
    time: datetime | None


def _fields(value: Element) -> dict[int, Element]:
    tagged = structure.tagged(structure.sequence(value, NAME, 0, 3), NAME)
    return {number: structure.inside(wrapper, NAME) for number, wrapper in tagged.items()}


def parse(value: Element | bytes) -> CrlReference:
    """The content of extnValue -> CrlReference. Raises DerError."""
    fields = _fields(structure.only(value, NAME))
    return CrlReference(
        values.text(fields[0])[0] if 0 in fields else None,
        values.integer(fields[1]) if 1 in fields else None,
        values.time(fields[2])[0] if 2 in fields else None,
    )


def nodes(value: Element) -> tuple[Node, ...]:
    """The parts that are there. Raises DerError."""
    fields = _fields(value)
    makers = (("crlUrl", text_node), ("crlNum", integer_node), ("crlTime", time_node))
    return tuple(make(label, fields[number]) for number, (label, make) in enumerate(makers) if number in fields)
