"""How it stands with an entry at a moment, and which mark says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from workbench import words
from workbench.core.workspace.entries import CertificateEntry, CrlEntry, Origin
from workbench.core.x509.finding import Status
from workbench.models.library.states import State, state_message, state_of, status_of

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)
ENTRY = CertificateEntry(
    "a", b"", "ab", "ca", None, None, None, "1", "", "CN=x", "x", ("x",), "P-256", "server", False, NOW - DAY, NOW + 90 * DAY,
    Origin.ISSUED, "", "", NOW,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "state", "status"),
    [
        ({}, State.VALID, Status.OK),
        ({"issuer_id": None}, State.IN_ITS_TIME, Status.NOT_CHECKED),  # nothing is green from dates alone
        ({"not_after": NOW + 12 * DAY}, State.EXPIRING, Status.WARNING),
        ({"not_after": NOW - DAY}, State.EXPIRED, Status.FAILURE),
        ({"not_before": NOW + DAY}, State.NOT_YET, Status.WARNING),
        ({"revoked": NOW - DAY, "revocation_reason": 1}, State.REVOKED, Status.FAILURE),
        ({"revoked": NOW - DAY, "revocation_reason": 6}, State.ON_HOLD, Status.WARNING),
        ({"revoked": NOW - DAY, "revocation_reason": 1, "not_after": NOW - DAY}, State.REVOKED, Status.FAILURE),
        ({"deleted": NOW, "not_after": NOW - DAY}, State.PUT_AWAY, None),
    ],
)
def test_a_certificate(changes: dict[str, object], state: State, status: Status | None) -> None:
    entry = replace(ENTRY, **changes)  # type: ignore[arg-type]
    assert state_of(entry, NOW) is state
    assert status_of(state) is status


@pytest.mark.parametrize(("days", "text"), [(12, "expires in 12 days"), (1, "expires tomorrow"), (0.5, "expires within a day")])
def test_how_soon_it_expires(days: float, text: str) -> None:
    entry = replace(ENTRY, not_after=NOW + timedelta(days=days, seconds=1))
    assert words.say(state_message(entry, NOW), "en") == text


def test_a_crl_is_overdue_when_the_next_one_should_be_there() -> None:
    crl = CrlEntry("a", "ca", 3, None, b"", 0, NOW - DAY, NOW + DAY, NOW)
    assert state_of(crl, NOW) is State.CURRENT
    assert state_of(replace(crl, next_update=NOW - DAY), NOW) is State.OVERDUE
    assert state_of(replace(crl, next_update=None), NOW) is State.CURRENT
