"""Lifetime bars of a chain: who is valid from when to when, and where the moment of judging lies. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

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


def ticks(low: float, high: float) -> tuple[tuple[datetime, str], ...]:
    """At most nine moments with their labels between two times (seconds since 1970): years, or months where the span is short."""
    first, last = datetime.fromtimestamp(low, UTC), datetime.fromtimestamp(high, UTC)
    months = max(1, (last.year - first.year) * 12 + last.month - first.month)
    step = next((step for step in _STEPS if months / step <= 8), _STEPS[-1])
    found = []
    number = -(-(first.year * 12 + first.month - 1) // step) * step
    while number <= last.year * 12 + last.month - 1:
        moment = datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)
        if moment >= first:
            found.append((moment, f"{moment.year}" if step >= 12 else f"{moment.year}-{moment.month:02}"))
        number += step
    return tuple(found)


_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000)
