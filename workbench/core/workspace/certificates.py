"""Certificates of a workspace: adding, finding, and what issued what."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, func, insert, select

from workbench.core.issuance.as_json import specification_to_json
from workbench.core.issuance.specification import Specification
from workbench.core.workspace import log, schema
from workbench.core.workspace.entries import CertificateEntry, Event, Origin
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.workspace import moment, new_id, seconds
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.host_name import alternative_names
from workbench.core.x509.public_key import describe_key
from workbench.core.x509.role import CA_KINDS, role_of
from workbench.core.x509.signature import certificate_signature

TABLE = schema.certificates
Rows = Iterable[Row[tuple[object, ...]]]


def add_certificate(
    connection: Connection,
    der: bytes,
    origin: Origin = Origin.IMPORTED,
    *,
    key_id: str | None = None,
    request_id: str | None = None,
    replaces_id: str | None = None,
    profile: str = "",
    specification: Specification | None = None,
) -> CertificateEntry:
    """Keep a certificate; one that is here already is given back. Its issuer and key are found among what is here.

    Raises DerError for what is no certificate, WorkspaceError `workspace_conflict` for a serial that its CA has given out already.
    """
    certificate = parse_certificate(der)
    known = connection.execute(select(TABLE).where(TABLE.c.sha256 == certificate.sha256)).first()
    if known is not None:
        return _entry(known)
    id = new_id()
    issuer_id = id if certificate_signature(certificate, certificate.spki).ok else _issuer(connection, certificate)
    if key_id is None:
        row = connection.execute(select(schema.keys.c.id).where(schema.keys.c.spki_sha256 == certificate.spki_sha256)).first()
        key_id = None if row is None else str(row.id)
    names = tuple(name.value for name in alternative_names(certificate))
    role = role_of(certificate).main
    values = {
        "id": id,
        "sha256": certificate.sha256,
        "der": der,
        "issuer_id": issuer_id,
        "key_id": key_id,
        "request_id": request_id,
        "replaces_id": replaces_id,
        "serial": f"{certificate.serial_number:x}",
        "spki_sha256": certificate.spki_sha256,
        "subject": certificate.subject.rfc4514,
        "common_name": certificate.subject.short,
        "names": json.dumps(names),
        "key_text": describe_key(certificate.spki).text,
        "role": role.value,
        "ca": int(role in CA_KINDS),
        "not_before": seconds(certificate.not_before),
        "not_after": seconds(certificate.not_after),
        "origin": origin.value,
        "profile": profile,
        "specification": "" if specification is None else json.dumps(specification_to_json(specification)),
        "search": _searched(certificate, names),
        "made": seconds(datetime.now(UTC)),
    }
    connection.execute(insert(TABLE).values(values))
    event = Event.ISSUED if origin is Origin.ISSUED else Event.IMPORTED
    log.tell(connection, event, id, subject=certificate.subject.rfc4514, serial=f"{certificate.serial_number:x}", profile=profile)
    return certificate_entry(connection, id)


def certificate_entry(connection: Connection, id: str) -> CertificateEntry:
    """Raises WorkspaceError `workspace_no_such_object`."""
    row = connection.execute(select(TABLE).where(TABLE.c.id == id)).first()
    if row is None:
        raise WorkspaceError("workspace_no_such_object", object=id)
    return _entry(row)


def roots(connection: Connection) -> tuple[CertificateEntry, ...]:
    """The tops of the tree: self-signed ones and those whose issuer is not here."""
    top = (TABLE.c.issuer_id.is_(None)) | (TABLE.c.issuer_id == TABLE.c.id)
    return _entries(connection.execute(select(TABLE).where(top, TABLE.c.deleted.is_(None)).order_by(TABLE.c.ca.desc(), TABLE.c.made)))


def issued_by(connection: Connection, issuer_id: str, limit: int = 200, offset: int = 0) -> tuple[CertificateEntry, ...]:
    """What a CA here issued, other CAs first, then the newest."""
    own = (TABLE.c.issuer_id == issuer_id) & (TABLE.c.id != issuer_id)
    query = select(TABLE).where(own, TABLE.c.deleted.is_(None)).order_by(TABLE.c.ca.desc(), TABLE.c.made.desc(), TABLE.c.id)
    return _entries(connection.execute(query.limit(limit).offset(offset)))


def count_issued_by(connection: Connection, issuer_id: str) -> int:
    own = (TABLE.c.issuer_id == issuer_id) & (TABLE.c.id != issuer_id)
    return connection.execute(select(func.count()).select_from(TABLE).where(own, TABLE.c.deleted.is_(None))).scalar_one()


def authorities(connection: Connection) -> tuple[CertificateEntry, ...]:
    """The CA certificates whose private key is here: those that can issue."""
    query = select(TABLE).where(TABLE.c.ca == 1, TABLE.c.key_id.is_not(None), TABLE.c.deleted.is_(None)).order_by(TABLE.c.made.desc())
    return _entries(connection.execute(query))


def chain(connection: Connection, id: str) -> tuple[CertificateEntry, ...]:
    """A certificate and those above it that are here, the leaf first."""
    result = [certificate_entry(connection, id)]
    while (above := result[-1].issuer_id) is not None and all(above != entry.id for entry in result):
        result.append(certificate_entry(connection, above))
    return tuple(result)


def search(connection: Connection, text: str, limit: int = 200, offset: int = 0) -> tuple[CertificateEntry, ...]:
    """Certificates in whose names, serial, key or fingerprint every word of `text` occurs, the newest first."""
    query = select(TABLE).where(TABLE.c.deleted.is_(None))
    for word in text.casefold().split():
        query = query.where(TABLE.c.search.contains(word, autoescape=True))
    return _entries(connection.execute(query.order_by(TABLE.c.made.desc(), TABLE.c.id).limit(limit).offset(offset)))


def _issuer(connection: Connection, certificate: Certificate) -> str | None:
    for row in connection.execute(select(TABLE).where(TABLE.c.ca == 1, TABLE.c.deleted.is_(None))):
        issuer = parse_certificate(row.der)
        if issuer.subject_der == certificate.issuer_der and certificate_signature(certificate, issuer.spki).ok:
            return str(row.id)
    return None


def _searched(certificate: Certificate, names: tuple[str, ...]) -> str:
    """Everything that one might type to find it, folded."""
    words = (certificate.subject.rfc4514, *names, f"{certificate.serial_number:x}", certificate.sha256, describe_key(certificate.spki).text)
    return "\n".join(words).casefold()


def _entries(rows: Rows) -> tuple[CertificateEntry, ...]:
    return tuple(map(_entry, rows))


def _entry(row: Row[tuple[object, ...]]) -> CertificateEntry:
    return CertificateEntry(
        row.id, row.der, row.sha256, row.issuer_id, row.key_id, row.request_id, row.replaces_id, row.serial, row.spki_sha256,
        row.subject, row.common_name, tuple(json.loads(row.names)), row.key_text, row.role, bool(row.ca),
        moment(row.not_before), moment(row.not_after), Origin(row.origin), row.profile, row.notes, moment(row.made),
        None if row.revoked is None else moment(row.revoked), row.revocation_reason, None if row.deleted is None else moment(row.deleted),
    )  # fmt: skip
