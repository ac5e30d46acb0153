"""What runs out when: an overview read from a workspace, and the sentence that comes first. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from workbench.core.errors import Message
from workbench.core.workspace import certificates
from workbench.core.workspace.expiry import Expiry, count_expiring, expiring
from workbench.core.x509.finding import Status
from workbench.models.library.states import SOON

ROWS = 500
"""Certificates in the list at most; the chart counts all of them."""
MONTHS = 24
"""Of the chart, from the month before this one."""


@dataclass(frozen=True)
class Wanted:
    """issuer_id  only what this CA issued; None for all; with_over  also revoked and replaced ones; month  only what ends in that month."""

    issuer_id: str | None = None
    with_over: bool = False
    month: datetime | None = None


@dataclass(frozen=True)
class Overview:
    """edges, counts   the beginnings of months (aware, UTC), one more than counts, and how many certificates end in each
    rows            what ends first before; `more` when there are others after these
    soon            how many end from `now` on within `SOON`; over  how many are over already
    authorities     (id, title) of the CAs by which one may ask
    """

    wanted: Wanted
    now: datetime
    edges: tuple[datetime, ...]
    counts: tuple[int, ...]
    rows: tuple[Expiry, ...]
    more: bool
    soon: int
    over: int
    authorities: tuple[tuple[str, str], ...]


def month_edges(now: datetime, months: int = MONTHS) -> tuple[datetime, ...]:
    """The first moments of the months from the one before `now` on, and that after the last."""
    number = now.year * 12 + now.month - 2
    return tuple(datetime((number + at) // 12, (number + at) % 12 + 1, 1, tzinfo=UTC) for at in range(months + 1))


def overview(connection: Connection, wanted: Wanted, now: datetime | None = None) -> Overview:
    """Raises WorkspaceError."""
    now = (now or datetime.now(UTC)).astimezone(UTC)
    edges = month_edges(now)
    of = {"issuer_id": wanted.issuer_id, "with_over": wanted.with_over}
    counts = count_expiring(connection, edges, issuer_id=wanted.issuer_id, with_over=wanted.with_over)
    soon = count_expiring(connection, (now, now + SOON), issuer_id=wanted.issuer_id, with_over=wanted.with_over)[0]
    over = count_expiring(connection, (_BEGINNING, now), issuer_id=wanted.issuer_id, with_over=wanted.with_over)[0]
    since, until = None, None
    if wanted.month is not None:
        at = edges.index(wanted.month) if wanted.month in edges[:-1] else 0
        since, until = edges[at], edges[at + 1] - timedelta(seconds=1)
    rows = expiring(connection, until, since, limit=ROWS + 1, **of)  # type: ignore[arg-type]
    known = tuple((authority.id, authority.title) for authority in certificates.authorities(connection))
    return Overview(wanted, now, edges, tuple(counts), rows[:ROWS], len(rows) > ROWS, soon, over, known)


_BEGINNING = datetime(1950, 1, 1, tzinfo=UTC)


def headline(found: Overview) -> tuple[Message, Status]:
    """What matters first: what runs out soon, else what ran out, else when the first one does."""
    coming = [row for row in found.rows if row.not_after >= found.now]
    if found.soon and coming:
        first = coming[0]
        of_first: dict[str, str | int] = {"days": SOON.days, "title": first.title, "date": _date(first)}
        if found.soon == 1:
            return Message("timeline_one_soon", of_first), Status.WARNING
        return Message("timeline_soon", {"count": found.soon, **of_first}), Status.WARNING
    if coming:
        return Message("timeline_calm", {"days": SOON.days, "title": coming[0].title, "date": _date(coming[0])}), Status.OK
    if found.over:
        return Message("timeline_all_over", {"count": found.over}), Status.WARNING
    return Message("timeline_empty"), Status.NOT_CHECKED


def _date(row: Expiry) -> str:
    return f"{row.not_after:%Y-%m-%d}"


def left(row: Expiry, now: datetime) -> Message:
    """How long it still holds, in words."""
    if row.revoked:
        return Message("timeline_revoked")
    if row.replaced:
        return Message("timeline_replaced")
    day = timedelta(days=1)
    if row.not_after < now:
        return Message("timeline_over", {"days": (now - row.not_after) // day})
    days = (row.not_after - now) // day
    return Message("timeline_today") if days == 0 else Message("timeline_left", {"days": days})


def urgency(row: Expiry, now: datetime) -> Status:
    if row.revoked or row.replaced:
        return Status.NOT_CHECKED
    if row.not_after < now:
        return Status.FAILURE
    return Status.WARNING if row.not_after - now < SOON else Status.OK
