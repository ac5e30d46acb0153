"""Revoking a certificate of the library, and lifting a hold: what can be chosen, what stands against it, and the work. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from workbench.core.errors import Message, WorkbenchError
from workbench.core.workspace.entries import CertificateEntry, CrlEntry
from workbench.core.x509.crl import REASON_NAMES, Reason

if TYPE_CHECKING:
    from workbench.core.workspace.workspace import Workspace
    from workbench.models.library.details import Details

REASONS = (
    Reason.UNSPECIFIED,
    Reason.KEY_COMPROMISE,
    Reason.SUPERSEDED,
    Reason.CESSATION_OF_OPERATION,
    Reason.AFFILIATION_CHANGED,
    Reason.PRIVILEGE_WITHDRAWN,
    Reason.CERTIFICATE_HOLD,
)
"""For the certificate of somebody, the usual ones first. `after_reason_<number>` says them, its `detail` when they are right."""
CA_REASONS = (*REASONS[:2], Reason.CA_COMPROMISE, *REASONS[2:])
"""For that of a CA."""


@dataclass(frozen=True)
class Order:
    """What is wanted.

    time      since when, None: from now on
    crl_days  make a CRL at once that holds for so many days; None: no CRL
    """

    certificate_id: str
    reason: int
    time: datetime | None = None
    crl_days: int | None = None


@dataclass(frozen=True)
class Revoked:
    """How it came out.

    crl, crl_trouble   the CRL that tells of it, or why it could not be made; the certificate is revoked in any case
    """

    entry: CertificateEntry
    crl: CrlEntry | None = None
    crl_trouble: Message | None = None

    @property
    def message(self) -> Message:
        """What was done, and what others know of it."""
        reason = Message(f"after_reason_{self.entry.revocation_reason}")
        known: dict[str, str | int | datetime | Message | tuple[Message, ...]] = {
            "name": self.entry.title,
            "reason": reason,
            "time": self.entry.revoked or "",
        }
        if self.crl is not None:
            return Message("after_revoked_with_crl", {**known, "number": str(self.crl.number)})
        if self.crl_trouble is not None:
            return Message("after_revoked_crl_failed", {**known, "trouble": self.crl_trouble})
        return Message("after_revoked", known)


def on_hold(entry: CertificateEntry) -> bool:
    """It is revoked so that this can be taken back."""
    return entry.revoked is not None and entry.revocation_reason == Reason.CERTIFICATE_HOLD


def reasons_for(entry: CertificateEntry) -> tuple[Reason, ...]:
    """What can be chosen: what is on hold cannot be put on hold again."""
    reasons = CA_REASONS if entry.ca else REASONS
    return tuple(reason for reason in reasons if reason != Reason.CERTIFICATE_HOLD) if on_hold(entry) else reasons


def refusal(details: Details) -> Message | None:
    """Why this certificate cannot be revoked; None when it can."""
    entry = details.entry
    assert isinstance(entry, CertificateEntry)
    if details.self_signed:
        return Message("revoke_self_signed", {"certificate": entry.title})
    if entry.issuer_id is None:
        return Message("revoke_issuer_missing", {"certificate": entry.title})
    if entry.revoked is not None and not on_hold(entry):
        known = REASON_NAMES.get(entry.revocation_reason or 0, str(entry.revocation_reason))
        return Message("revoke_already", {"certificate": entry.title, "time": entry.revoked, "reason": known})
    return None


def revoke(workspace: Workspace, order: Order) -> Revoked:
    """In a job. When a CRL cannot be made, the certificate is revoked all the same, and it is said why.

    Raises WorkspaceError `crl_days` and as `revoking.revoke` does; then nothing was changed.
    """
    from workbench.core.workspace import revoking
    from workbench.core.workspace.errors import WorkspaceError

    if order.crl_days is not None and not 1 <= order.crl_days <= revoking.MAXIMUM_DAYS:
        raise WorkspaceError("crl_days", days=order.crl_days, most=revoking.MAXIMUM_DAYS)
    entry = revoking.revoke(workspace, order.certificate_id, order.reason, order.time)
    if order.crl_days is None or entry.issuer_id is None:
        return Revoked(entry)
    try:
        return Revoked(entry, revoking.make_crl(workspace, entry.issuer_id, order.crl_days))
    except WorkbenchError as error:
        return Revoked(entry, crl_trouble=error.message)


def lift(workspace: Workspace, certificate_id: str) -> CertificateEntry:
    """In a job: the hold is over. Raises WorkspaceError `hold_not_revoked`, `hold_final`."""
    from workbench.core.workspace import revoking

    return revoking.lift_hold(workspace, certificate_id)
