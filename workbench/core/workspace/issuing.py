"""Issuing in a workspace: key, certificate, log row in one transaction. What is given back is on the disk.

What the CA's constraints would make invalid is refused before anything is made; see `core/issuance/rehearsal.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from sqlalchemy import Connection

from workbench.core.errors import Message
from workbench.core.issuance import parts
from workbench.core.issuance.build import assemble, build_request, serial_number
from workbench.core.issuance.checked import checked
from workbench.core.issuance.rehearsal import issuer_parts, place_of, reason, rehearse
from workbench.core.issuance.request_signing import examine, refusal
from workbench.core.issuance.specification import Specification
from workbench.core.workspace import certificates, keys, requests
from workbench.core.workspace.certificates import NewCertificate
from workbench.core.workspace.entries import CertificateEntry, Origin, RequestEntry
from workbench.core.workspace.errors import VaultError, WorkspaceError
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.finding import Finding
from workbench.core.x509.issuance import KeyKind, PrivateKey, PublicKey, make_key
from workbench.core.x509.request import parse_request

MOST_DRAWN = 8
"""Serial numbers drawn before giving up. Of 2^158 two are never the same but for a broken source of randomness."""


class IssuingRefused(WorkspaceError):
    """The certificate would not be valid under its CA. `findings`: why, the first one in the message; `place`: the field to look at."""

    def __init__(self, what: Message, findings: tuple[Finding, ...]) -> None:
        super().__init__("issuing_refused", reason=what)
        self.findings = findings
        self.place = place_of(findings[0])


@dataclass(frozen=True)
class Order:
    """specification   what the certificate shall say
    issuer_id       the CA's certificate in the workspace; None: signed with its own key
    key             a kind to make a new key of, or the id of a key in the workspace
    profile         id of the profile it was made from, for the record
    """

    specification: Specification
    issuer_id: str | None
    key: KeyKind | str
    profile: str = ""
    label: str = ""
    replaces_id: str | None = None


def issue(
    workspace: Workspace, order: Order, key: PrivateKey | None = None, now: datetime | None = None, anyway: bool = False
) -> CertificateEntry:
    """Make what was ordered.

    key     the new key when it was made before (`making_keys`); otherwise it is made here, off the transaction
    anyway  also what its CA's constraints make invalid: for tests of those who check

    Raises SpecificationError, IssuingRefused, VaultError `vault_locked`, WorkspaceError `workspace_issuer_has_no_key`,
    `issuing_issuer_put_away`. Then nothing was made.
    """
    now = now or datetime.now(UTC)
    checked(order.specification, now)
    with workspace.reading() as connection:
        public = order.key if isinstance(order.key, KeyKind) else keys.key_entry(connection, order.key).spki
        if key is not None:
            public = _spki(key)
        signing = signing_of(workspace, connection, order.issuer_id)
    if not anyway:
        signing.refuse(order.specification, public, now)
    if isinstance(order.key, KeyKind) and key is None:
        key = make_key(order.key)
    with workspace.writing() as connection:
        signing.still_holds(connection, anyway)
        if isinstance(order.key, KeyKind):
            assert key is not None
            entry = keys.add_key(connection, workspace.vault, key, order.label)
        else:
            entry = keys.key_entry(connection, order.key)
            key = None if signing.chain else keys.private_key(connection, workspace.vault, entry.id)
        public_key: PublicKey = load_der_public_key(entry.spki)  # type: ignore[assignment]  # only such keys come in
        return _kept(connection, lambda: signing.made(order, public_key, entry.id, now, key))


def issue_for_request(
    workspace: Workspace,
    request: bytes | str,
    specification: Specification,
    issuer_id: str,
    *,
    profile: str = "",
    replaces_id: str | None = None,
    now: datetime | None = None,
    anyway: bool = False,
) -> CertificateEntry:
    """The certificate that a request asks for, as `specification` says (see `request_signing.combined`); both are kept.

    request  DER of the CertificationRequest, or the id of one in the workspace

    Its signature is checked before anything else. Raises as `issue` does, and FileError `signing_refused`, DerError; then nothing was made.
    """
    now = now or datetime.now(UTC)
    with workspace.reading() as connection:
        der = requests.request_entry(connection, request).der if isinstance(request, str) else request
        wanted = parse_request(der)
        if (error := refusal(examine(wanted))) is not None:
            raise error
        checked(specification, now)
        signing = signing_of(workspace, connection, issuer_id)
    if not anyway:
        signing.refuse(specification, wanted.spki, now)
    with workspace.writing() as connection:
        signing.still_holds(connection, anyway)
        entry = requests.add_request(connection, der)
        public: PublicKey = load_der_public_key(wanted.spki)  # type: ignore[assignment]  # as examined
        order = Order(specification, issuer_id, "", profile, replaces_id=replaces_id)
        return _kept(connection, lambda: replace(signing.made(order, public, entry.key_id, now), request_id=entry.id))


def request(
    workspace: Workspace, specification: Specification, key: KeyKind | str, label: str = "", made: PrivateKey | None = None
) -> RequestEntry:
    """A certification request for somebody else's CA, with its key, both kept.

    key    a kind to make a new key of, or the id of a key in the workspace; `made`: the new key when it was made before

    Raises SpecificationError, VaultError `vault_locked`, WorkspaceError.
    """
    checked(specification, datetime.now(UTC), request=True)
    _unlocked(workspace)
    if isinstance(key, KeyKind) and made is None:
        made = make_key(key)
    with workspace.writing() as connection:
        if isinstance(key, KeyKind):
            assert made is not None
            key_id = keys.add_key(connection, workspace.vault, made, label).id
        else:
            key_id, made = key, keys.private_key(connection, workspace.vault, key)
        der = build_request(specification, made)
        return requests.add_request(connection, der, Origin.ISSUED, key_id=key_id, specification=specification)


@dataclass(frozen=True)
class Signing:
    """Who signs, opened once for however many.

    chain    the CA's certificate and those above it; () for certificates that sign themselves
    revoked  SHA-256 (hex) of those of them that are revoked
    name, identifier, key   what the signing takes of the first one
    """

    chain: tuple[CertificateEntry, ...]
    revoked: frozenset[str] = frozenset()
    name: x509.Name | None = None
    identifier: x509.AuthorityKeyIdentifier | None = None
    key: PrivateKey | None = field(default=None, repr=False)

    @property
    def issuer_id(self) -> str | None:
        return self.chain[0].id if self.chain else None

    def refuse(self, specification: Specification, key: KeyKind | bytes, now: datetime) -> None:
        """Raises IssuingRefused for what would not be valid, SpecificationError for what cannot be written."""
        rehearsal = rehearse(specification, key, [entry.der for entry in self.chain], now, revoked=self.revoked)
        if rehearsal.refusals:
            raise IssuingRefused(reason(rehearsal, rehearsal.refusals[0]), rehearsal.refusals)

    def still_holds(self, connection: Connection, anyway: bool = False) -> None:
        """Ask again inside the transaction: another program may have revoked or put away the CA meanwhile. Raises WorkspaceError."""
        if self.chain:
            entry = certificates.certificate_entry(connection, self.chain[0].id)
            if entry.deleted is not None:
                raise WorkspaceError("issuing_issuer_put_away", issuer=entry.title)
            if entry.revoked is not None and not anyway:
                why = Message("rehearsal_above", {"name": entry.title, "reason": Message("rehearsal_revoked")})
                raise WorkspaceError("issuing_refused", reason=why)

    def made(self, order: Order, public: PublicKey, key_id: str | None, now: datetime, own: PrivateKey | None = None) -> NewCertificate:
        """The certificate, with another serial number each time. `own`: the private half of `public`, for one that signs itself."""
        if self.chain:
            assert self.name is not None and self.identifier is not None and self.key is not None
            name, identifier, signer = self.name, self.identifier, self.key
        else:
            assert own is not None
            name, signer = parts.name(order.specification.subject), own
            identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(own.public_key())
        der = assemble(order.specification, public, name, identifier, signer, now, serial_number())
        return NewCertificate(der, Origin.ISSUED, self.issuer_id, key_id, None, order.replaces_id, order.profile, order.specification)


def signing_of(workspace: Workspace, connection: Connection, issuer_id: str | None) -> Signing:
    """Raises VaultError, WorkspaceError: see `issue`."""
    _unlocked(workspace)
    if issuer_id is None:
        return Signing(())
    chain = certificates.chain(connection, issuer_id)
    issuer = chain[0]
    if issuer.deleted is not None:
        raise WorkspaceError("issuing_issuer_put_away", issuer=issuer.title)
    if issuer.key_id is None:
        raise WorkspaceError("workspace_issuer_has_no_key", issuer=issuer.title)
    key = keys.private_key(connection, workspace.vault, issuer.key_id)
    name, identifier = issuer_parts(issuer.der)
    revoked = frozenset(entry.sha256 for entry in chain if entry.revoked is not None)
    return Signing(chain, revoked, name, identifier, key)


def _kept(connection: Connection, make: Callable[[], NewCertificate]) -> CertificateEntry:
    """Keep what `make` makes; made again while its serial number is taken."""
    for drawn in range(MOST_DRAWN):
        try:
            return certificates.add_many(connection, [make()])[0]
        except WorkspaceError as error:
            if error.message.id != "workspace_serial_taken" or drawn + 1 == MOST_DRAWN:
                raise
    raise AssertionError("unreachable")


def _spki(key: PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _unlocked(workspace: Workspace) -> None:
    """Said before a key is made in vain."""
    if workspace.vault.locked:
        raise VaultError("vault_locked")
