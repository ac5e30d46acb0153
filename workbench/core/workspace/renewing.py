"""Renewing and reissuing: the order for a certificate like one that is here, which it replaces."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from workbench.core.issuance.build import BACKDATED
from workbench.core.issuance.from_certificate import specification_of
from workbench.core.issuance.specification import Specification, Validity
from workbench.core.workspace import schema
from workbench.core.workspace.certificates import certificate_entry
from workbench.core.workspace.certificates import specification_of as stored_specification
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.issuing import Order, issue, issue_for_request
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.issuance import KeyKind, PrivateKey

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_SUBJECT_KEY_IDENTIFIER = "2.5.29.14"


def renewal(
    connection: Connection,
    certificate_id: str,
    key: KeyKind | None = None,
    specification: Specification | None = None,
    now: datetime | None = None,
) -> Order:
    """The order for the next certificate like this one, to be given to `issuing.issue`; it replaces this one.

    key            a kind to make a new key of; None keeps the key
    specification  other wishes, for a reissue; None takes what it was made from, or what it says, with a new validity of the same length

    The issuer is the newest certificate of its CA: one that was renewed meanwhile stands in for the old one. A CA that is renewed with the
    same key keeps its subjectKeyIdentifier, so that what it issued verifies under the new certificate too. A self-signed certificate
    renewed with a new key is a new root: what the old one issued needs the old one.

    Raises WorkspaceError `workspace_no_such_object`, `renew_issuer_missing`, `renew_key_missing` when the key shall stay but is not here.
    """
    entry = certificate_entry(connection, certificate_id)
    if entry.issuer_id is None:
        raise WorkspaceError("renew_issuer_missing", certificate=entry.title)
    if key is None and entry.key_id is None:
        raise WorkspaceError("renew_key_missing", certificate=entry.title)
    wish = specification or renewed_specification(connection, certificate_id, key is None, now)
    issuer_id = None if entry.issuer_id == entry.id else newest_of(connection, entry.issuer_id)
    return Order(wish, issuer_id, key or entry.key_id or "", entry.profile, entry.title, entry.id)


def renew(
    workspace: Workspace,
    certificate_id: str,
    key: KeyKind | None = None,
    specification: Specification | None = None,
    *,
    made: PrivateKey | None = None,
    now: datetime | None = None,
) -> CertificateEntry:
    """Issue the next certificate like this one. What was issued for a request, its key being elsewhere, is issued for that request again.

    key, specification   as for `renewal`; `made`: the new key when it was made before

    Raises as `renewal` and `issuing.issue` do; then nothing was made.
    """
    with workspace.reading() as connection:
        entry = certificate_entry(connection, certificate_id)
        again = entry.request_id if key is None and entry.key_id is None and entry.issuer_id is not None else None
        if again is None:
            order = renewal(connection, certificate_id, key, specification, now)
        else:
            assert entry.issuer_id is not None
            wish = specification or renewed_specification(connection, certificate_id, now=now)
            issuer_id = newest_of(connection, entry.issuer_id)
    if again is None:
        return issue(workspace, order, made, now)
    return issue_for_request(workspace, again, wish, issuer_id, profile=entry.profile, replaces_id=entry.id, now=now)


def renewed_specification(connection: Connection, certificate_id: str, same_key: bool = True, now: datetime | None = None) -> Specification:
    """What the next certificate like this one says: what it was made from, for imported ones what it says, valid from now for as long.

    Raises WorkspaceError `workspace_no_such_object`.
    """
    entry = certificate_entry(connection, certificate_id)
    stored = stored_specification(connection, certificate_id)
    wish = specification_of(entry.der, same_key) if stored is None else stored
    if not same_key:
        kept = tuple(raw for raw in wish.raw if raw.oid != _SUBJECT_KEY_IDENTIFIER)  # it named the old key
        wish = replace(wish, raw=kept, subject_key_identifier=wish.subject_key_identifier or kept != wish.raw)
    elif entry.issuer_id == entry.id and any(raw.oid == _SUBJECT_KEY_IDENTIFIER for raw in wish.raw):
        # Its own identifier was made another way than ours. RFC 5280 4.2.1.1 lets a self-signed certificate go without the issuer's.
        wish = replace(wish, authority_key_identifier=False)
    return replace(wish, validity=_as_long(entry, now or datetime.now(UTC)))


def newest_of(connection: Connection, issuer_id: str) -> str:
    """The CA's certificate that replaced this one last and can issue: with its key here, not revoked, not put away; or this one."""
    found, seen = issuer_id, {issuer_id}
    table = schema.certificates
    while True:
        query = select(table.c.id).where(
            table.c.replaces_id == found,
            table.c.ca == 1,
            table.c.key_id.is_not(None),
            table.c.revoked.is_(None),
            table.c.deleted.is_(None),
        )
        row = connection.execute(query.order_by(table.c.made.desc(), table.c.id.desc()).limit(1)).first()
        if row is None or row.id in seen:
            return found
        found = str(row.id)
        seen.add(found)


def _as_long(entry: CertificateEntry, now: datetime) -> Validity:
    """From now for as long as that certificate. Many CAs write an end that is one second after the last day: that is as many days."""
    whole = entry.not_after - entry.not_before + _SECOND  # notAfter is inclusive (RFC 5280 4.1.2.5)
    days, rest = divmod(whole, _DAY)
    if days and rest <= _SECOND:
        return Validity(days=days)
    return Validity(not_after=(now - BACKDATED).replace(microsecond=0) + whole - _SECOND)
