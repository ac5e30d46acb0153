"""Certification requests (RFC 2986) of a workspace: made here for somebody else's CA, or brought here to be signed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, insert, select

from workbench.core.asn1.reader import DerError
from workbench.core.issuance.as_json import specification_from_json, specification_to_json
from workbench.core.issuance.specification import Specification
from workbench.core.workspace import deleting, labels, log, schema, texts
from workbench.core.workspace.entries import Event, Origin, RequestEntry
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.workspace import moment, new_id, seconds
from workbench.core.x509.extensions import subject_alt_name
from workbench.core.x509.public_key import describe_key
from workbench.core.x509.request import CertificationRequest, parse_request

TABLE = schema.requests
COLUMNS = [column for column in TABLE.c if column.name != "specification"]
"""What an entry is made of."""


def add_request(
    connection: Connection, der: bytes, origin: Origin = Origin.IMPORTED, *, key_id: str | None = None,
    specification: Specification | None = None,
) -> RequestEntry:  # fmt: skip
    """Keep a request; one that is here already is given back, also from those put away. Its key is found among what is here.

    Its signature is not judged here: a request with a bad one is kept, and refused when it is to be signed.
    Raises DerError for what is none.
    """
    request = parse_request(der)
    known = connection.execute(select(TABLE).where(TABLE.c.sha256 == request.sha256)).first()
    if known is not None:
        if known.deleted is not None:
            deleting.restore(connection, known.id)
        return request_entry(connection, known.id)
    if key_id is None:
        key = connection.execute(select(schema.keys.c.id).where(schema.keys.c.spki_sha256 == request.spki_sha256)).first()
        key_id = None if key is None else key.id
    id, made = new_id(), datetime.now(UTC).replace(microsecond=0)
    subject, common_name = texts.storable(request.subject.rfc4514), texts.storable(request.subject.short)
    names, key_text = _names(request), describe_key(request.spki).text
    connection.execute(insert(TABLE).values(
        id=id, sha256=request.sha256, key_id=key_id, spki_sha256=request.spki_sha256, subject=subject, common_name=common_name,
        names=json.dumps(names), key_text=key_text, origin=origin.value, notes="", made=seconds(made), der=der,
        specification="" if specification is None else json.dumps(specification_to_json(specification)),
    ))  # fmt: skip
    searched = texts.text_of(subject, *names, key_text)
    texts.add(connection, texts.REQUESTS, [(id, searched, "")])
    log.tell(connection, Event.REQUESTED if origin is Origin.ISSUED else Event.IMPORTED, id, subject=subject)
    return RequestEntry(
        id, der, request.sha256, key_id, subject, names, key_text, origin, "", made,
        common_name=common_name, spki_sha256=request.spki_sha256,
    )  # fmt: skip


def request_entry(connection: Connection, id: str) -> RequestEntry:
    """Raises WorkspaceError `workspace_no_such_object`."""
    row = connection.execute(select(*COLUMNS).where(TABLE.c.id == id)).first()
    if row is None:
        raise WorkspaceError("workspace_no_such_object", object=id)
    return entries_of(connection, [row])[0]


def specification_of(connection: Connection, id: str) -> Specification | None:
    """What a request made here was made from; None for one that was brought here. Raises as `request_entry`, and ProfileError."""
    row = connection.execute(select(TABLE.c.specification).where(TABLE.c.id == id)).first()
    if row is None:
        raise WorkspaceError("workspace_no_such_object", object=id)
    return specification_from_json(json.loads(row.specification)) if row.specification else None


def list_requests(connection: Connection, limit: int | None = None, offset: int = 0) -> tuple[RequestEntry, ...]:
    """All that are not put away, the newest first."""
    query = select(*COLUMNS).where(TABLE.c.deleted.is_(None)).order_by(TABLE.c.made.desc(), TABLE.c.id.desc()).limit(limit).offset(offset)
    return entries_of(connection, connection.execute(query))


def entries_of(connection: Connection, rows: Iterable[Row[tuple[object, ...]]]) -> tuple[RequestEntry, ...]:
    """Rows of `COLUMNS` as entries, with their tags."""
    rows = list(rows)
    tags = labels.tags_of(connection, [row.id for row in rows])
    return tuple(
        RequestEntry(
            row.id, row.der, row.sha256, row.key_id, row.subject, tuple(json.loads(row.names)), row.key_text, Origin(row.origin), row.notes,
            moment(row.made), None if row.deleted is None else moment(row.deleted), tags.get(row.id, ()), row.common_name, row.spki_sha256,
        )
        for row in rows
    )  # fmt: skip


def _names(request: CertificationRequest) -> tuple[str, ...]:
    """Alternative names asked for; () when there are none or they cannot be read."""
    try:
        extension = request.extension_by_oid.get(subject_alt_name.OID)
        found = () if extension is None else subject_alt_name.parse(extension.value).names
    except DerError:
        return ()
    return tuple(texts.storable(name.value) for name in found)
