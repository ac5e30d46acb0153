"""Certificates of a workspace: adding, finding, and what issued what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, union_all

from workbench.core.issuance.as_json import specification_from_json, specification_to_json
from workbench.core.issuance.specification import Specification
from workbench.core.workspace import deleting, labels, linking, log, schema, texts
from workbench.core.workspace.entries import CertificateEntry, Event, Origin
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.linking import Issuer
from workbench.core.workspace.workspace import moment, new_id, seconds
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.host_name import alternative_names
from workbench.core.x509.public_key import describe_key
from workbench.core.x509.role import CA_KINDS, role_of
from workbench.core.x509.signature import certificate_signature

TABLE = schema.certificates
COLUMNS = [column for column in TABLE.c if column.name not in ("specification", "sha1", "issuer_name", "subject_name")]
"""What an entry is made of."""
LONGEST_SERIAL = 400
"""Hex digits; RFC 5280 4.1.2.2 allows 40."""
LONGEST_NAME = 300
"""Characters of a common name; RFC 5280 appendix A allows 64. Lists are ordered by it, and PostgreSQL's indexes have limits."""
_CHUNK = 500


@dataclass(frozen=True)
class NewCertificate:
    """A certificate that is to be kept.

    issuer_id, key_id   when they are known; looked for otherwise
    specification       what it was made from, for the next one like it
    """

    der: bytes
    origin: Origin = Origin.IMPORTED
    issuer_id: str | None = None
    key_id: str | None = None
    request_id: str | None = None
    replaces_id: str | None = None
    profile: str = ""
    specification: Specification | None = None


def add_certificate(
    connection: Connection,
    der: bytes,
    origin: Origin = Origin.IMPORTED,
    *,
    issuer_id: str | None = None,
    key_id: str | None = None,
    request_id: str | None = None,
    replaces_id: str | None = None,
    profile: str = "",
    specification: Specification | None = None,
) -> CertificateEntry:
    """Keep a certificate; one that is here already is given back, also from those put away. Its issuer and key are found among
    what is here, and what it signed among what waits for its issuer.

    Raises DerError for what is no certificate, WorkspaceError `workspace_serial_taken` for one issued here with a serial that its CA
    has given out already.
    """
    return add_many(
        connection, [NewCertificate(der, origin, issuer_id, key_id, request_id, replaces_id, profile, specification)]
    )[0]  # fmt: skip


def add_many(connection: Connection, new: Sequence[NewCertificate]) -> tuple[CertificateEntry, ...]:
    """As `add_certificate`, for many: what they need of the database is asked and written at once."""
    parsed = [parse_certificate(item.der) for item in new]
    known = _known(connection, [certificate.sha256 for certificate in parsed])
    adding = _Adding(
        connection, _keys_of(connection, [each.spki_sha256 for item, each in zip(new, parsed, strict=True) if not item.key_id])
    )
    result = []
    for item, certificate in zip(new, parsed, strict=True):
        entry = known.get(certificate.sha256)
        if entry is None:
            entry = known[certificate.sha256] = adding.add(item, certificate)
        elif entry.deleted is not None:
            deleting.restore(connection, entry.id)
            entry = known[certificate.sha256] = replace(entry, deleted=None)
        result.append(entry)
    adding.flush()
    return tuple(result)


class _Adding:
    """Rows that wait to be written together. A CA is written at once: the next ones may be its own."""

    def __init__(self, connection: Connection, key_ids: Mapping[str, str]) -> None:
        self._connection = connection
        self._key_ids = key_ids
        self._rows: list[dict[str, object]] = []
        self._texts: list[tuple[str, str, str]] = []
        self._told: list[tuple[Event, str, dict[str, str]]] = []
        self._by_name: dict[str, tuple[Issuer, ...]] = {}
        self._by_id: dict[str, Issuer] = {}
        self._made = datetime.now(UTC).replace(microsecond=0)

    def add(self, item: NewCertificate, certificate: Certificate) -> CertificateEntry:
        id, serial = new_id(), _serial(certificate)
        issuer_name = linking.name_digest(certificate.issuer_der)
        subject_name = linking.name_digest(certificate.subject_der)
        own = Issuer(id, certificate.spki, certificate.spki_sha256)
        if issuer_name == subject_name and certificate_signature(certificate, certificate.spki).ok:
            issuer: Issuer | None = own
        elif item.issuer_id is not None:
            issuer = self._issuer(item.issuer_id)
        else:
            issuer = linking.signed(certificate, self._named(issuer_name))
        key_id = item.key_id or self._key_ids.get(certificate.spki_sha256)
        role = role_of(certificate).main
        title = texts.storable(certificate.subject.short)[:LONGEST_NAME]
        names = tuple(texts.storable(name.value) for name in alternative_names(certificate))
        entry = CertificateEntry(
            id, item.der, certificate.sha256, None if issuer is None else issuer.id, key_id, item.request_id, item.replaces_id, serial,
            certificate.spki_sha256, texts.storable(certificate.subject.rfc4514), title, names,
            describe_key(certificate.spki).text, role.value, role in CA_KINDS, certificate.not_before, certificate.not_after, item.origin,
            item.profile, "", self._made,
        )  # fmt: skip
        self._rows.append({
            "id": id, "sha256": entry.sha256, "sha1": hashlib.sha1(item.der, usedforsecurity=False).hexdigest(),
            "issuer_id": entry.issuer_id, "issuer_name": issuer_name, "subject_name": subject_name,
            "issuer_spki_sha256": None if issuer is None else issuer.spki_sha256, "key_id": key_id, "request_id": item.request_id,
            "replaces_id": item.replaces_id, "serial": serial, "spki_sha256": entry.spki_sha256, "subject": entry.subject,
            "common_name": entry.common_name, "names": json.dumps(names), "key_text": entry.key_text, "role": entry.role,
            "ca": int(entry.ca), "not_before": seconds(entry.not_before), "not_after": seconds(entry.not_after),
            "origin": item.origin.value, "profile": item.profile, "notes": "", "made": seconds(self._made), "der": item.der,
            "specification": "" if item.specification is None else json.dumps(specification_to_json(item.specification)),
        })  # fmt: skip
        self._texts.append((id, _searched(entry), ""))
        event = Event.ISSUED if item.origin is Origin.ISSUED else Event.IMPORTED
        self._told.append((event, id, {"subject": entry.subject, "serial": serial, "profile": item.profile}))
        if entry.ca:
            self.flush()
            linking.adopt(self._connection, own, subject_name)
            self._by_name.pop(subject_name, None)
        return entry

    def flush(self) -> None:
        """Raises WorkspaceError `workspace_serial_taken`."""
        if not self._rows:
            return
        self._refuse_taken_serials()
        self._connection.execute(insert(TABLE), self._rows)
        texts.add(self._connection, texts.CERTIFICATES, self._texts)
        log.tell_many(self._connection, self._told)
        self._rows, self._texts, self._told = [], [], []

    def _issuer(self, id: str) -> Issuer:
        if id not in self._by_id:
            above = certificate_entry(self._connection, id)
            self._by_id[id] = Issuer(id, parse_certificate(above.der).spki, above.spki_sha256)
        return self._by_id[id]

    def _named(self, digest: str) -> tuple[Issuer, ...]:
        if digest not in self._by_name:
            self._by_name[digest] = linking.issuers_named(self._connection, digest)
        return self._by_name[digest]

    def _refuse_taken_serials(self) -> None:
        """Also for those that others issued with the same CA before it came here; the index holds it among what is issued here."""
        issued: dict[object, set[object]] = {}
        for row in self._rows:
            if row["origin"] == Origin.ISSUED:
                serials = issued.setdefault(row["issuer_spki_sha256"], set())
                if row["serial"] in serials:
                    raise WorkspaceError("workspace_serial_taken", serial=str(row["serial"]))
                serials.add(row["serial"])
        for issuer, taken in issued.items():
            wanted = sorted(map(str, taken))
            for start in range(0, len(wanted), _CHUNK):
                same = (TABLE.c.issuer_spki_sha256 == issuer) & TABLE.c.serial.in_(wanted[start : start + _CHUNK])
                row_ = self._connection.execute(select(TABLE.c.serial).where(same)).first()
                if row_ is not None:
                    raise WorkspaceError("workspace_serial_taken", serial=row_.serial)


def certificate_entry(connection: Connection, id: str) -> CertificateEntry:
    """Raises WorkspaceError `workspace_no_such_object`."""
    row = connection.execute(select(*COLUMNS).where(TABLE.c.id == id)).first()
    if row is None:
        raise WorkspaceError("workspace_no_such_object", object=id)
    return entries_of(connection, [row])[0]


def serial_taken(connection: Connection, issuer: CertificateEntry, der: bytes) -> bool:
    """Whether another certificate of that CA (of its key) has the serial of `der` already."""
    serial = _serial(parse_certificate(der))
    same = (TABLE.c.issuer_spki_sha256 == issuer.spki_sha256) & (TABLE.c.serial == serial)
    return connection.execute(select(TABLE.c.id).where(same)).first() is not None


def specification_of(connection: Connection, id: str) -> Specification | None:
    """What a certificate issued here was made from; None for an imported one. Raises as `certificate_entry`, and ProfileError."""
    row = connection.execute(select(TABLE.c.specification).where(TABLE.c.id == id)).first()
    if row is None:
        raise WorkspaceError("workspace_no_such_object", object=id)
    return specification_from_json(json.loads(row.specification)) if row.specification else None


def roots(connection: Connection, limit: int | None = None, offset: int = 0) -> tuple[CertificateEntry, ...]:
    """The tops of the tree, CAs first: self-signed ones and those whose issuer is not here or put away."""
    query = select(*COLUMNS).where(is_top(), TABLE.c.deleted.is_(None)).order_by(TABLE.c.ca.desc(), TABLE.c.made, TABLE.c.id)
    return entries_of(connection, connection.execute(query.limit(limit).offset(offset)).all())


def count_roots(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(TABLE).where(is_top(), TABLE.c.deleted.is_(None))).scalar_one()


def is_top() -> ColumnElement[bool]:
    """The condition on the table: self-signed, or the issuer is not here or put away."""
    # Each of the three has its index; asked for with OR, SQLite would look at every row.
    put_away = select(TABLE.c.id).where(TABLE.c.deleted.is_not(None))
    cases = (TABLE.c.issuer_id.is_(None), TABLE.c.issuer_id == TABLE.c.id, TABLE.c.issuer_id.in_(put_away))
    return TABLE.c.id.in_(union_all(*(select(TABLE.c.id).where(case) for case in cases)))


def issued_by(connection: Connection, issuer_id: str, limit: int | None = 200, offset: int = 0) -> tuple[CertificateEntry, ...]:
    """What a CA here issued, other CAs first, then the newest."""
    query = select(*COLUMNS).where(_issued_by(issuer_id)).order_by(TABLE.c.ca.desc(), TABLE.c.made.desc(), TABLE.c.id.desc())
    return entries_of(connection, connection.execute(query.limit(limit).offset(offset)).all())


def count_issued_by(connection: Connection, issuer_id: str) -> int:
    return connection.execute(select(func.count()).select_from(TABLE).where(_issued_by(issuer_id))).scalar_one()


def authorities(connection: Connection) -> tuple[CertificateEntry, ...]:
    """The CA certificates whose private key is here: those that can issue."""
    has_key = TABLE.c.key_id.in_(select(schema.keys.c.id).where(schema.keys.c.deleted.is_(None)))
    query = select(*COLUMNS).where(TABLE.c.ca == 1, has_key, TABLE.c.deleted.is_(None)).order_by(TABLE.c.made.desc(), TABLE.c.id.desc())
    return entries_of(connection, connection.execute(query).all())


def chain(connection: Connection, id: str) -> tuple[CertificateEntry, ...]:
    """A certificate and those above it that are here, the leaf first."""
    result = [certificate_entry(connection, id)]
    while (above := result[-1].issuer_id) is not None and all(above != entry.id for entry in result):
        result.append(certificate_entry(connection, above))
    return tuple(result)


def entries_of(connection: Connection, rows: Iterable[Row[tuple[object, ...]]]) -> tuple[CertificateEntry, ...]:
    """Rows of `COLUMNS` as entries, with their tags."""
    rows = list(rows)
    tags = labels.tags_of(connection, [row.id for row in rows])
    return tuple(_entry(row, tags.get(row.id, ())) for row in rows)


def _issued_by(issuer_id: str) -> ColumnElement[bool]:
    return (TABLE.c.issuer_id == issuer_id) & (TABLE.c.id != issuer_id) & TABLE.c.deleted.is_(None)


def _known(connection: Connection, digests: Sequence[str]) -> dict[str, CertificateEntry]:
    result = {}
    for start in range(0, len(digests), _CHUNK):
        query = select(*COLUMNS).where(TABLE.c.sha256.in_(digests[start : start + _CHUNK]))
        result.update({entry.sha256: entry for entry in entries_of(connection, connection.execute(query))})
    return result


def _serial(certificate: Certificate) -> str:
    """Hex; of a monstrous one the beginning, for PostgreSQL puts no longer text into an index."""
    serial = f"{certificate.serial_number:x}"
    return serial if len(serial) <= LONGEST_SERIAL else serial[:LONGEST_SERIAL] + "…"


def _keys_of(connection: Connection, digests: Sequence[str]) -> dict[str, str]:
    """The keys here with these digests of their SubjectPublicKeyInfo: digest -> id."""
    result: dict[str, str] = {}
    for start in range(0, len(digests), _CHUNK):
        own = schema.keys.c.spki_sha256.in_(digests[start : start + _CHUNK])
        result.update(
            {row.spki_sha256: row.id for row in connection.execute(select(schema.keys.c.spki_sha256, schema.keys.c.id).where(own))}
        )
    return result


def _searched(entry: CertificateEntry) -> str:
    return texts.text_of(entry.subject, *entry.names, entry.serial, entry.key_text, f"{entry.not_after:%Y-%m-%d}")


def _entry(row: Row[tuple[object, ...]], tags: tuple[str, ...]) -> CertificateEntry:
    return CertificateEntry(
        row.id, row.der, row.sha256, row.issuer_id, row.key_id, row.request_id, row.replaces_id, row.serial, row.spki_sha256,
        row.subject, row.common_name, tuple(json.loads(row.names)), row.key_text, row.role, bool(row.ca),
        moment(row.not_before), moment(row.not_after), Origin(row.origin), row.profile, row.notes, moment(row.made),
        None if row.revoked is None else moment(row.revoked), row.revocation_reason, None if row.deleted is None else moment(row.deleted),
        tags,
    )  # fmt: skip
