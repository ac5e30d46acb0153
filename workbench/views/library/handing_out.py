"""Copying an entry, and watching a handshake with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from workbench.core.errors import Message
from workbench.core.workspace.entries import KeyEntry
from workbench.models.library import work
from workbench.models.library.pem import pem_of

if TYPE_CHECKING:
    from workbench.models.library.details import Details
    from workbench.views.library.actions import Library


def copy_pem(library: Library, details: Details) -> None:
    """Put the object itself, as PEM, onto the clipboard."""
    QGuiApplication.clipboard().setText(pem_of(details.entry).decode("ascii"))
    library.done(Message("library_copied_pem", {"name": details.entry.title}))


def copy_fingerprint(library: Library, details: Details) -> None:
    """SHA-256, in hex; of a key that of its public half."""
    entry = details.entry
    QGuiApplication.clipboard().setText(entry.spki_sha256 if isinstance(entry, KeyEntry) else entry.sha256)
    library.done(Message("library_copied_fingerprint", {"name": entry.title}))


def watch(library: Library, details: Details) -> None:
    """Play a handshake in which this certificate is shown. Its key has to be unlocked."""
    shell = library.shell
    if shell.workspace.locked:
        library.failed(Message("library_unlock_to_watch", {"name": details.entry.title}))
        return
    job = shell.workspace.use(work.play, details.entry.id)
    job.finished.connect(lambda found: shell.wishes.handshake_with.emit(*found))
    library.follow(job)
