"""OCSP for the certificates of a workspace: a response as a file, and the answer to any question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, literal_column, select

from workbench.core.issuance.ocsp import UNKNOWN, Known, Reply, Replying, reply
from workbench.core.workspace import log, schema
from workbench.core.workspace.certificates import certificate_entry
from workbench.core.workspace.entries import CertificateEntry, Event
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.signers import authority, same_authority
from workbench.core.workspace.workspace import Workspace, moment, seconds
from workbench.core.x509 import decoded
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.extensions.extended_key_usage import ExtendedKeyUsage
from workbench.core.x509.issuance import Authority, Revocation
from workbench.core.x509.issuance_ocsp import SHA1, Answer, cert_id, ocsp_response_of
from workbench.core.x509.ocsp import CertId, CertStatus
from workbench.core.x509.ocsp_use import OCSP_SIGNING
from workbench.core.x509.role import RoleKind

TABLE = schema.certificates
# Written out, not as parameters: SQLite looks then into the indexes that are only about these rows.
_OF_CAS = TABLE.c.ca == literal_column("1")
_OF_RESPONDERS = TABLE.c.role == literal_column(f"'{RoleKind.OCSP_SIGNING.value}'")


def ocsp_response(
    workspace: Workspace,
    certificate_id: str,
    this_update: datetime,
    next_update: datetime,
    hash_algorithm: str = SHA1,
    responder_id: str | None = None,
) -> bytes:
    """The DER OCSPResponse about one certificate here, to be stapled or kept; it has no nonce.

    hash_algorithm  of the CertID: SHA-1, which every client understands (RFC 5019 2.1.1), or another of `ocsp.HASH_NAMES`
    responder_id    the responder's certificate that signs; None takes the CA's newest one that is here with its key, else the CA itself

    Raises WorkspaceError `ocsp_self_signed`, `ocsp_issuer_missing`, `ocsp_not_a_responder`, `ocsp_times`,
    `workspace_issuer_has_no_key`, VaultError.
    """
    if next_update < this_update:
        raise WorkspaceError("ocsp_times")
    with workspace.writing() as connection:
        entry = certificate_entry(connection, certificate_id)
        if entry.issuer_id == entry.id:
            raise WorkspaceError("ocsp_self_signed", certificate=entry.title)
        if entry.issuer_id is None:
            raise WorkspaceError("ocsp_issuer_missing", certificate=entry.title)
        issuer = certificate_entry(connection, entry.issuer_id)
        ids = same_authority(connection, issuer.id)
        if responder_id is None:
            signer, sent = _signer(connection, workspace, ids, issuer.id, this_update)
        else:
            if responder_id not in {row.id for row in _responders(connection, ids, this_update)}:
                raise WorkspaceError("ocsp_not_a_responder", issuer=issuer.title)
            signer = authority(connection, workspace.vault, responder_id)
            sent = (signer.certificate,)
        asked = cert_id(parse_certificate(entry.der), parse_certificate(issuer.der), hash_algorithm)
        known = _known(entry.revoked, entry.revocation_reason)
        response = ocsp_response_of(
            [Answer(asked, known.status, this_update, next_update, known.revocation)], signer, this_update, None, sent
        )
        log.tell(connection, Event.ANSWERED_OCSP, entry.id, subject=entry.subject, serial=entry.serial, status=known.status.value)
        return response


def answer(workspace: Workspace, request: bytes, this_update: datetime, next_update: datetime) -> Reply:
    """The answer to a question (DER), from what the workspace says now; nothing is written, so that nobody who asks can fill the log.

    Signed for the CA of the first certificate asked that one of the CAs here issued; what other CAs issued is `unknown` in it. A serial
    that the CA never gave out is `unknown` too. When no CA that is asked about is here with a key to sign, nobody may answer: unauthorized.

    Raises VaultError `vault_locked`, WorkspaceError; not for what stands in the question.
    """
    with workspace.reading() as connection:

        def look_up(asked: Sequence[CertId]) -> Replying | None:
            return _look_up(connection, workspace, asked, this_update)

        return reply(request, look_up, this_update, next_update)


def _look_up(connection: Connection, workspace: Workspace, asked: Sequence[CertId], now: datetime) -> Replying | None:
    issuers = _issuers(connection, asked)
    first = next((issuer for issuer in issuers if issuer is not None), None)
    if first is None:
        return None
    ids = same_authority(connection, first.id)
    try:
        signer, sent = _signer(connection, workspace, ids, first.id, now)
    except WorkspaceError as error:
        if error.message.id == "workspace_issuer_has_no_key":
            return None
        raise
    serials = {single.serial for single, issuer in zip(asked, issuers, strict=True) if issuer is not None and issuer.id in ids}
    query = select(TABLE.c.serial, TABLE.c.revoked, TABLE.c.revocation_reason).where(
        TABLE.c.issuer_id.in_(ids), TABLE.c.serial.in_(serials)
    )
    found = {
        row.serial: _known(None if row.revoked is None else moment(row.revoked), row.revocation_reason) for row in connection.execute(query)
    }
    known = tuple(
        found.get(single.serial, UNKNOWN) if issuer is not None and issuer.id in ids else UNKNOWN
        for single, issuer in zip(asked, issuers, strict=True)
    )
    return Replying(signer, known, sent)


def _issuers(connection: Connection, asked: Sequence[CertId]) -> list[CertificateEntry | None]:
    """For each CertID the CA here that its hashes mean, one with its key where there is such a one."""
    authorities = connection.execute(
        select(TABLE.c.id, TABLE.c.der)
        .where(_OF_CAS, TABLE.c.deleted.is_(None))
        .order_by(TABLE.c.key_id.is_(None), TABLE.c.made.desc(), TABLE.c.id.desc())
    ).all()
    parsed = [(str(row.id), parse_certificate(row.der)) for row in authorities]
    result: list[CertificateEntry | None] = []
    named: dict[tuple[str, bytes, bytes], CertificateEntry | None] = {}
    for single in asked:
        key = (single.hash_algorithm, single.issuer_name_hash, single.issuer_key_hash)
        if key not in named:
            id = next((id for id, issuer in parsed if single.names_issuer(issuer.subject_der, issuer.spki)), None)
            named[key] = None if id is None else certificate_entry(connection, id)
        result.append(named[key])
    return result


def _signer(
    connection: Connection, workspace: Workspace, ids: Sequence[str], issuer_id: str, now: datetime
) -> tuple[Authority, tuple[bytes, ...]]:
    """Who signs for that CA, and which certificates go along: the newest responder, else the CA itself."""
    for row in _responders(connection, ids, now):
        responder = authority(connection, workspace.vault, row.id)
        return responder, (responder.certificate,)
    return authority(connection, workspace.vault, issuer_id), ()


def _responders(connection: Connection, ids: Sequence[str], now: datetime) -> list[CertificateEntry]:
    """The responders that the CA authorised (RFC 6960 4.2.2.2), in date, not revoked, with their keys here; the newest first."""
    query = select(TABLE.c.id).where(
        TABLE.c.issuer_id.in_(ids),
        _OF_RESPONDERS,
        TABLE.c.key_id.is_not(None),
        TABLE.c.revoked.is_(None),
        TABLE.c.deleted.is_(None),
        TABLE.c.not_before <= seconds(now),
        TABLE.c.not_after >= seconds(now),
    )
    entries = [
        certificate_entry(connection, str(row.id))
        for row in connection.execute(query.order_by(TABLE.c.not_before.desc(), TABLE.c.id.desc()))
    ]
    return [entry for entry in entries if _may_answer(entry.der)]


def _may_answer(der: bytes) -> bool:
    purposes = decoded.extension(parse_certificate(der), ExtendedKeyUsage)
    return purposes is not None and OCSP_SIGNING in purposes.oids


def _known(revoked: datetime | None, reason: int | None) -> Known:
    if revoked is None:
        return Known(CertStatus.GOOD)
    # "unspecified" is better left out, as in CRLs (RFC 5280 5.3.1).
    return Known(CertStatus.REVOKED, Revocation(revoked, reason or None))
