"""Lengths of validities by the calendar, and the limits of the CA/Browser Forum."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.models.issuance.editors import lengths
from workbench.models.issuance.editors.lengths import Length, Unit


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("length", "begin", "days"),
    [
        (Length(90, Unit.DAYS), at(2026, 1, 1), 90),
        (Length(1, Unit.YEARS), at(2026, 1, 1), 365),
        (Length(1, Unit.YEARS), at(2027, 6, 1), 366),  # 2028-02-29 lies between
        (Length(10, Unit.YEARS), at(2026, 11, 21), 3653),
        (Length(1, Unit.MONTHS), at(2026, 1, 31), 28),  # to the last of February
        (Length(1, Unit.YEARS), at(2028, 2, 29), 365),
        (Length(0, Unit.YEARS), at(2026, 1, 1), 0),
        (Length(9000, Unit.YEARS), at(2026, 1, 1), 9000 * 365),
    ],
)
def test_months_and_years_are_those_of_the_calendar(length: Length, begin: datetime, days: int) -> None:
    assert lengths.days(length, begin) == days


@given(st.integers(1, 100), st.sampled_from(Unit), st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_a_length_survives_the_way_to_days_and_back(number: int, unit: Unit, begin: datetime) -> None:
    assert lengths.as_unit(lengths.days(Length(number, unit), begin), unit, begin) == Length(number, unit)


@pytest.mark.parametrize(
    ("issued", "limit"),
    [
        (datetime(2026, 3, 14, 23, 59, 59, tzinfo=UTC), 398),
        (datetime(2026, 3, 15, tzinfo=UTC), 200),
        (datetime(2027, 3, 14, 23, 59, 59, tzinfo=UTC), 200),
        (datetime(2027, 3, 15, tzinfo=UTC), 100),
        (datetime(2029, 3, 15, tzinfo=UTC), 47),
        (datetime(2000, 1, 1, tzinfo=UTC), None),
    ],
)
def test_the_limit_of_public_servers_shrinks(issued: datetime, limit: int | None) -> None:
    """CA/Browser Forum ballot SC-081v3, table in BR 6.3.2."""
    assert lengths.public_server_limit(issued) == limit


def test_an_end_is_the_last_second() -> None:
    assert lengths.last_second(at(2026, 1, 1), 1) == at(2026, 1, 2) - timedelta(seconds=1)
    with pytest.raises(OverflowError):
        lengths.last_second(at(2026, 1, 1), 9_999_999)


def test_offsets_are_written_out() -> None:
    assert lengths.offset_text(datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=9)))) == "+09:00"
    assert lengths.offset_text(datetime(2026, 1, 1, tzinfo=timezone(-timedelta(hours=3, minutes=30)))) == "-03:30"


@pytest.mark.parametrize(("year", "shortest"), [(2026, [90, 199]), (2028, [90, 99]), (2030, [46, 90])])
def test_presets_follow_the_limit(year: int, shortest: list[int]) -> None:
    offered = lengths.presets(at(year, 6, 1))
    assert [length.number for length in offered if length.unit is Unit.DAYS] == shortest
    assert [length.number for length in offered if length.unit is Unit.YEARS] == [1, 2, 10, 20]
