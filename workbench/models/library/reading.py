"""Reading the rows of the library. Every function runs in a job, with a connection. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from workbench.core.workspace import browsing, certificates, crls, keys, requests, schema, searching
from workbench.core.workspace.entries import CertificateEntry, CrlEntry, KeyEntry
from workbench.core.workspace.searching import Filter, Kind
from workbench.models.library.loaded import OPENED_AT_MOST, PAGE, Loaded, Page, Wanted
from workbench.models.library.query import Query, filters_of
from workbench.models.library.rows import Row, Section
from workbench.models.library.states import Entry

AGAIN_AT_MOST = 2000
"""Rows of one parent that are read again after a change; what was further down is read when one comes to it."""
DEEPEST = 3
"""Levels that are open at first."""

_FOUND = {
    Kind.CERTIFICATES: Section.FOUND_CERTIFICATES, Kind.KEYS: Section.KEYS, Kind.REQUESTS: Section.REQUESTS, Kind.CRLS: Section.CRLS,
}  # fmt: skip
_KINDS = {section: kind for kind, section in _FOUND.items()}


def read_all(connection: Connection, generation: int, query: Query | None, wanted: Wanted | None) -> Loaded:
    """The sections that are not empty, with as many rows as are wanted; None is for the first time."""
    if query is not None:
        hits = tuple(found for filter in filters_of(query) if (found := _hits(connection, filter, wanted)).count)
        return Loaded(Row(), len(hits), hits, generation)
    sections = [row for row in _sections(connection) if row.below]
    below = tuple(_loaded(connection, row, wanted.below.get(row.key) if wanted else None, 1) for row in sections)
    return Loaded(Row(), len(below), below, generation)


def read_page(connection: Connection, generation: int, number: int, query: Query | None, row: Row, offset: int, limit: int) -> Page:
    """The next rows that hang from this one."""
    rows = rows_below(connection, query, row, limit, offset)
    return Page(generation, number, offset, rows, len(rows) < limit)


def rows_below(connection: Connection, query: Query | None, row: Row, limit: int, offset: int = 0) -> tuple[Row, ...]:
    """What hangs from a section or a CA."""
    if query is not None and row.section is not None:
        return as_rows(connection, searching.search(connection, _filter(query, row.section), limit, offset), with_issued=False)
    match row.section:
        case Section.AUTHORITIES | Section.UNPLACED:
            found: Sequence[Entry] = browsing.tops(connection, row.section is Section.AUTHORITIES, limit, offset)
        case Section.KEYS:
            found = keys.list_keys(connection, limit, offset)
        case Section.REQUESTS:
            found = requests.list_requests(connection, limit, offset)
        case Section.CRLS:
            found = crls.list_crls(connection, None, limit, offset)
        case _:
            assert row.entry is not None
            found = certificates.issued_by(connection, row.entry.id, limit, offset)
    return as_rows(connection, found)


def as_rows(connection: Connection, entries: Sequence[Entry], with_issued: bool = True) -> tuple[Row, ...]:
    """Entries with what hangs from them and whose they are."""
    authorities = [entry.id for entry in entries if isinstance(entry, CertificateEntry) and entry.ca]
    issued = browsing.counts_issued(connection, authorities) if with_issued else {}
    key_ids = [entry.id for entry in entries if isinstance(entry, KeyEntry)]
    owners = browsing.owners(connection, key_ids) if key_ids else {}
    return tuple(Row(None, entry, issued.get(entry.id, 0), _owner(entry, owners)) for entry in entries)


def _owner(entry: Entry, owners: Mapping[str, str]) -> str:
    return entry.issuer if isinstance(entry, CrlEntry) else owners.get(entry.id, "")


def _hits(connection: Connection, filter: Filter, wanted: Wanted | None) -> Loaded:
    """What was found of one kind. Counting takes as long as finding, so it is done only where the first page does not hold all."""
    section = _FOUND[filter.kind]
    limit = PAGE
    if wanted is not None and (before := wanted.below.get(Row(section).key)) is not None:
        limit = min(max(before.rows, PAGE), AGAIN_AT_MOST)
    rows = as_rows(connection, searching.search(connection, filter, limit), with_issued=False)
    count = len(rows) if len(rows) < limit else searching.count(connection, filter)
    return Loaded(Row(section, below=count), count, tuple(Loaded(row, 0) for row in rows))


def _sections(connection: Connection) -> tuple[Row, ...]:
    return (
        Row(Section.AUTHORITIES, below=browsing.count_tops(connection, True)),
        Row(Section.UNPLACED, below=browsing.count_tops(connection, False)),
        Row(Section.KEYS, below=browsing.count_all(connection, schema.keys)),
        Row(Section.REQUESTS, below=browsing.count_all(connection, schema.requests)),
        Row(Section.CRLS, below=browsing.count_all(connection, schema.crls)),
    )


def _filter(query: Query, section: Section) -> Filter:
    return next(filter for filter in filters_of(query) if filter.kind is _KINDS[section])


def _loaded(connection: Connection, row: Row, wanted: Wanted | None, depth: int) -> Loaded:
    if not row.below:
        return Loaded(row, 0)
    limit = min(max(wanted.rows, PAGE if depth == 1 else 0), AGAIN_AT_MOST) if wanted is not None else _at_first(row, depth)
    if not limit:
        return Loaded(row, row.below)
    rows = rows_below(connection, None, row, limit)
    below = (wanted.below if wanted is not None else {}).get
    return Loaded(
        row,
        row.below,
        tuple(_loaded(connection, child, below(child.key), depth + 1) for child in rows),
    )


def _at_first(row: Row, depth: int) -> int:
    """How many rows are read of a parent that is shown for the first time."""
    return PAGE if depth == 1 or (row.below <= OPENED_AT_MOST and depth <= DEEPEST) else 0
