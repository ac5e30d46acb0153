"""Issuing many at once: the CA is opened once, and many certificates share a transaction, so that not each waits for the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.serialization import load_der_public_key
from sqlalchemy import Connection

from workbench.core.errors import WorkbenchError
from workbench.core.issuance.checked import checked
from workbench.core.issuance.making_keys import make_key_cancellably
from workbench.core.issuance.specification import Specification
from workbench.core.workspace import certificates, keys
from workbench.core.workspace.certificates import NewCertificate
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.issuing import MOST_DRAWN, Order, Signing, signing_of
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509 import decoded
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.extensions.name_constraints import NameConstraints
from workbench.core.x509.issuance import KeyKind, PrivateKey, PublicKey

CHUNK = 200
"""Certificates in one transaction."""

Outcome = CertificateEntry | WorkbenchError
"""What became of an order: its certificate, which is on the disk, or why it was not made."""


def issue_many(
    workspace: Workspace,
    orders: Sequence[Order],
    progress: Callable[[int, int], None] | None = None,
    check: Callable[[], None] | None = None,
    told: Callable[[int, Outcome], None] | None = None,
    now: datetime | None = None,
) -> tuple[Outcome, ...]:
    """What became of each order, in their order. One that cannot be issued does not hold up the others.

    progress  called with (done, all); check  called often, stops the work by raising: what was told stays, nothing else was made
    told      called with the position of an order and its outcome, once that is on the disk or refused

    Raises VaultError `vault_locked` and WorkspaceError for what concerns all: the database is lost. What was told stays then, too.
    """
    now = now or datetime.now(UTC)
    batch = _Batch(workspace, now, check or (lambda: None))
    outcomes: list[Outcome] = []
    for start in range(0, len(orders), CHUNK):
        chunk = orders[start : start + CHUNK]
        finished = batch.issue(chunk)
        for number, outcome in enumerate(finished, start):
            if told is not None:
                told(number, outcome)
        outcomes += finished
        if progress is not None:
            progress(len(outcomes), len(orders))
    return tuple(outcomes)


class _Batch:
    def __init__(self, workspace: Workspace, now: datetime, check: Callable[[], None]) -> None:
        self._workspace = workspace
        self._now = now
        self._check = check
        self._signings: dict[str | None, Signing | WorkbenchError] = {}
        self._constrained: dict[str | None, bool] = {}
        self._allowed: set[tuple[str | None, KeyKind, Specification]] = set()

    def issue(self, orders: Sequence[Order]) -> list[Outcome]:
        outcomes: dict[int, Outcome] = {}
        ready: list[tuple[int, Order, PrivateKey | None]] = []
        for number, order in enumerate(orders):
            self._check()
            try:
                self._refuse(order)
            except WorkbenchError as error:
                if error.message.id == "vault_locked":
                    raise
                outcomes[number] = error
                continue
            key = make_key_cancellably(order.key, self._check) if isinstance(order.key, KeyKind) else None
            ready.append((number, order, key))
        if ready:
            with self._workspace.writing() as connection:
                outcomes.update(self._written(connection, ready))
        return [outcomes[number] for number in range(len(orders))]

    def _written(self, connection: Connection, ready: Sequence[tuple[int, Order, PrivateKey | None]]) -> dict[int, Outcome]:
        failed: dict[int, Outcome] = {}
        for issuer_id in dict.fromkeys(order.issuer_id for _, order, _ in ready):
            try:
                self._signing(issuer_id).still_holds(connection)
            except WorkspaceError as error:
                failed.update({number: error for number, order, _ in ready if order.issuer_id == issuer_id})
        left = [item for item in ready if item[0] not in failed]
        new = [(key, order.label) for _, order, key in left if key is not None]
        entries = iter(keys.add_many(connection, self._workspace.vault, new))
        made: list[Callable[[], NewCertificate]] = []
        for _, order, key in left:
            made.append(self._maker(connection, order, key, next(entries).id if key is not None else None))
        kept = _kept(connection, made)
        return failed | {number: entry for (number, _, _), entry in zip(left, kept, strict=True)}

    def _maker(self, connection: Connection, order: Order, key: PrivateKey | None, key_id: str | None) -> Callable[[], NewCertificate]:
        signing = self._signing(order.issuer_id)
        if key is not None:
            own, id, public = key, key_id, key.public_key()
            return lambda: signing.made(order, public, id, self._now, own)
        assert not isinstance(order.key, KeyKind)
        entry = keys.key_entry(connection, order.key)
        private = None if signing.chain else keys.private_key(connection, self._workspace.vault, entry.id)
        loaded: PublicKey = load_der_public_key(entry.spki)  # type: ignore[assignment]  # only such keys come in
        return lambda: signing.made(order, loaded, entry.id, self._now, private)

    def _signing(self, issuer_id: str | None) -> Signing:
        if issuer_id not in self._signings:
            try:
                with self._workspace.reading() as connection:
                    self._signings[issuer_id] = signing_of(self._workspace, connection, issuer_id)
            except WorkbenchError as error:
                self._signings[issuer_id] = error
        found = self._signings[issuer_id]
        if isinstance(found, WorkbenchError):
            raise found
        return found

    def _refuse(self, order: Order) -> None:
        """As `issuing.issue` does. Where nobody above constrains names, two orders that differ in nothing but names share one answer."""
        signing = self._signing(order.issuer_id)
        checked(order.specification, self._now)
        if not isinstance(order.key, KeyKind):
            with self._workspace.reading() as connection:
                signing.refuse(order.specification, keys.key_entry(connection, order.key).spki, self._now)
            return
        basic = order.specification.basic_constraints
        if (basic is not None and basic.ca) or self._names_matter(signing):
            signing.refuse(order.specification, order.key, self._now)
            return
        # Without name and names it would be another kind of certificate: what is left out is only not compared.
        alike = (order.issuer_id, order.key, replace(order.specification, subject=(), names=()))
        if alike not in self._allowed:
            signing.refuse(order.specification, order.key, self._now)
            self._allowed.add(alike)

    def _names_matter(self, signing: Signing) -> bool:
        id = signing.issuer_id
        if id not in self._constrained:
            above = (parse_certificate(entry.der) for entry in signing.chain)
            self._constrained[id] = any(decoded.extension(certificate, NameConstraints) is not None for certificate in above)
        return self._constrained[id]


def _kept(connection: Connection, made: Sequence[Callable[[], NewCertificate]]) -> tuple[CertificateEntry, ...]:
    """All of them; all are made again, with other serial numbers, when one of these is taken."""
    for drawn in range(MOST_DRAWN):
        try:
            return certificates.add_many(connection, [make() for make in made])
        except WorkspaceError as error:
            if error.message.id != "workspace_serial_taken" or drawn + 1 == MOST_DRAWN:
                raise
    raise AssertionError("unreachable")
