"""Reason code: why a certificate was revoked."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import Element
from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.core.x509.field_nodes import node

OID = "2.5.29.21"
NAME = "reasonCode"
CITATION = "RFC 5280 §5.3.1"
REASONS = {
    0: "unspecified",
    1: "keyCompromise",
    2: "cACompromise",
    3: "affiliationChanged",
    4: "superseded",
    5: "cessationOfOperation",
    6: "certificateHold",
    8: "removeFromCRL",
    9: "privilegeWithdrawn",
    10: "aACompromise",
}


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """The CRLReason's number."""

    code: int

    @property
    def name(self) -> str:
        """As RFC 5280 spells it, or the number when it has no name."""
        return REASONS.get(self.code, structure.decimal(self.code))


def parse(value: Element | bytes) -> ReasonCode:
    """The content of extnValue -> ReasonCode. Raises DerError."""
    return ReasonCode(values.integer(structure.only(value, NAME).expect(reader.ENUMERATED, NAME)))


def nodes(value: Element) -> tuple[Node, ...]:
    """The reason by name. Raises DerError."""
    reason = parse(value)
    problems = values.integer_problems(value)
    if reason.code not in REASONS:
        problems += (Problem(Message("der_out_of_range", {"field": NAME}), value.start),)
    text = f"{reason.name} ({reason.code})" if reason.code in REASONS else reason.name
    return (node("CRLReason", value, text, (), "CRLReason", problems),)
