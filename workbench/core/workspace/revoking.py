"""Revoking certificates of a workspace, lifting holds, and the CRLs that tell of it (RFC 5280 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Row, func, select, update

from workbench.core.issuance.crl import CrlContent, CrlRow, build_crl
from workbench.core.workspace import crls, log, schema
from workbench.core.workspace.certificates import certificate_entry
from workbench.core.workspace.entries import CertificateEntry, CrlEntry, Event, Origin
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.signers import authority, same_authority
from workbench.core.workspace.workspace import Workspace, moment, seconds
from workbench.core.x509 import decoded
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.crl import REASON_NAMES, CertificateList, Reason, parse_crl
from workbench.core.x509.crl_scope import scope_of
from workbench.core.x509.extensions.key_usage import CRL_SIGN, KeyUsage
from workbench.core.x509.general_name import GeneralNameKind

REASONS = tuple(reason for reason in Reason if reason not in (Reason.REMOVE_FROM_CRL, Reason.AA_COMPROMISE))
"""For which a public-key certificate can be revoked: 8 stands in deltas only, 10 is about attribute authorities."""
SKEW = timedelta(minutes=5)
"""By which the clocks of two computers may differ."""
MAXIMUM_DAYS = 3650


def revoke(
    workspace: Workspace, certificate_id: str, reason: int = Reason.UNSPECIFIED, time: datetime | None = None, now: datetime | None = None
) -> CertificateEntry:
    """Revoke a certificate, since `time` (None: now). A hold becomes final by another reason, and counts from its beginning then (X.509
    8.5.2.2). It is known to others with the next CRL, and to OCSP at once. What is put away can be revoked too: it is still out there.

    Raises WorkspaceError `revoke_reason`, `revoke_self_signed`, `revoke_issuer_missing`, `revoke_already`, `revoke_in_the_future`.
    """
    if reason not in REASONS:
        raise WorkspaceError("revoke_reason", reason=REASON_NAMES.get(reason, str(reason)))
    now = now or datetime.now(UTC)
    since = (time or now).astimezone(UTC).replace(microsecond=0)
    if since > now:
        raise WorkspaceError("revoke_in_the_future", time=since)
    with workspace.writing() as connection:
        entry = certificate_entry(connection, certificate_id)
        if entry.issuer_id == entry.id:
            raise WorkspaceError("revoke_self_signed", certificate=entry.title)
        if entry.issuer_id is None:
            raise WorkspaceError("revoke_issuer_missing", certificate=entry.title)
        if entry.revoked is not None:
            if entry.revocation_reason != Reason.CERTIFICATE_HOLD or reason == Reason.CERTIFICATE_HOLD:
                known = REASON_NAMES.get(entry.revocation_reason or 0, str(entry.revocation_reason))
                raise WorkspaceError("revoke_already", certificate=entry.title, time=entry.revoked, reason=known)
            since = min(since, entry.revoked)
        _set(connection, entry.id, since, reason)
        log.tell(
            connection, Event.REVOKED, entry.id,
            subject=entry.subject, serial=entry.serial, reason=REASON_NAMES[reason], time=f"{since:%Y-%m-%dT%H:%M:%SZ}",
        )  # fmt: skip
        return certificate_entry(connection, entry.id)


def lift_hold(workspace: Workspace, certificate_id: str) -> CertificateEntry:
    """Take back a certificateHold: the only revocation that is not for ever.

    Raises WorkspaceError `hold_not_revoked`, `hold_final`.
    """
    with workspace.writing() as connection:
        entry = certificate_entry(connection, certificate_id)
        if entry.revoked is None:
            raise WorkspaceError("hold_not_revoked", certificate=entry.title)
        if entry.revocation_reason != Reason.CERTIFICATE_HOLD:
            known = REASON_NAMES.get(entry.revocation_reason or 0, str(entry.revocation_reason))
            raise WorkspaceError("hold_final", certificate=entry.title, reason=known)
        _set(connection, entry.id, None, None)
        log.tell(connection, Event.HOLD_LIFTED, entry.id, subject=entry.subject, serial=entry.serial)
        return certificate_entry(connection, entry.id)


def make_crl(
    workspace: Workspace,
    issuer_id: str,
    days: int,
    delta: bool = False,
    *,
    distribution_points: Sequence[str] = (),
    delta_urls: Sequence[str] = (),
    now: datetime | None = None,
) -> CrlEntry:
    """Sign and keep the next CRL of a CA, due to be followed within `days`.

    A complete one lists all that is revoked, of all certificates of this CA (name and key). An expired certificate stays until one complete
    CRL issued after its end has listed it (RFC 5280 3.3), and is left out then. A delta lists what changed since the newest complete one;
    holds lifted since then stand in it as removeFromCRL, whether that one knew them or a delta in between did (5.2.4).

    distribution_points   URIs for the issuingDistributionPoint: it is about certificates that name one of them. A delta has its base's.
    delta_urls            where its deltas will lie, for a complete one

    Numbers are one ascending row for complete ones and deltas, also while other programs make CRLs.

    Raises WorkspaceError `crl_days`, `crl_clock_is_behind` (the CRL before is from later), `crl_without_base`, `crl_issuer_is_no_ca`,
    `crl_issuer_may_not_sign`, `crl_address`, `workspace_issuer_has_no_key`, VaultError.
    """
    if not 1 <= days <= MAXIMUM_DAYS:
        raise WorkspaceError("crl_days", days=days, most=MAXIMUM_DAYS)
    for address in (*distribution_points, *delta_urls):
        if not address.isascii() or ":" not in address or not address.isprintable() or " " in address:
            raise WorkspaceError("crl_address", address=address)
    with workspace.writing() as connection:
        made = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)  # when it is this program's turn
        issuer = certificate_entry(connection, issuer_id)
        _check_signer(issuer)
        signer = authority(connection, workspace.vault, issuer_id)
        ids = same_authority(connection, issuer_id)
        base = _newest_complete(connection, ids)
        if base is not None and made < moment(base.this_update):
            if made < moment(base.this_update) - SKEW:
                raise WorkspaceError("crl_clock_is_behind", time=moment(base.this_update))
            made = moment(base.this_update)
        rows = _listed(connection, ids, base)
        base_number: int | None = None
        if delta:
            if base is None:
                raise WorkspaceError("crl_without_base", issuer=issuer.title)
            complete = parse_crl(base.der)
            base_number, points, delta_urls = base.number, _points_of(complete), ()
            rows = _changes(connection, ids, complete, _told_as(connection, base.id), rows, made)
        else:
            points = tuple(distribution_points)
        number = crls.next_number(connection, issuer_id)
        until = made + timedelta(days=days)
        content = CrlContent(number, made, until, tuple(rows.values()), base_number, points, tuple(delta_urls))
        entry = crls.add_crl(connection, issuer_id, build_crl(signer, content))
        log.tell(
            connection, Event.MADE_CRL, entry.id,
            issuer=issuer.title, number=str(number), entries=str(len(rows)), base="" if base_number is None else str(base_number),
        )  # fmt: skip
        return entry


def current_crl(connection: Connection, issuer_id: str, delta: bool = False) -> CrlEntry | None:
    """The CRL of this CA with the highest number: the newest complete one, or the newest delta if it continues that one; None: none.

    Raises WorkspaceError `workspace_no_such_object`.
    """
    ids = same_authority(connection, issuer_id)
    base = _newest_complete(connection, ids)
    if base is None or not delta:
        return None if base is None else crls.crl_entry(connection, base.id)
    table = schema.crls
    query = select(table.c.id).where(table.c.issuer_id.in_(ids), table.c.base_number == base.number, table.c.deleted.is_(None))
    newest = connection.execute(query.order_by(table.c.number.desc()).limit(1)).first()
    return None if newest is None else crls.crl_entry(connection, newest.id)


def _check_signer(issuer: CertificateEntry) -> None:
    if not issuer.ca:
        raise WorkspaceError("crl_issuer_is_no_ca", certificate=issuer.title)
    usage = decoded.extension(parse_certificate(issuer.der), KeyUsage)
    if usage is not None and CRL_SIGN not in usage.bits:
        raise WorkspaceError("crl_issuer_may_not_sign", issuer=issuer.title)


def _newest_complete(connection: Connection, ids: Sequence[str]) -> Row[tuple[object, ...]] | None:
    table = schema.crls
    query = select(table).where(
        table.c.issuer_id.in_(ids), table.c.base_number.is_(None), table.c.number.is_not(None), table.c.deleted.is_(None)
    )
    return connection.execute(query.order_by(table.c.number.desc()).limit(1)).first()


def _listed(connection: Connection, ids: Sequence[str], base: Row[tuple[object, ...]] | None) -> dict[int, CrlRow]:
    """What is revoked, by serial number, less what expired and was told once after that."""
    table = schema.certificates
    query = select(table.c.id, table.c.serial, table.c.revoked, table.c.revocation_reason, table.c.not_after)
    query = query.where(table.c.issuer_id.in_(ids), table.c.revoked.is_not(None)).order_by(table.c.revoked, table.c.serial)
    rows = connection.execute(query).all()
    told: set[str] = set()
    if base is not None and base.origin == Origin.ISSUED.value:
        # Revoked before the newest complete CRL, which was issued after its end: that one listed it, or an older one of its kind did.
        since = _told_as(connection, base.id)
        over = [str(row.id) for row in rows if row.not_after < base.this_update]
        told = {id for id in over if 0 < _told_as(connection, id, Event.REVOKED) < since}
    return {
        int(row.serial, 16): CrlRow(int(row.serial, 16), moment(row.revoked), row.revocation_reason) for row in rows if row.id not in told
    }


def _told_as(connection: Connection, id: str, event: Event | None = None) -> int:
    """The number in the log of what was first told of an object, or of the last such event: the order in which things were written down.
    0: nothing was told."""
    table = schema.log
    own = table.c.object_id == id
    query = select(func.min(table.c.number)).where(own)
    if event is not None:
        query = select(func.max(table.c.number)).where(own, table.c.event == event.value)
    return int(connection.execute(query).scalar_one() or 0)


def _changes(
    connection: Connection, ids: Sequence[str], base: CertificateList, base_told: int, listed: Mapping[int, CrlRow], now: datetime
) -> dict[int, CrlRow]:
    """The rows of a delta: what the base does not say, or says otherwise, and holds that are over."""
    before = {entry.serial_number: (entry.revocation_date, entry.reason or 0) for entry in base.revoked}
    rows = {serial: row for serial, row in listed.items() if before.get(serial) != (row.time, row.reason or 0)}
    for serial, (_, reason) in before.items():
        if reason == Reason.CERTIFICATE_HOLD and serial not in listed:
            rows[serial] = CrlRow(serial, now, Reason.REMOVE_FROM_CRL)
    table = schema.certificates
    lifted = (
        select(table.c.serial, func.max(schema.log.c.time).label("time"))
        .join(schema.log, schema.log.c.object_id == table.c.id)
        .where(table.c.issuer_id.in_(ids), table.c.revoked.is_(None), schema.log.c.event == Event.HOLD_LIFTED.value)
        .where(schema.log.c.number > base_told)
        .group_by(table.c.serial)
        .order_by(table.c.serial)
    )
    for row in connection.execute(lifted):
        serial = int(row.serial, 16)
        rows[serial] = CrlRow(serial, min(moment(row.time), now), Reason.REMOVE_FROM_CRL)
    return rows


def _points_of(crl: CertificateList) -> tuple[str, ...]:
    """The URIs of a CRL's issuingDistributionPoint."""
    scope = scope_of(crl)
    names = () if scope is None else scope.full_name
    return tuple(str(name.value) for name in names if name.kind is GeneralNameKind.URI)


def _set(connection: Connection, id: str, revoked: datetime | None, reason: int | None) -> None:
    values = {"revoked": None if revoked is None else seconds(revoked), "revocation_reason": reason}
    connection.execute(update(schema.certificates).where(schema.certificates.c.id == id).values(values))
