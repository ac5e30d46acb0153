"""Save an OCSP response about a certificate: for how long it holds, and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.core.errors import Message
from workbench.models.library.after import responses
from workbench.models.library.details import Details
from workbench.views.glossary.term_text import TermText
from workbench.views.issuance.editors.fields import NumberField
from workbench.views.library.after.panel import AfterPanel, row_of
from workbench.views.library.after.saving import file_name
from workbench.views.panes import Text
from workbench.words import visible

if TYPE_CHECKING:
    from workbench.views.library.actions import Library


class ResponsePanel(AfterPanel):
    def __init__(self, library: Library, details: Details, parent: QWidget | None = None) -> None:
        super().__init__(library, details, parent)
        self.about = TermText(self.shell.language)
        self.days, self._label = NumberField(), Text()
        self.days.fill(responses.DAYS)
        self.days.setMaximumWidth(80)
        self._label.setBuddy(self.days)
        self.body.addWidget(self.about)
        self.body.addLayout(row_of(self._label, self.days))
        self.buttons.addWidget(self.cancelled)
        self.buttons.addWidget(self.go)
        self.days.returnPressed.connect(self._save)
        self.go.clicked.connect(self._save)
        self.setFocusProxy(self.days)
        self.retranslate()

    @Slot()
    def _save(self) -> None:
        if self.busy:
            return
        if self.shell.workspace.locked:
            self.refused(Message("vault_locked"))
            return
        name = file_name(self.details.entry.title, ".ocsp.der")
        path, _ = QFileDialog.getSaveFileName(self.library.window(), self.tr("Save the OCSP response"), name, "*.der")
        if path:
            job = self.shell.workspace.change(responses.save, self.id, self.days.number(), path)
            self.follow(job, self._done)

    def _done(self, path: str) -> None:
        library = self.library
        self.leave()
        library.done(Message("after_saved", {"path": path}))

    def retranslate(self) -> None:
        self.title.setText(self.tr("An OCSP response about “{name}”").format(name=visible(self.details.entry.title)))
        self.about.setText(
            self.tr(
                "Signed by the CA, it says how the certificate stands now. A server staples it to its handshake, and needs a newer one "
                "before it runs out."
            )
        )
        self._label.setText(self.tr("Days that it holds:"))
        self.days.setAccessibleName(self._label.text())
        self.go.setText(self.tr("Save…"))
        self.cancelled.setText(self.tr("Leave it"))
        super().retranslate()
