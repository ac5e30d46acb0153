"""Security identifier (Microsoft): the Active Directory account that the certificate stands for."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.node import Node
from workbench.core.x509.field_nodes import node

OID = "1.3.6.1.4.1.311.25.2"
NAME = "ntdsCaSecurity"
CITATION = "Microsoft MS-WCCE §2.2.2.7.7.4"
OBJECT_SID = "1.3.6.1.4.1.311.25.2.1"


@dataclass(frozen=True, slots=True)
class NtdsCaSecurity:
    """For example `S-1-5-21-…-1105`."""

    sid: str


def _value(value: Element) -> Element:
    other = structure.sequence(value, NAME, 1, 1)[0]
    type_id, wrapper = structure.parts(other, "otherName", 2, 2)
    if values.oid_of(type_id, "type-id") != OBJECT_SID:
        raise DerError("der_unexpected_tag", type_id.start, field="type-id", expected=OBJECT_SID, found=values.oid(type_id.value))
    return structure.inside(wrapper, "value").expect(reader.OCTET_STRING, "value")


def parse(value: Element | bytes) -> NtdsCaSecurity:
    """The content of extnValue -> NtdsCaSecurity. Raises DerError."""
    return NtdsCaSecurity(_value(structure.only(value, NAME)).value.decode("ascii", "replace"))


def nodes(value: Element) -> tuple[Node, ...]:
    """The identifier. Raises DerError."""
    inner = _value(value)
    return (node("SID", inner, inner.value.decode("ascii", "replace")),)
