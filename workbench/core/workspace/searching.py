"""Finding things in a workspace: by what is known of them, and by state, kind, role, tag and time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select

from workbench.core.workspace import certificates, crls, keys, requests, schema, texts
from workbench.core.workspace.entries import CertificateEntry, CrlEntry, KeyEntry, Origin, RequestEntry
from workbench.core.workspace.workspace import seconds

Entry = CertificateEntry | KeyEntry | RequestEntry | CrlEntry
_HEX_TEXT = re.compile(r"(?:0x)?[0-9a-f]{2}(?:[\s:]*[0-9a-f])*", re.IGNORECASE)
_LEAST_HEX = 8
"""Digits from which on a text of hex digits with colons or blanks is taken for one number."""


class Kind(StrEnum):
    CERTIFICATES = texts.CERTIFICATES
    KEYS = texts.KEYS
    REQUESTS = texts.REQUESTS
    CRLS = texts.CRLS


class State(StrEnum):
    """Of a certificate (a CRL has the first four likewise, by its nextUpdate). One that is revoked is only that."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    REVOKED = "revoked"


class Order(StrEnum):
    NEWEST = "newest"
    EXPIRY = "expiry"
    NAME = "name"


@dataclass(frozen=True)
class Filter:
    """What is looked for; what is left as it is does not count.

    text            words that all occur: in names (U-labels and A-labels), serial, key, fingerprints, date of expiry, labels, notes;
                    or one number in hex (with colons or blanks) or a serial in decimal
    state, within_days   and, for State.EXPIRING, how soon
    role            a `RoleKind` of certificates
    key_text        as entries have it ("RSA 4096")
    issuer_id       what this CA issued
    key_here        whether its private key is here
    expires_before  notAfter or nextUpdate is before that
    deleted         those that are put away, instead of those that are not
    """

    text: str = ""
    kind: Kind = Kind.CERTIFICATES
    state: State | None = None
    within_days: int = 30
    role: str = ""
    origin: Origin | None = None
    key_text: str = ""
    tag: str = ""
    issuer_id: str = ""
    key_here: bool | None = None
    expires_before: datetime | None = None
    deleted: bool = False
    order: Order = Order.NEWEST


def search_certificates(connection: Connection, text: str, limit: int | None = 200) -> tuple[CertificateEntry, ...]:
    """Certificates by what is known of them, the newest first."""
    return tuple(entry for entry in search(connection, Filter(text), limit) if isinstance(entry, CertificateEntry))


def search(
    connection: Connection, filter: Filter, limit: int | None = 200, offset: int = 0, now: datetime | None = None
) -> tuple[Entry, ...]:
    """Entries of the filter's kind, in its order. What a kind does not have (a key's state) finds nothing."""
    table = _TABLES[filter.kind]
    columns, entries_of = _READING[filter.kind]
    ordered = _narrowed(connection, select(*columns), filter, now or datetime.now(UTC)).order_by(*_order(table, filter.order))
    return tuple(entries_of(connection, connection.execute(ordered.limit(limit).offset(offset)).all()))


def count(connection: Connection, filter: Filter, now: datetime | None = None) -> int:
    """How many there are in all."""
    query = select(func.count()).select_from(_TABLES[filter.kind])
    found: int = connection.execute(_narrowed(connection, query, filter, now or datetime.now(UTC))).scalar_one()
    return found


_TABLES = {Kind.CERTIFICATES: schema.certificates, Kind.KEYS: schema.keys, Kind.REQUESTS: schema.requests, Kind.CRLS: schema.crls}
_READING: dict[Kind, tuple[Any, Any]] = {
    Kind.CERTIFICATES: (certificates.COLUMNS, certificates.entries_of),
    Kind.KEYS: (keys.COLUMNS, keys.entries_of),
    Kind.REQUESTS: (requests.COLUMNS, requests.entries_of),
    Kind.CRLS: (list(schema.crls.c), crls.entries_of),
}


def _order(table: Any, order: Order) -> tuple[Any, ...]:
    if order is Order.EXPIRY:
        end = table.c.get("not_after", table.c.get("next_update"))
        return (table.c.made.desc() if end is None else end, table.c.id)
    if order is Order.NAME:
        name = next(table.c[column] for column in ("common_name", "issuer", "label") if column in table.c)
        return (name, table.c.id)
    return (table.c.made.desc(), table.c.id)


def _narrowed(connection: Connection, query: Select[Any], filter: Filter, now: datetime) -> Select[Any]:
    table: Any = _TABLES[filter.kind]
    query = query.where(table.c.deleted.is_not(None) if filter.deleted else table.c.deleted.is_(None))
    if (wanted := _text(connection, filter.text)) is not None:
        query = query.where(table.c.id.in_(select(schema.texts.c.object_id).where(schema.texts.c.kind == filter.kind.value, wanted)))
    if filter.tag:
        query = query.where(table.c.id.in_(select(schema.tags.c.object_id).where(schema.tags.c.tag == filter.tag)))
    for name, value in (("role", filter.role), ("key_text", filter.key_text), ("origin", filter.origin), ("issuer_id", filter.issuer_id)):
        if value:
            query = query.where(table.c[name] == str(value) if name in table.c else _nothing())
    if filter.issuer_id and filter.kind is Kind.CERTIFICATES:
        query = query.where(table.c.id != filter.issuer_id)
    if filter.key_here is not None:
        if "key_id" in table.c:
            query = query.where(table.c.key_id.is_not(None) if filter.key_here else table.c.key_id.is_(None))
        elif filter.kind is not Kind.KEYS or not filter.key_here:
            query = query.where(_nothing())
    end = table.c.get("not_after", table.c.get("next_update"))
    if filter.expires_before is not None:
        query = query.where(_nothing() if end is None else end < seconds(filter.expires_before))
    if filter.state is not None:
        query = query.where(_state(table, filter, seconds(now), seconds(now + timedelta(days=filter.within_days))))
    return query


def _nothing() -> ColumnElement[bool]:
    return false()


def _state(table: Any, filter: Filter, now: int, soon: int) -> ColumnElement[bool]:
    if "not_after" in table.c:
        begin, end, revoked = table.c.not_before, table.c.not_after, table.c.revoked
        unrevoked = revoked.is_(None)
    elif "next_update" in table.c and filter.state is not State.REVOKED:
        begin, end, revoked = table.c.this_update, table.c.next_update, None
        unrevoked = end.is_not(None)
    else:
        return _nothing()
    match filter.state:
        case State.REVOKED:
            assert revoked is not None
            return revoked.is_not(None)  # type: ignore[no-any-return]
        case State.EXPIRED:
            return and_(unrevoked, end < now)
        case State.NOT_YET:
            return and_(unrevoked, begin > now)
        case State.EXPIRING:
            return and_(unrevoked, begin <= now, end >= now, end <= soon)
        case _:
            return and_(unrevoked, begin <= now, end >= now)


def _text(connection: Connection, text: str) -> ColumnElement[bool] | None:
    """The condition on `texts`, None when nothing was typed."""
    words = texts.folded(text).split()
    if not words:
        return None
    choices = [and_(*(_occurs(connection, word) for word in words))]
    choices += [_occurs(connection, number) for number in sorted(numbers(text))]
    return or_(*choices)


def _occurs(connection: Connection, word: str) -> ColumnElement[bool]:
    # Both find octets without regard to what they mean, which is several times faster than LIKE with its patterns and cases.
    found_at = func.instr if connection.dialect.name == "sqlite" else func.strpos
    choices = {word, texts.with_u_labels(word).rsplit("\n", 1)[-1]}
    columns = (schema.texts.c.text, schema.texts.c.noted)
    return or_(*(found_at(column, choice) > 0 for choice in sorted(choices) for column in columns))


def numbers(text: str) -> set[str]:
    """What a text may mean when it is one number: hex with colons or blanks, with leading zeros or not, or a serial in decimal."""
    text = texts.folded(text).strip()
    result: set[str] = set()
    if _HEX_TEXT.fullmatch(text):
        digits = re.sub(r"[\s:]", "", text.removeprefix("0x"))
        if len(digits) >= _LEAST_HEX:
            result |= {digits, digits.lstrip("0") or "0"}
    if text.isascii() and text.isdigit() and len(text) <= 50:
        result.add(f"{int(text):x}") if len(text) >= _LEAST_HEX else None
    return {number for number in result if len(number) >= _LEAST_HEX - 2}
