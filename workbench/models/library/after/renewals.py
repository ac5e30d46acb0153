"""How a certificate can be renewed. No Qt."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from workbench.core.errors import Message
from workbench.core.workspace.entries import CertificateEntry

if TYPE_CHECKING:
    from workbench.core.workspace.workspace import Workspace
    from workbench.models.library.details import Details


class Way(Enum):
    FORM = auto()  # the form, with the same key or a new one
    REQUEST = auto()  # its key is elsewhere: the request that it was made from can be signed once more


def refusal(details: Details) -> Message | None:
    """Why it cannot be renewed here; None when it can."""
    entry = details.entry
    assert isinstance(entry, CertificateEntry)
    return Message("renew_issuer_missing", {"certificate": entry.title}) if entry.issuer_id is None else None


def way_of(details: Details) -> Way:
    return Way.REQUEST if details.key is None and details.request is not None else Way.FORM


def sign_again(workspace: Workspace, certificate_id: str) -> CertificateEntry:
    """The next certificate for the same request, whose key is elsewhere, valid from now for as long. In a job.

    Raises as `renewing.renew` does; then nothing was made.
    """
    from workbench.core.workspace import renewing

    return renewing.renew(workspace, certificate_id)
