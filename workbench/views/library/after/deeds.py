"""What the actions of the library do with an entry after it was issued, and for which entries they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from workbench.core.errors import Message
from workbench.core.workspace.entries import CertificateEntry, CrlEntry
from workbench.models.library.states import CERTIFICATE_HOLD
from workbench.views.wishes import Beginning

if TYPE_CHECKING:
    from workbench.models.library.after.revocation import Revoked
    from workbench.models.library.details import Details
    from workbench.views.library.actions import Library


def is_certificate(details: Details) -> bool:
    return details.entry.deleted is None and isinstance(details.entry, CertificateEntry)


def is_authority(details: Details) -> bool:
    return is_certificate(details) and isinstance(details.entry, CertificateEntry) and details.entry.ca


def is_crl(details: Details) -> bool:
    return details.entry.deleted is None and isinstance(details.entry, CrlEntry)


def is_held(details: Details) -> bool:
    return isinstance(details.entry, CertificateEntry) and details.entry.revocation_reason == CERTIFICATE_HOLD


def can_be_revoked(details: Details) -> bool:
    """What is put away is still out there, and can be revoked too."""
    return isinstance(details.entry, CertificateEntry)


def renew(library: Library, details: Details) -> None:
    from workbench.models.library.after import renewals
    from workbench.views.library.after.renew_panel import RenewPanel

    refused = renewals.refusal(details)
    if refused is not None:
        library.failed(refused)
    elif renewals.way_of(details) is renewals.Way.REQUEST:
        library.show_panel(RenewPanel(library, details))
    else:
        library.shell.wishes.issue.emit(Beginning("", replaces_id=details.entry.id))


def revoke(library: Library, details: Details) -> None:
    from workbench.models.library.after import revocation
    from workbench.views.library.after.revoke_panel import RevokePanel

    refused = revocation.refusal(details)
    if refused is not None:
        library.failed(refused)
    else:
        library.show_panel(RevokePanel(library, details))


def lift(library: Library, details: Details) -> None:
    assert isinstance(details.entry, CertificateEntry)
    Holding(library, details.entry).lift()


def show_crls(library: Library, details: Details) -> None:
    from workbench.views.library.after.crl_panel import CrlPanel

    library.show_panel(CrlPanel(library, details))


def save_crl(library: Library, details: Details) -> None:
    from workbench.views.library.after.saving import save_crl as save

    assert isinstance(details.entry, CrlEntry)
    save(library, details.entry)


def save_response(library: Library, details: Details) -> None:
    from workbench.models.library.after import responses
    from workbench.views.library.after.response_panel import ResponsePanel

    refused = responses.refusal(details)
    if refused is not None:
        library.failed(refused)
    else:
        library.show_panel(ResponsePanel(library, details))


def show_responder(library: Library, details: Details) -> None:
    from workbench.views.library.after.responder_panel import ResponderPanel

    library.show_panel(ResponderPanel(library, details))


class Holding(QObject):
    """A hold of one certificate: lifted, and put on again as it was."""

    def __init__(self, library: Library, held: CertificateEntry) -> None:
        super().__init__(library if isinstance(library, QObject) else None)
        self._library, self._held = library, held

    @Slot()
    def lift(self) -> None:
        from workbench.models.library.after import revocation

        job = self._library.shell.workspace.change(revocation.lift, self._held.id)
        job.finished.connect(self._lifted)
        self._library.follow(job)

    @Slot(object)
    def _lifted(self, entry: CertificateEntry) -> None:
        self._library.done(Message("after_hold_lifted", {"name": entry.title}), self.hold)

    @Slot()
    def hold(self) -> None:
        """Since when it was held before."""
        from workbench.models.library.after import revocation

        order = revocation.Order(self._held.id, CERTIFICATE_HOLD, self._held.revoked)
        job = self._library.shell.workspace.change(revocation.revoke, order)
        job.finished.connect(self._held_again)
        self._library.follow(job)

    @Slot(object)
    def _held_again(self, done: Revoked) -> None:
        self._library.done(done.message, self.lift)
