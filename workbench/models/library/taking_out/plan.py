"""Which targets there are for a certificate, and what the choices so far amount to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from workbench.core.issuance.ready_set import NEED_PASSWORD, UNPROTECTED, USE_KEY, Choices, targets_for
from workbench.core.workspace import certificates, taking_out
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.x509.role import RoleKind

SERVERS = frozenset({RoleKind.SERVER, RoleKind.SERVER_AND_CLIENT})
CLIENTS = frozenset({RoleKind.CLIENT, RoleKind.SERVER_AND_CLIENT})


@dataclass(frozen=True)
class Ground:
    """What there is to choose from: the certificate, its targets, and the CAs whose clients a server could let in (id, title)."""

    entry: CertificateEntry
    targets: tuple[str, ...]
    authorities: tuple[tuple[str, str], ...]


def ground(connection: Connection, certificate_id: str) -> Ground:
    """Read it. Raises WorkspaceError `workspace_no_such_object`."""
    entry = certificates.certificate_entry(connection, certificate_id)
    role = RoleKind(entry.role)
    alone = role is RoleKind.SELF_SIGNED
    targets = targets_for(role in SERVERS or alone, role in CLIENTS, entry.key_id is not None)
    known = tuple((authority.id, authority.title) for authority in certificates.authorities(connection))
    return Ground(entry, targets, known if role in SERVERS or alone else ())


def typed_folder(text: str) -> Path:
    """A folder as it was typed, "~" followed. What is no path at all, or the home of nobody, stays as it is."""
    path = Path(text)
    try:
        return path.expanduser()
    except (ValueError, RuntimeError):
        return path


def needs_password(targets: Collection[str], with_key: bool) -> bool:
    """Whether one of these protects a key with a password."""
    return with_key and bool(NEED_PASSWORD & set(targets))


def unprotected(targets: Collection[str]) -> bool:
    """Whether with one of these the key can be read by whoever gets the file."""
    return bool(UNPROTECTED & set(targets))


def needs_vault(targets: Collection[str], with_key: bool) -> bool:
    return with_key and bool(USE_KEY & set(targets))


def client_chain(connection: Connection, authority_id: str) -> tuple[bytes, ...]:
    return taking_out.client_authorities(connection, authority_id) if authority_id else ()


@dataclass(frozen=True)
class Wanted:
    """What the dialog says: `authority_id` "" asks for no clients' certificates."""

    targets: tuple[str, ...]
    folder: Path
    root_in: bool
    legacy: bool
    authority_id: str

    def choices(self, clients: tuple[bytes, ...], password: str) -> Choices:
        return Choices(self.folder, self.root_in, clients, password, self.legacy)
