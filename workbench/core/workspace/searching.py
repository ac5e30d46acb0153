"""Finding things in a workspace: by what is known of them, and by state, kind, role, tag and time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select

from workbench.core.workspace import certificates, crls, keys, requests, schema, texts
from workbench.core.workspace.entries import CertificateEntry, CrlEntry, KeyEntry, Origin, RequestEntry
from workbench.core.workspace.workspace import seconds

Entry = CertificateEntry | KeyEntry | RequestEntry | CrlEntry
_HEX_TEXT = re.compile(r"(?:0x)?[0-9a-f]{2}(?:[\s:]*[0-9a-f])*", re.IGNORECASE)
_MANY = 1000
"""More objects than that are not listed one by one in a query."""
_SURE = 16
_LONGEST_DECIMAL = 50
"""Digits of a serial of 20 octets, and one or two more."""
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

    text            words that all occur: in names (U-labels and A-labels), serial, kind of key, date of expiry, labels, notes;
                    or one number: the beginning of a fingerprint (SHA-256, SHA-1, of the key) or a serial, in hex (with colons or
                    blanks) or decimal
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
    columns, entries_of = _READING[filter.kind]
    table = _TABLES[filter.kind]
    query = select(*columns).where(*_conditions(connection, filter, now or datetime.now(UTC))).order_by(*_order(table, filter.order))
    return tuple(entries_of(connection, connection.execute(query.limit(limit).offset(offset)).all()))


def count(connection: Connection, filter: Filter, now: datetime | None = None, at_most: int | None = None) -> int:
    """How many there are in all; with `at_most` it stops counting there, which many that fit several conditions make worth while."""
    only_text = replace(filter, text="", deleted=False, order=Order.NEWEST) == Filter(kind=filter.kind, within_days=filter.within_days)
    wanted = _text(connection, filter.text)
    if only_text and wanted is not None and not numbers(filter.text):
        inner = select(schema.texts.c.number).where(_looked_at(filter), wanted)
    else:
        inner = select(_TABLES[filter.kind].c.id).where(*_conditions(connection, filter, now or datetime.now(UTC)))
    found: int = connection.execute(select(func.count()).select_from(inner.limit(at_most).subquery())).scalar_one()
    return found


_TABLES = {Kind.CERTIFICATES: schema.certificates, Kind.KEYS: schema.keys, Kind.REQUESTS: schema.requests, Kind.CRLS: schema.crls}
_READING: dict[Kind, tuple[Any, Any]] = {
    Kind.CERTIFICATES: (certificates.COLUMNS, certificates.entries_of),
    Kind.KEYS: (keys.COLUMNS, keys.entries_of),
    Kind.REQUESTS: (requests.COLUMNS, requests.entries_of),
    Kind.CRLS: (list(schema.crls.c), crls.entries_of),
}


def _order(table: Any, order: Order) -> tuple[Any, ...]:
    end, name = _end(table), table.c.get("common_name", table.c.get("issuer", table.c.get("label")))
    if order is Order.EXPIRY and end is not None:
        return (end, table.c.id)
    return (name, table.c.id) if order is Order.NAME else (table.c.made.desc(), table.c.id.desc())


def _end(table: Any) -> Any:
    """The column that says when it ends; None of what does not end."""
    return table.c.get("not_after", table.c.get("next_update"))


def _conditions(connection: Connection, filter: Filter, now: datetime) -> list[ColumnElement[bool]]:
    table: Any = _TABLES[filter.kind]
    result: list[ColumnElement[bool]] = [table.c.deleted.is_not(None) if filter.deleted else table.c.deleted.is_(None)]
    if filter.tag:
        result.append(table.c.id.in_(select(schema.tags.c.object_id).where(schema.tags.c.tag == filter.tag)))
    for name, value in (("role", filter.role), ("key_text", filter.key_text), ("origin", filter.origin), ("issuer_id", filter.issuer_id)):
        if value:
            result.append(table.c[name] == str(value) if name in table.c else false())
    if filter.issuer_id and filter.kind is Kind.CERTIFICATES:
        result.append(table.c.id != filter.issuer_id)
    if filter.key_here is not None:
        if "key_id" in table.c:
            result.append(table.c.key_id.is_not(None) if filter.key_here else table.c.key_id.is_(None))
        elif filter.kind is not Kind.KEYS or not filter.key_here:
            result.append(false())
    return [*result, *_times(connection, table, filter, now), *_matching(connection, table, filter)]


def _matching(connection: Connection, table: Any, filter: Filter) -> list[ColumnElement[bool]]:
    """The condition that the text makes. A rare text gives the few objects it stands in. A common one is asked of each object in the order
    that is wanted, until there are enough."""
    wanted = _text(connection, filter.text)
    if wanted is None:
        return []
    found = _numbered(connection, table, filter.text)
    if found and any(len(number) >= _SURE for number in numbers(filter.text)):
        return [table.c.id.in_(found)]  # nobody means anything else by so long a number
    texts_ = schema.texts
    rows = connection.execute(select(texts_.c.object_id).where(_looked_at(filter), wanted).limit(_MANY + 1)).all()
    if len(rows) <= _MANY:
        return [table.c.id.in_([*found, *(row.object_id for row in rows)])]
    common = select(texts_.c.number).where(texts_.c.object_id == table.c.id, wanted).exists()
    return [or_(table.c.id.in_(found), common) if found else common]


def _numbered(connection: Connection, table: Any, text: str) -> list[str]:
    """Objects with a fingerprint that begins with the number that a text may be, by the indexes; at most `_MANY`."""
    result: list[str] = []
    for name in ("sha256", "sha1", "spki_sha256", "serial"):
        for number in sorted(numbers(text)) if name in table.c else ():
            column = table.c[name]
            same = column == number if name == "serial" else and_(column >= number, column < number + "g")
            result += [row.id for row in connection.execute(select(table.c.id).where(same).limit(_MANY))]
    return result[:_MANY]


def _looked_at(filter: Filter) -> ColumnElement[bool]:
    return and_(schema.texts.c.kind == filter.kind.value, schema.texts.c.away == int(filter.deleted))


def _times(connection: Connection, table: Any, filter: Filter, now: datetime) -> list[ColumnElement[bool]]:
    """The conditions on times. An index finds few; among many it would only be in the way of the order that is wanted."""
    end = _end(table)
    if filter.state is None and filter.expires_before is None:
        return []
    if end is None:
        return [false()]
    soon = seconds(now + timedelta(days=filter.within_days))

    def conditions(end: Any) -> list[ColumnElement[bool]]:
        result = [] if filter.state is None else [_state(table, end, filter.state, seconds(now), soon)]
        return result if filter.expires_before is None else [*result, end < seconds(filter.expires_before)]

    few = conditions(end)
    if filter.order is Order.EXPIRY or len(connection.execute(select(table.c.id).where(*few).limit(_MANY + 1)).all()) <= _MANY:
        return few
    return conditions(end + 0)


def _state(table: Any, end: Any, state: State, now: int, soon: int) -> ColumnElement[bool]:
    begin = table.c.get("not_before", table.c.get("this_update"))
    revoked = table.c.get("revoked")
    if state is State.REVOKED:
        return false() if revoked is None else revoked.is_not(None)
    unrevoked = end.is_not(None) if revoked is None else revoked.is_(None)
    match state:
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
    choices += [_occurs(connection, number) for number in sorted(numbers(text) - set(words))]
    return or_(*choices)


def _occurs(connection: Connection, word: str) -> ColumnElement[bool]:
    # Both find octets without regard to what they mean, which is several times faster than LIKE with its patterns and cases.
    found_at = func.instr if connection.dialect.name == "sqlite" else func.strpos
    return or_(found_at(schema.texts.c.text, word) > 0, found_at(schema.texts.c.noted, word) > 0)


def numbers(text: str) -> set[str]:
    """What a text may mean when it is one number: hex with colons or blanks, with leading zeros or not, or a serial in decimal."""
    text = texts.folded(text).strip()
    result: set[str] = set()
    if _HEX_TEXT.fullmatch(text):
        digits = re.sub(r"[\s:]", "", text.removeprefix("0x"))
        if len(digits) >= _LEAST_HEX:
            result |= {digits, digits.lstrip("0") or "0"}
    if text.isascii() and text.isdigit() and _LEAST_HEX <= len(text) <= _LONGEST_DECIMAL:
        result.add(f"{int(text):x}")
    return result
