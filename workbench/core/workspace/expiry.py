"""What runs out when: rows for an overview of a whole workspace, and how many there are in each stretch of time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, func, select

from workbench.core.workspace import schema
from workbench.core.workspace.workspace import moment, seconds

TABLE = schema.certificates
_CHUNK = 500


@dataclass(frozen=True)
class Expiry:
    """One certificate on the timeline.

    issuer_id, issuer   the certificate here that issued it (its own for a self-signed one) and what that is called; None and "" when it
                        is not here
    role                a `RoleKind`
    replaced            a newer certificate here renewed it
    key_here            its private key is here: it can be renewed with the same key
    """

    id: str
    title: str
    not_before: datetime
    not_after: datetime
    issuer_id: str | None
    issuer: str
    role: str
    ca: bool
    replaced: bool
    revoked: bool
    key_here: bool


def expiring(
    connection: Connection,
    until: datetime | None = None,
    since: datetime | None = None,
    *,
    issuer_id: str | None = None,
    with_over: bool = True,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[Expiry, ...]:
    """The certificates that are not put away and end from `since` to `until` (None: without a bound), what ends first before.

    issuer_id  only what this CA issued
    with_over  also those that nobody needs to renew any more: revoked or replaced ones
    limit, offset   a page of them
    """
    columns = (
        TABLE.c.id, TABLE.c.common_name, TABLE.c.names, TABLE.c.subject, TABLE.c.serial, TABLE.c.not_before, TABLE.c.not_after,
        TABLE.c.issuer_id, TABLE.c.role, TABLE.c.ca, TABLE.c.revoked, TABLE.c.key_id,
    )  # fmt: skip
    query = select(*columns).where(*_ending(until, since, issuer_id, with_over)).order_by(TABLE.c.not_after, TABLE.c.id)
    rows = connection.execute(query.limit(limit).offset(offset)).all()
    replaced = _replaced(connection)
    issuers = _titles(connection, {row.issuer_id for row in rows if row.issuer_id is not None})
    return tuple(
        Expiry(
            row.id, _title(row.common_name, row.names, row.subject, row.serial),
            moment(row.not_before), moment(row.not_after), row.issuer_id, issuers.get(row.issuer_id, ""), row.role,
            bool(row.ca), row.id in replaced, row.revoked is not None, row.key_id is not None,
        )
        for row in rows
    )  # fmt: skip


def count_expiring(connection: Connection, edges: Sequence[datetime], *, issuer_id: str | None = None, with_over: bool = True) -> list[int]:
    """How many end in each stretch from one of the ascending `edges` to the next (that one not included)."""
    result = []
    for begin, end in zip(edges, edges[1:], strict=False):
        query = select(func.count()).select_from(TABLE).where(*_ending(None, None, issuer_id, with_over))
        inside = query.where(TABLE.c.not_after >= seconds(begin), TABLE.c.not_after < seconds(end))
        result.append(connection.execute(inside).scalar_one())
    return result


def _ending(until: datetime | None, since: datetime | None, issuer_id: str | None, with_over: bool) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [TABLE.c.deleted.is_(None)]
    if until is not None:
        conditions.append(TABLE.c.not_after <= seconds(until))
    if since is not None:
        conditions.append(TABLE.c.not_after >= seconds(since))
    if issuer_id is not None:
        conditions += [TABLE.c.issuer_id == issuer_id, TABLE.c.id != issuer_id]
    if not with_over:
        conditions += [TABLE.c.revoked.is_(None), TABLE.c.id.not_in(_replaced_ids())]
    return conditions


def _replaced_ids() -> Select[tuple[str | None]]:
    """The ids that a certificate which is not put away names as what it renewed."""
    return select(TABLE.c.replaces_id).where(TABLE.c.replaces_id.is_not(None), TABLE.c.deleted.is_(None))


def _replaced(connection: Connection) -> frozenset[str]:
    return frozenset(row.replaces_id for row in connection.execute(_replaced_ids()))


def _titles(connection: Connection, ids: set[str]) -> dict[str, str]:
    """What the certificates with these ids are called; there are as many as CAs."""
    result: dict[str, str] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _CHUNK):
        query = select(TABLE.c.id, TABLE.c.common_name, TABLE.c.names, TABLE.c.subject, TABLE.c.serial)
        rows = connection.execute(query.where(TABLE.c.id.in_(wanted[start : start + _CHUNK])))
        result.update((row.id, _title(row.common_name, row.names, row.subject, row.serial)) for row in rows)
    return result


def _title(common_name: str, names: str, subject: str, serial: str) -> str:
    """As `CertificateEntry.title`, without reading the whole certificate."""
    return common_name or next(iter(json.loads(names)), "") or subject or serial
