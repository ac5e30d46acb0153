"""Going through a workspace page by page: the tops of the tree, how much hangs from them, and what belongs to one object."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Table, and_, func, select

from workbench.core.workspace import certificates, crls, requests, schema
from workbench.core.workspace.entries import CertificateEntry, CrlEntry, Origin, RequestEntry

TABLE = schema.certificates
MANY = 50
"""Of what belongs to one object, at most so many are given."""
_FROM_ELSEWHERE = and_(
    TABLE.c.request_id.is_(None), TABLE.c.origin == Origin.IMPORTED.value, func.coalesce(TABLE.c.issuer_id, "") != TABLE.c.id
)  # fmt: skip
"""Brought here, and not signed with its own key."""


def tops(connection: Connection, ca: bool, limit: int | None = 200, offset: int = 0) -> tuple[CertificateEntry, ...]:
    """CAs (or what is no CA) that are self-signed, or whose issuer is not here or put away; those that came first before."""
    query = select(*certificates.COLUMNS).where(_tops(ca)).order_by(TABLE.c.made, TABLE.c.id)
    return certificates.entries_of(connection, connection.execute(query.limit(limit).offset(offset)).all())


def count_tops(connection: Connection, ca: bool) -> int:
    return connection.execute(select(func.count()).select_from(TABLE).where(_tops(ca))).scalar_one()


def counts_issued(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """How many certificates these CAs issued that are not put away; those that issued none are left out.

    Counted by the index on the issuer alone: reading a hundred thousand rows to see whether they are put away would take too long.
    """
    if not ids:
        return {}
    issuer = TABLE.c.issuer_id
    count = select(issuer, func.count().label("issued")).group_by(issuer)
    found = {row.issuer_id: row.issued for row in connection.execute(count.where(issuer.in_(ids)))}
    put_away = TABLE.c.deleted.is_not(None) & func.coalesce(issuer, "").in_(ids)  # so: the index on `deleted` is the short one
    itself = TABLE.c.id.in_(ids) & (func.coalesce(issuer, "") == TABLE.c.id) & TABLE.c.deleted.is_(None)
    for without in (put_away, itself):
        for row in connection.execute(count.where(without)):
            found[row.issuer_id] -= row.issued
    return {id: number for id, number in found.items() if number}


def count_all(connection: Connection, table: Table) -> int:
    """Rows of a table that are not put away."""
    return connection.execute(select(func.count()).select_from(table).where(table.c.deleted.is_(None))).scalar_one()


def owners(connection: Connection, key_ids: Sequence[str]) -> dict[str, str]:
    """What the certificates of these keys are called: of each key the newest one's common name or subject."""
    query = select(TABLE.c.key_id, TABLE.c.common_name, TABLE.c.subject).where(TABLE.c.key_id.in_(key_ids), TABLE.c.deleted.is_(None))
    return {row.key_id: row.common_name or row.subject for row in connection.execute(query.order_by(TABLE.c.made, TABLE.c.id))}


def certificates_of_key(connection: Connection, key_id: str) -> tuple[CertificateEntry, ...]:
    return _some(connection, TABLE.c.key_id == key_id)


def certificates_of_request(connection: Connection, request_id: str) -> tuple[CertificateEntry, ...]:
    """Those made here from it, and those that came for the same key from somebody else's CA."""
    key = select(schema.requests.c.spki_sha256).where(schema.requests.c.id == request_id).scalar_subquery()
    return _some(connection, and_(TABLE.c.spki_sha256 == key, (TABLE.c.request_id == request_id) | _FROM_ELSEWHERE))


def answered(connection: Connection, request_ids: Sequence[str]) -> frozenset[str]:
    """Those of these requests that have such certificates."""
    requested = schema.requests.c
    there = (TABLE.c.spki_sha256 == requested.spki_sha256) & ((TABLE.c.request_id == requested.id) | _FROM_ELSEWHERE)
    exists = select(TABLE.c.id).where(there, TABLE.c.deleted.is_(None)).exists()
    return frozenset(connection.execute(select(requested.id).where(requested.id.in_(request_ids), exists)).scalars())


def replacements(connection: Connection, id: str) -> tuple[CertificateEntry, ...]:
    """What renewed a certificate."""
    return _some(connection, TABLE.c.replaces_id == id)


def requests_of_key(connection: Connection, key_id: str) -> tuple[RequestEntry, ...]:
    query = select(*requests.COLUMNS).where(schema.requests.c.key_id == key_id, schema.requests.c.deleted.is_(None))
    return requests.entries_of(connection, connection.execute(query.limit(MANY)).all())


def newest_crls(connection: Connection, issuer_ids: Sequence[str]) -> tuple[CrlEntry, ...]:
    """Of each of these CAs the newest complete CRL."""
    found: dict[str | None, CrlEntry] = {}
    for id in issuer_ids:
        for entry in crls.list_crls(connection, id, MANY):
            if entry.base_number is None:
                found.setdefault(id, entry)
    return tuple(found.values())


def roles(connection: Connection) -> tuple[str, ...]:
    """The roles that certificates here have."""
    return tuple(row.role for row in connection.execute(select(TABLE.c.role).distinct().order_by(TABLE.c.role)))


def key_texts(connection: Connection) -> tuple[str, ...]:
    """The kinds of keys that certificates here have."""
    return tuple(row.key_text for row in connection.execute(select(TABLE.c.key_text).distinct().order_by(TABLE.c.key_text)))


def _tops(ca: bool) -> ColumnElement[bool]:
    return and_(certificates.is_top(), TABLE.c.ca == int(ca), TABLE.c.deleted.is_(None))


def _some(connection: Connection, condition: ColumnElement[bool]) -> tuple[CertificateEntry, ...]:
    query = select(*certificates.COLUMNS).where(condition, TABLE.c.deleted.is_(None)).order_by(TABLE.c.made.desc(), TABLE.c.id.desc())
    return certificates.entries_of(connection, connection.execute(query.limit(MANY)).all())
