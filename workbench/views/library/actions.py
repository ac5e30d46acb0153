"""What can be done with an entry of the library: one row each. A wing of the library adds its rows to `ACTIONS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QWidget

from workbench.core.errors import Message
from workbench.core.workspace.entries import CertificateEntry, RequestEntry
from workbench.models.jobs import Job
from workbench.models.language import QT_TRANSLATE_NOOP
from workbench.models.library.places import place_of
from workbench.models.library.rows import Kind
from workbench.views.shell import Shell
from workbench.views.wishes import Beginning

if TYPE_CHECKING:
    from workbench.models.library.details import Details


class Library(Protocol):
    """What an action may use of the page.

    show_panel(widget)   show something in the detail, above the facts, until `close_panel`; it gets the focus
    done(message, undo)  say that something was done; with `undo` a button takes it back
    failed(message)      say why something could not be
    """

    shell: Shell

    def window(self) -> QWidget: ...

    def show_panel(self, widget: QWidget) -> None: ...

    def close_panel(self) -> None: ...

    def done(self, message: Message, undo: Callable[[], None] | None = None) -> None: ...

    def failed(self, message: Message) -> None: ...

    def follow(self, job: Job) -> None: ...


@dataclass(frozen=True)
class EntryAction:
    """id, title (in the context LibraryActions), icon, for which entries it is there, and what it does.

    main     the first that fits of these is the one main button
    seldom   wanted rarely: in the menu where much else can be done
    """

    id: str
    title: str
    icon: str
    fits: Callable[[Details], bool]
    run: Callable[[Library, Details], None]
    main: bool = False
    seldom: bool = False


def _is_here(details: Details) -> bool:
    return details.entry.deleted is None


def _is_put_away(details: Details) -> bool:
    return details.entry.deleted is not None


def _can_issue(details: Details) -> bool:
    entry = details.entry
    return _is_here(details) and isinstance(entry, CertificateEntry) and entry.ca and details.key is not None


def _is_request(details: Details) -> bool:
    return _is_here(details) and details.kind is Kind.REQUEST


def _can_play(details: Details) -> bool:
    entry = details.entry
    return _is_here(details) and isinstance(entry, CertificateEntry) and details.key is not None and place_of(entry) is not None


def _is_certificate(details: Details) -> bool:
    return _is_here(details) and details.kind is Kind.CERTIFICATE


def _has_text(details: Details) -> bool:
    return details.kind is not Kind.KEY


def _issue(library: Library, details: Details) -> None:
    library.shell.wishes.issue.emit(Beginning("server", issuer_id=details.entry.id))


def _sign(library: Library, details: Details) -> None:
    assert isinstance(details.entry, RequestEntry)
    library.shell.wishes.issue.emit(Beginning("sign", request_id=details.entry.id))


def _inspect(library: Library, details: Details) -> None:
    from workbench.models.library.pem import pem_of_chain

    library.shell.wishes.inspect.emit(pem_of_chain(details))


def _copy_pem(library: Library, details: Details) -> None:
    from workbench.views.library.handing_out import copy_pem

    copy_pem(library, details)


def _copy_fingerprint(library: Library, details: Details) -> None:
    from workbench.views.library.handing_out import copy_fingerprint

    copy_fingerprint(library, details)


def _watch(library: Library, details: Details) -> None:
    from workbench.views.library.handing_out import watch

    watch(library, details)


def _save(library: Library, details: Details) -> None:
    from workbench.views.library.taking_out.dialog import TakingOutDialog

    TakingOutDialog(library.shell, details.entry.id, library.window()).open()


def _put_away(library: Library, details: Details) -> None:
    from workbench.views.library.deleting import put_away

    put_away(library, details)


def _take_back(library: Library, details: Details) -> None:
    from workbench.views.library.deleting import take_back

    take_back(library, details)


def _after(name: str) -> Callable[..., Any]:
    """A function of what comes after issuing. It is loaded with the first entry that is shown, when the database is there already."""

    def call(*args: Any) -> Any:
        from workbench.views.library.after import deeds

        return getattr(deeds, name)(*args)

    return call


def _can_be_revoked(details: Details) -> bool:
    """Nobody checks a trust anchor against a CRL (RFC 5280 6.1.3), and what is revoked for good is it already."""
    if details.self_signed or not _after("can_be_revoked")(details):
        return False
    return getattr(details.entry, "revoked", None) is None or bool(_after("is_held")(details))


def _can_be_answered_for(details: Details) -> bool:
    """Nobody asks about a root: it is trusted or not."""
    return not details.self_signed and bool(_after("is_certificate")(details))


ACTIONS: tuple[EntryAction, ...] = (
    EntryAction("restore", QT_TRANSLATE_NOOP("LibraryActions", "Take it back"), "refresh", _is_put_away, _take_back, main=True),
    EntryAction("issue", QT_TRANSLATE_NOOP("LibraryActions", "Issue under this CA…"), "issue", _can_issue, _issue, main=True),
    EntryAction("sign", QT_TRANSLATE_NOOP("LibraryActions", "Sign this request…"), "issue", _is_request, _sign, main=True),
    EntryAction("inspect", QT_TRANSLATE_NOOP("LibraryActions", "Inspect"), "inspect", _has_text, _inspect),
    EntryAction("watch", QT_TRANSLATE_NOOP("LibraryActions", "Watch a handshake with it"), "handshake", _can_play, _watch),
    EntryAction("save", QT_TRANSLATE_NOOP("LibraryActions", "Save for other software…"), "save", _is_certificate, _save),
    EntryAction("renew", QT_TRANSLATE_NOOP("LibraryActions", "Renew…"), "refresh", _after("is_certificate"), _after("renew")),
    EntryAction("lift_hold", QT_TRANSLATE_NOOP("LibraryActions", "Lift the hold"), "check", _after("is_held"), _after("lift")),
    EntryAction("revoke", QT_TRANSLATE_NOOP("LibraryActions", "Revoke…"), "cross", _can_be_revoked, _after("revoke")),
    EntryAction("crls", QT_TRANSLATE_NOOP("LibraryActions", "CRLs…"), "list", _after("is_authority"), _after("show_crls")),
    EntryAction(
        "responder",
        QT_TRANSLATE_NOOP("LibraryActions", "OCSP responder…"),
        "server",
        _after("is_authority"),
        _after("show_responder"),
        seldom=True,
    ),
    EntryAction(
        "response",
        QT_TRANSLATE_NOOP("LibraryActions", "OCSP response…"),
        "stamp",
        _can_be_answered_for,
        _after("save_response"),
        seldom=True,
    ),
    EntryAction("save_crl", QT_TRANSLATE_NOOP("LibraryActions", "Save as a file…"), "save", _after("is_crl"), _after("save_crl")),
    EntryAction("copy_pem", QT_TRANSLATE_NOOP("LibraryActions", "Copy as PEM"), "copy", _has_text, _copy_pem, seldom=True),
    EntryAction(
        "copy_fingerprint",
        QT_TRANSLATE_NOOP("LibraryActions", "Copy the fingerprint"),
        "copy",
        lambda details: True,
        _copy_fingerprint,
        seldom=True,
    ),
    EntryAction("put_away", QT_TRANSLATE_NOOP("LibraryActions", "Put away…"), "trash", _is_here, _put_away, seldom=True),
)
