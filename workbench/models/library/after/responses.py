"""An OCSP response as a file, to be stapled by a server. No Qt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from workbench.core.errors import Message
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.errors import WorkspaceError

if TYPE_CHECKING:
    from workbench.core.workspace.workspace import Workspace
    from workbench.models.library.details import Details

DAYS, MOST_DAYS = 7, 3650


def refusal(details: Details) -> Message | None:
    """Why nobody can answer for this certificate here; None when somebody can."""
    entry = details.entry
    assert isinstance(entry, CertificateEntry)
    if details.self_signed:
        return Message("ocsp_self_signed", {"certificate": entry.title})
    if entry.issuer_id is None:
        return Message("ocsp_issuer_missing", {"certificate": entry.title})
    return None


def save(workspace: Workspace, certificate_id: str, days: int, path: str) -> str:
    """Sign a response that holds from now for so many days, and write it (DER); gives back the path. In a job.

    Raises WorkspaceError `after_response_days` and as `answering.ocsp_response` does, VaultError, ExportError.
    """
    from workbench.core.formats.export_write import write_atomically
    from workbench.core.workspace import answering

    if not 1 <= days <= MOST_DAYS:
        raise WorkspaceError("after_response_days", days=days, most=MOST_DAYS)
    now = datetime.now(UTC).replace(microsecond=0)
    response = answering.ocsp_response(workspace, certificate_id, now, now + timedelta(days=days))
    write_atomically(path, response, secret=False, overwrite=True)
    return path
