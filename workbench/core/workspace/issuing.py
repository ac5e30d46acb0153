"""Issuing in a workspace: key, certificate, log row in one transaction. What is given back is on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.serialization import load_der_public_key

from workbench.core.issuance.build import build_certificate, build_self_signed
from workbench.core.issuance.specification import Specification
from workbench.core.workspace import certificates, keys
from workbench.core.workspace.entries import CertificateEntry, Origin
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.issuance import Authority, KeyKind, PrivateKey, make_key


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


def issue(workspace: Workspace, order: Order, key: PrivateKey | None = None, now: datetime | None = None) -> CertificateEntry:
    """Make what was ordered. `key`: the new key when it was made before, off the transaction.

    Raises SpecificationError, VaultError `vault_locked`, WorkspaceError `workspace_issuer_has_no_key`.
    """
    now = now or datetime.now(UTC)
    if isinstance(order.key, KeyKind) and key is None:
        key = make_key(order.key)
    with workspace.writing() as connection:
        if isinstance(order.key, KeyKind):
            assert key is not None
            entry = keys.add_key(connection, workspace.vault, key, order.label)
        else:
            entry = keys.key_entry(connection, order.key)
        if order.issuer_id is None:
            der = build_self_signed(order.specification, keys.private_key(connection, workspace.vault, entry.id), now)
        else:
            issuer = certificates.certificate_entry(connection, order.issuer_id)
            if issuer.key_id is None:
                raise WorkspaceError("workspace_issuer_has_no_key", issuer=issuer.title)
            authority = Authority(issuer.der, keys.private_key(connection, workspace.vault, issuer.key_id))
            public = load_der_public_key(entry.spki)
            der = build_certificate(order.specification, public, authority, now)  # type: ignore[arg-type]  # only such keys come in
        return certificates.add_certificate(
            connection, der, Origin.ISSUED, key_id=entry.id, profile=order.profile, specification=order.specification,
            replaces_id=order.replaces_id,
        )  # fmt: skip
