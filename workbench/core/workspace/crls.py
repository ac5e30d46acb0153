"""CRLs (RFC 5280 5) of a workspace: made here, or imported."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, func, insert, select

from workbench.core.workspace import deleting, labels, linking, log, schema, texts
from workbench.core.workspace.entries import CrlEntry, Event, Origin
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.workspace import moment, new_id, seconds
from workbench.core.x509.crl import parse_crl

TABLE = schema.crls


def add_crl(connection: Connection, issuer_id: str | None, der: bytes, origin: Origin = Origin.ISSUED) -> CrlEntry:
    """Keep a CRL; one that is here already is given back, also from those put away. `issuer_id` None: looked for among the CAs here.

    Raises DerError for what is none.
    """
    crl = parse_crl(der)
    known = connection.execute(select(TABLE).where(TABLE.c.sha256 == crl.sha256)).first()
    if known is not None:
        if known.deleted is not None:
            deleting.restore(connection, known.id)
        return crl_entry(connection, known.id)
    issuer_name = linking.name_digest(crl.issuer_der)
    if issuer_id is None:
        found = linking.signed_crl(crl, linking.issuers_named(connection, issuer_name))
        issuer_id = None if found is None else found.id
    id, issuer = new_id(), texts.storable(crl.issuer.rfc4514)
    connection.execute(insert(TABLE).values(
        id=id, sha256=crl.sha256, issuer_id=issuer_id, issuer_name=issuer_name, issuer=issuer, number=crl.crl_number,
        base_number=crl.base_crl_number, entries=len(crl.revoked), this_update=seconds(crl.this_update),
        next_update=None if crl.next_update is None else seconds(crl.next_update), origin=origin.value, notes="",
        made=seconds(datetime.now(UTC)), der=der,
    ))  # fmt: skip
    number = "" if crl.crl_number is None else str(crl.crl_number)
    texts.add(connection, texts.CRLS, [(id, texts.text_of(issuer, number), "")])
    if origin is Origin.IMPORTED:  # who makes one tells that, and knows more about it
        log.tell(connection, Event.IMPORTED, id, subject=issuer, number=number, entries=str(len(crl.revoked)))
    return crl_entry(connection, id)


def crl_entry(connection: Connection, id: str) -> CrlEntry:
    """Raises WorkspaceError `workspace_no_such_object`."""
    row = connection.execute(select(TABLE).where(TABLE.c.id == id)).first()
    if row is None:
        raise WorkspaceError("workspace_no_such_object", object=id)
    return entries_of(connection, [row])[0]


def list_crls(connection: Connection, issuer_id: str | None = None, limit: int | None = None, offset: int = 0) -> tuple[CrlEntry, ...]:
    """All that are not put away (of one CA when its certificate's id is given), the latest first."""
    query = select(TABLE).where(TABLE.c.deleted.is_(None))
    if issuer_id is not None:
        query = query.where(TABLE.c.issuer_id == issuer_id)
    query = query.order_by(TABLE.c.this_update.desc(), TABLE.c.number.desc(), TABLE.c.id.desc()).limit(limit).offset(offset)
    return entries_of(connection, connection.execute(query))


def next_number(connection: Connection, issuer_id: str) -> int:
    """The number of the CA's next CRL: one above all there are, put away or not, also those by another certificate of the same key.

    Good only within the transaction that adds the CRL: a writing transaction is alone. Raises WorkspaceError `workspace_no_such_object`.
    """
    certificates = schema.certificates
    own = connection.execute(select(certificates.c.spki_sha256, certificates.c.subject_name).where(certificates.c.id == issuer_id)).first()
    if own is None:
        raise WorkspaceError("workspace_no_such_object", object=issuer_id)
    same = select(certificates.c.id).where(certificates.c.spki_sha256 == own.spki_sha256, certificates.c.subject_name == own.subject_name)
    highest = connection.execute(select(func.max(TABLE.c.number)).where(TABLE.c.issuer_id.in_(same))).scalar_one()
    return int(highest or 0) + 1


def entries_of(connection: Connection, rows: Iterable[Row[tuple[object, ...]]]) -> tuple[CrlEntry, ...]:
    """Rows of the table as entries, with their tags."""
    rows = list(rows)
    tags = labels.tags_of(connection, [row.id for row in rows])
    return tuple(
        CrlEntry(
            row.id, row.issuer_id, row.number, row.base_number, row.der, row.entries, moment(row.this_update),
            None if row.next_update is None else moment(row.next_update), moment(row.made), row.sha256, row.issuer, Origin(row.origin),
            row.notes, None if row.deleted is None else moment(row.deleted), tags.get(row.id, ()),
        )
        for row in rows
    )  # fmt: skip
