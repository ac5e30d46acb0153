"""Renew what was issued for a request: its key is elsewhere, so the same request is signed again, or a new key is made here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from workbench.core.errors import Message
from workbench.core.workspace.entries import CertificateEntry
from workbench.models.library.after import renewals
from workbench.models.library.details import Details
from workbench.views.glossary.term_text import TermText
from workbench.views.library.after.panel import AfterPanel
from workbench.views.wishes import Beginning
from workbench.words import visible

if TYPE_CHECKING:
    from workbench.views.library.actions import Library


class RenewPanel(AfterPanel):
    def __init__(self, library: Library, details: Details, parent: QWidget | None = None) -> None:
        super().__init__(library, details, parent)
        self.about = TermText(self.shell.language)
        self.body.addWidget(self.about)
        self.new_key = QPushButton()
        for button in (self.cancelled, self.go, self.new_key):
            self.buttons.addWidget(button)
        self.go.clicked.connect(self._sign)
        self.new_key.clicked.connect(self._to_form)
        self.setFocusProxy(self.go)
        self.retranslate()

    @Slot()
    def _sign(self) -> None:
        if self.busy:
            return
        job = self.shell.workspace.change(renewals.sign_again, self.id)
        self.follow(job, self._done)

    def _done(self, entry: CertificateEntry) -> None:
        library = self.library
        self.leave()
        library.done(Message("after_renewed", {"name": entry.title, "date": f"{entry.not_after:%Y-%m-%d}"}))
        library.shell.wishes.entry.emit(entry.id)

    @Slot()
    def _to_form(self) -> None:
        library, id = self.library, self.id
        library.close_panel()
        library.shell.wishes.issue.emit(Beginning("", replaces_id=id))

    def retranslate(self) -> None:
        self.title.setText(self.tr("Renew “{name}”").format(name=visible(self.details.entry.title)))
        self.about.setText(
            self.tr(
                "Its private key is not here: it was issued for a request. The same request can be signed again, for as long as before: "
                "whoever has the key only exchanges the certificate."
            )
        )
        self.go.setText(self.tr("Sign the same request again"))
        self.new_key.setText(self.tr("Make a new key here…"))
        self.cancelled.setText(self.tr("Leave it"))
        super().retranslate()
