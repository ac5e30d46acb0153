"""What pkilint says about the certificate that would be made."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from workbench.core.x509.finding import Status
from workbench.models.issuance.beside.findings import WishFindings, lint_entries
from workbench.models.issuance.beside.preview import Preview
from workbench.models.issuance.beside.previewer import Previewer
from workbench.views.glossary.term_text import TermText
from workbench.views.issuance.beside.wish_list import WishFindingsList
from workbench.views.shell import Shell


class LintTab(QWidget):
    """count_changed(n)   failures and warnings, for the label; place_wanted(place)"""

    count_changed = Signal(int)
    place_wanted = Signal(object)

    def __init__(self, shell: Shell, previewer: Previewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell, self._previewer = shell, previewer
        self.model = WishFindings(self)
        self.list = WishFindingsList(self.model)
        self.list.place_wanted.connect(self.place_wanted)
        self.public = QCheckBox()
        self.public.toggled.connect(previewer.set_public)
        self.public.hide()
        self.state = TermText(shell.language, role="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(4)
        for widget, margin in ((self.public, 14), (self.state, 14)):
            box = QVBoxLayout()
            box.setContentsMargins(margin, 0, margin, 0)
            box.addWidget(widget)
            column.addLayout(box)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        previewer.linted.connect(self.refresh)
        self.retranslate()

    def refresh(self) -> None:
        """As the previewer has it now."""
        preview, found = self._previewer.current, self._previewer.lint
        certificate = None if preview is None else preview.certificate
        self.public.setVisible(certificate is not None and self._previewer.strict)
        if preview is None or certificate is None:
            self.model.show([])
        elif found is not None:
            extra = preview.public_findings if self._previewer.public and self._previewer.strict else ()
            self.model.show(lint_entries(certificate, found, extra))
        self.list.setVisible(self.model.rowCount() > 0)
        bad = sum(entry.finding.status in (Status.FAILURE, Status.WARNING) for entry in self.model.entries)
        self.count_changed.emit(bad)
        self.state.setText(self._sentence(preview))
        self.state.setVisible(bool(self.state.text()))

    def _sentence(self, preview: Preview | None) -> str:
        trouble = self._previewer.lint_trouble
        if preview is not None and preview.wish.request:
            return self.tr("pkilint looks at certificates, not at requests.")
        if preview is None or preview.certificate is None:
            return self.tr("pkilint looks as soon as the form is complete.")
        if trouble is not None:
            return self._shell.language.say(trouble)
        if self._previewer.lint is None:
            return self.tr("pkilint is checking it…")
        return "" if self.model.rowCount() else self.tr("pkilint has nothing to say against it.")

    def retranslate(self) -> None:
        self.public.setText(self.tr("Also the rules of public CAs"))
        self.public.setToolTip(self.tr("Those of the CA/Browser Forum, which bind CAs that browsers trust by themselves."))
        self.model.set_language(self._shell.language.current)
        self.list.retranslate()
        self.refresh()
