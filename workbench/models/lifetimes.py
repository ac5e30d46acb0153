"""Lifetime bars of a chain: who is valid from when to when, and where the moment of judging lies. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench import words
from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import Certificate


@dataclass(frozen=True, slots=True)
class Bar:
    """One certificate's validity. `valid` is whether `now` lies inside it."""

    title: str
    not_before: datetime
    not_after: datetime
    valid: bool


def bars(path: Sequence[Certificate], now: datetime) -> tuple[Bar, ...]:
    """The path root first, as the chain is drawn. A certificate whose dates cannot be read has no bar."""
    result = []
    for certificate in reversed(path):
        try:
            start, end = certificate.not_before, certificate.not_after
            title = words.visible(certificate.subject.short)
        except DerError:
            continue
        result.append(Bar(title, start, end, start <= now <= end))
    return tuple(result)
