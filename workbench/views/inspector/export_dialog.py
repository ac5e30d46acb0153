"""Asks in which format something is to leave, and for the password that protects a private key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.formats.export import UNPROTECTED, ExportFormat, ExportOptions
from workbench.core.x509.finding import Status
from workbench.models.language import Language
from workbench.views.glossary.term_text import TermText
from workbench.views.inspector.banner import Banner
from workbench.views.panes import Text


class ExportDialog(QDialog):
    """`chosen(format, options)`."""

    chosen = Signal(object, object)

    def __init__(
        self, language: Language, forms: Sequence[ExportFormat], form: ExportFormat | None, saving: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._language = language
        self.setWindowTitle(self.tr("Save as") if saving else self.tr("Copy"))
        self.setMinimumWidth(460)
        self.forms = QComboBox()
        for each in forms:
            self.forms.addItem(language.say(_name(each)), each.value)
        if form is not None and form in forms:
            self.forms.setCurrentIndex(list(forms).index(form))
        self.remark = TermText(language, role="quiet")
        self.password, self.again = QLineEdit(), QLineEdit()
        for field in (self.password, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.textChanged.connect(self._check)
        self.warning = Banner(language)
        self.mismatch = Text("", "quiet")
        self._rows = QFormLayout()
        self._rows.addRow(self.tr("Format"), self.forms)
        self._rows.addRow(self.tr("Password"), self.password)
        self._rows.addRow(self.tr("Password again"), self.again)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self.buttons.addButton(self.windowTitle(), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(self._rows)
        for widget in (self.remark, self.mismatch, self.warning, self.buttons):
            column.addWidget(widget)
        self.forms.currentIndexChanged.connect(self._show_form)
        self._show_form()

    @property
    def form(self) -> ExportFormat:
        return ExportFormat(self.forms.currentData())

    def _show_form(self) -> None:
        form = self.form
        self._rows.setRowVisible(self.password, form.needs_password)
        self._rows.setRowVisible(self.again, form.needs_password)
        self.remark.setText(self._language.say(_name(form), "advice"))
        _warn(self.warning)
        self.warning.setVisible(form in UNPROTECTED)
        self._check()

    def _check(self) -> None:
        needed = self.form.needs_password
        same = self.password.text() == self.again.text()
        self.mismatch.setText(self.tr("The two passwords differ.") if needed and self.again.text() and not same else "")
        self.accept_button.setEnabled(not needed or (bool(self.password.text()) and same))

    def _accept(self) -> None:
        options = ExportOptions(password=self.password.text() if self.form.needs_password else "")
        form = self.form
        self.password.clear()
        self.again.clear()
        self.accept()
        self.chosen.emit(form, options)


def _name(form: ExportFormat) -> Message:
    return Message(f"export_format_{form.value}")


class UnprotectedDialog(QDialog):
    """Asks whether a private key is really to leave without protection; accepted when it is."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(QCoreApplication.translate("ExportDialog", "Private key"))
        self.setMinimumWidth(460)
        warning = Banner(language)
        _warn(warning)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(QCoreApplication.translate("ExportDialog", "Go on"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(warning)
        column.addWidget(buttons)


def _warn(banner: Banner) -> None:
    headline = QCoreApplication.translate("ExportDialog", "The private key leaves without protection")
    detail = QCoreApplication.translate("ExportDialog", "Whoever gets this copy can act as its owner. Keep it only where that is meant.")
    banner.show_answer(Status.FAILURE, headline, detail)
