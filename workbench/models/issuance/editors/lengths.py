"""How long a certificate holds: presets, days from months and years, and what public servers may have."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from workbench.core.x509.web_pki import VALIDITY_LIMITS


class Unit(StrEnum):
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True)
class Length:
    number: int
    unit: Unit


def presets(now: datetime) -> tuple[Length, ...]:
    """What is offered: among it what public servers may have at most, less a day (nobody wants to miss it by a second)."""
    limit = public_server_limit(now)
    short = sorted({90, limit - 1} if limit is not None else {90})
    return (*(Length(number, Unit.DAYS) for number in short), *(Length(number, Unit.YEARS) for number in (1, 2, 10, 20)))


def days(length: Length, begin: datetime) -> int:
    """How many days a length has from a moment on, by the calendar; past the year 9999 a month has 30 days and a year 365."""
    if length.unit is Unit.DAYS:
        return length.number
    months = length.number * (12 if length.unit is Unit.YEARS else 1)
    year, month = divmod(begin.year * 12 + begin.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return length.number * (365 if length.unit is Unit.YEARS else 30)
    last = calendar.monthrange(year, month + 1)[1]
    return (date(year, month + 1, min(begin.day, last)) - begin.date()).days


def as_unit(count: int, unit: Unit, begin: datetime) -> Length:
    """The length in another unit that comes nearest to so many days; at least 1."""
    guess = max(1, round(count / {Unit.DAYS: 1, Unit.MONTHS: 30.436875, Unit.YEARS: 365.2425}[unit]))
    return Length(guess, unit)


def public_server_limit(begin: datetime) -> int | None:
    """The most days that a publicly trusted server certificate may hold when it is issued then (CA/Browser Forum BR 6.3.2)."""
    return next((limit.days for limit in VALIDITY_LIMITS if begin.astimezone(UTC) >= limit.since), None)


def last_second(begin: datetime, count: int) -> datetime:
    """The end of so many days (both ends belong to a validity, RFC 5280 4.1.2.5). Raises OverflowError past the year 9999."""
    return begin + timedelta(days=count, seconds=-1)


def offset_text(moment: datetime) -> str:
    """The distance of an aware time from UTC: "+09:00"."""
    text = moment.strftime("%z") or "+0000"
    return f"{text[:3]}:{text[3:5]}"
