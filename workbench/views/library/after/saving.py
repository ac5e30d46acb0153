"""Where a CRL is written to, asked and done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtWidgets import QFileDialog

from workbench.core.errors import Message
from workbench.core.workspace.entries import CrlEntry
from workbench.models import jobs
from workbench.models.library.after import crls

if TYPE_CHECKING:
    from workbench.views.library.actions import Library


def file_name(title: str, ending: str) -> str:
    """A name that every system takes."""
    return (re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "_", title).strip(". ")[:80] or "file") + ending


def save_crl(library: Library, entry: CrlEntry) -> None:
    """Ask for the file, and write it: PEM where its name ends so, else DER."""
    title = QCoreApplication.translate("CrlSaving", "Save the CRL")
    filters = QCoreApplication.translate("CrlSaving", "DER (*.crl);;PEM (*.pem)")
    path, chosen = QFileDialog.getSaveFileName(library.window(), title, file_name(entry.title.removeprefix("CN="), ".crl"), filters)
    if not path:
        return
    if "*.pem" in chosen and not path.lower().endswith(".pem"):
        path = path.removesuffix(".crl") + ".pem"
    job = jobs.run(crls.save, entry, path)
    job.finished.connect(_Deed(library).saved)
    library.follow(job)


class _Deed(QObject):
    def __init__(self, library: Library) -> None:
        super().__init__(library if isinstance(library, QObject) else None)
        self._library = library

    @Slot(object)
    def saved(self, path: str) -> None:
        self._library.done(Message("after_saved", {"path": path}))
        self.deleteLater()
