"""Tabs that show text: the encoded form in a format of choice, and what `openssl ... -text` users expect."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import Message, WorkbenchError
from workbench.core.formats.export import UNPROTECTED, ExportFormat, export, formats_for
from workbench.core.formats.found import Kind
from workbench.models.subject import Subject
from workbench.views import icons
from workbench.views.glossary.term_text import TermText
from workbench.views.panes import Text
from workbench.views.plain_text import PlainTextView
from workbench.views.shell import Shell


def button(icon: str = "", kind: str = "") -> QPushButton:
    """A push button with an icon that follows the theme."""
    made = QPushButton()
    if icon:
        icons.put(made, icon)
    if kind:
        made.setProperty("kind", kind)
    return made


class EncodedTab(QWidget):
    """The object as PEM or in another form. `copy_wanted(form)` and `save_wanted(form)` hand it out.

    A private key is shown only when `reveal` says so.
    """

    copy_wanted = Signal(object)
    save_wanted = Signal(object)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._subject: Subject | None = None
        self._revealed = False
        self.forms = QComboBox()
        self.forms.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.copy, self.save, self.reveal = button("copy"), button("save"), button("eye")
        self.remark = TermText(shell.language, role="quiet")
        self.text = PlainTextView()
        self.text.copy_button.hide()
        for widget in (self.forms, self.copy, self.save, self.reveal):
            self.text.extra.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 6)
        column.addWidget(self.remark)
        column.addWidget(self.text, 1)
        self.forms.currentIndexChanged.connect(lambda: self._show_form())
        self.copy.clicked.connect(lambda: self.copy_wanted.emit(self.form))
        self.save.clicked.connect(lambda: self.save_wanted.emit(self.form))
        self.reveal.clicked.connect(self._reveal)
        self.setFocusProxy(self.forms)
        self.retranslate()

    @property
    def form(self) -> ExportFormat | None:
        """The chosen form, None when there is none to choose from."""
        data = self.forms.currentData()
        return ExportFormat(data) if data else None

    def show_subject(self, subject: Subject | None) -> None:
        if subject is not self._subject:
            self._revealed = False
        wanted = self.form
        self._subject = subject
        forms = formats_for(subject.kind) if subject is not None else ()
        self.forms.blockSignals(True)
        self.forms.clear()
        for form in forms:
            self.forms.addItem(self._shell.language.say(_name(form)), form.value)
        if wanted in forms:
            self.forms.setCurrentIndex(forms.index(wanted))
        self.forms.blockSignals(False)
        self._show_form()

    def _reveal(self) -> None:
        self._revealed = not self._revealed
        self._show_form()

    def _show_form(self) -> None:
        form, subject = self.form, self._subject
        self.copy.setEnabled(form is not None and form.is_text)
        self.save.setEnabled(form is not None)
        open_secret = form in UNPROTECTED and form is not None and form.is_text
        self.reveal.setVisible(open_secret)
        self.reveal.setText(self.tr("Hide") if self._revealed else self.tr("Show"))
        self.remark.setText(self._shell.language.say(_name(form), "advice") if form is not None else "")
        self.text.set_text(self._text(form, subject) if form is not None and subject is not None else "")

    def _text(self, form: ExportFormat, subject: Subject) -> str:
        if form.needs_password:
            return self.tr("This form is protected by a password, which is asked for when you copy or save it.")
        if not form.is_text:
            return self.tr("Binary, %n bytes in the file.", "", len(subject.der))
        if form in UNPROTECTED and not self._revealed:
            return self.tr("The private key is hidden. “Show” shows it to everybody who can see this screen.")
        try:
            return export(form, [subject.found]).decode("utf-8", "replace")
        except WorkbenchError as error:
            return self._shell.language.say(error.message)

    def retranslate(self) -> None:
        self.copy.setText(self.tr("Copy"))
        self.save.setText(self.tr("Save as…"))
        self.forms.setAccessibleName(self.tr("Format"))
        self.show_subject(self._subject)


class OpensslTab(QWidget):
    """The text that `openssl x509 -text` (crl, req, ocsp) users expect, with the command that gives it."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.command = Text("", "mono").selectable()
        self.text = PlainTextView()
        self.text.extra.addWidget(self.command)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 6)
        column.addWidget(self.text, 1)
        self.setFocusProxy(self.text)

    def show_subject(self, subject: Subject | None) -> None:
        if subject is None or ExportFormat.TEXT not in formats_for(subject.kind):
            self.command.setText("")
            self.text.set_text("")
            return
        self.command.setText(_COMMANDS.get(subject.kind, ""))
        try:
            self.text.set_text(export(ExportFormat.TEXT, [subject.found]).decode("utf-8", "replace"))
        except WorkbenchError as error:
            self.text.set_text(self._shell.language.say(error.message))


_COMMANDS = {
    Kind.CERTIFICATE: "openssl x509 -text -noout",
    Kind.CRL: "openssl crl -text -noout",
    Kind.CERTIFICATE_REQUEST: "openssl req -text -noout",
    Kind.OCSP_RESPONSE: "openssl ocsp -respin FILE -text -noverify",
    Kind.OCSP_REQUEST: "openssl ocsp -reqin FILE -text",
}


def _name(form: ExportFormat) -> Message:
    return Message(f"export_format_{form.value}")
