"""The CRLs of a CA of the library: which there are, the next one, and what a file of one is. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.core.workspace.entries import CertificateEntry, CrlEntry
from workbench.models.library.pem import pem_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from workbench.core.workspace.workspace import Workspace

LISTED = 100
"""How many of them are shown, the newest."""
DAYS, DELTA_DAYS = 7, 1
"""Until the next one, at first."""


@dataclass(frozen=True)
class Lists:
    """What there is of one CA.

    found    its CRLs, the newest first, of all certificates of the same name and key
    more     there are more than are listed
    base     the newest complete one, which a delta would add to; None: there is none yet
    revoked  how many certificates of this CA are revoked
    """

    issuer: CertificateEntry
    found: tuple[CrlEntry, ...]
    more: bool
    base: CrlEntry | None
    revoked: int


def lists_of(connection: Connection, issuer_id: str) -> Lists:
    """Raises WorkspaceError `workspace_no_such_object`."""
    from sqlalchemy import func, select

    from workbench.core.workspace import crls, revoking, schema
    from workbench.core.workspace.certificates import certificate_entry
    from workbench.core.workspace.signers import same_authority

    issuer = certificate_entry(connection, issuer_id)
    ids = same_authority(connection, issuer_id)
    found = [crl for id in ids for crl in crls.list_crls(connection, id, LISTED + 1)]
    found.sort(key=lambda crl: (crl.this_update, crl.number or 0), reverse=True)
    certificates = schema.certificates
    query = select(func.count()).where(certificates.c.issuer_id.in_(ids), certificates.c.revoked.is_not(None))
    revoked = int(connection.execute(query).scalar_one())
    return Lists(issuer, tuple(found[:LISTED]), len(found) > LISTED, revoking.current_crl(connection, issuer_id), revoked)


def make(workspace: Workspace, issuer_id: str, days: int, delta: bool) -> CrlEntry:
    """In a job. Raises WorkspaceError as `revoking.make_crl` does, VaultError."""
    from workbench.core.workspace import revoking

    return revoking.make_crl(workspace, issuer_id, days, delta)


def file_of(entry: CrlEntry, path: str) -> bytes:
    """What a file of this name holds: PEM where it ends so, else DER, as it is handed out over HTTP (RFC 5280 4.2.1.13)."""
    return pem_of(entry) if path.lower().endswith(".pem") else entry.der


def save(entry: CrlEntry, path: str) -> str:
    """Write it, in a job; gives back the path. Raises ExportError."""
    from workbench.core.formats.export_write import write_atomically

    write_atomically(path, file_of(entry, path), secret=False, overwrite=True)
    return path
