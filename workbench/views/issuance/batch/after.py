"""What one may do with the certificates of a table: show them, save their files, write down what became of each row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.issuance.ready_set import FOR_SERVERS, NEED_PASSWORD
from workbench.core.x509.issuance import SERVER_AUTH
from workbench.models.issuance.batch.desk import BatchDesk
from workbench.views.glossary.term_text import TermText
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.issuance.editors.fields import Choice
from workbench.views.issuance.passphrase_row import secret_field
from workbench.views.panes import IconLabel
from workbench.views.shell import Shell

CHAIN_AND_KEY = "chain_and_key"
SINGLE = ("pem", "pkcs12")


class After(QFrame):
    """passphrase_missing   the keys are locked, and nothing is typed to unlock them
    anew   another table is wanted
    """

    passphrase_missing = Signal()
    anew = Signal()

    def __init__(self, shell: Shell, desk: BatchDesk, passphrase: Callable[[], str], parent: QWidget | None = None) -> None:
        """passphrase: what is typed at the foot of the wing, where keys are locked"""
        super().__init__(parent)
        self._passphrase = passphrase
        self.setProperty("part", "card")
        self.shell, self.desk = shell, desk
        self._folder: Path | None = None
        self.target = Choice()
        self.target.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.password, self.again = secret_field(), secret_field()
        self.save, self.library, self.report, self.other = QPushButton(), QPushButton(), QPushButton(), QPushButton()
        self.other.setProperty("kind", "link")
        self.replace = QCheckBox()
        self.sign, self.sentence = IconLabel("info", "muted", 16), TermText(shell.language, role="quiet")
        self._lay_out()
        self.target.chosen.connect(self._target_chosen)
        for field in (self.password, self.again):
            field.textEdited.connect(self._typed)
        self.save.clicked.connect(self._ask_folder)
        self.replace.toggled.connect(self._refresh)
        self.library.clicked.connect(self._to_library)
        self.report.clicked.connect(self._ask_report)
        self.other.clicked.connect(self.anew)
        desk.saved.connect(self._on_saved)
        desk.failed.connect(self._on_failed)
        desk.written.connect(self._on_written)
        desk.edited.connect(self._refresh)
        self.retranslate()

    def _lay_out(self) -> None:
        row = FlowLayout(spacing=8)
        for part in (self.target, self.password, self.again, self.save, self.library, self.report, self.other):
            row.addWidget(part)
        told = QHBoxLayout()
        told.setSpacing(8)
        told.addWidget(self.sign)
        told.addWidget(self.sentence, 1)
        told.addWidget(self.replace)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addLayout(row)
        column.addLayout(told)

    # -- saving ----------------------------------------------------------------------------------------------------

    @property
    def needs_password(self) -> bool:
        return self.target.value() in NEED_PASSWORD

    def _target_chosen(self) -> None:
        self._forget()
        self._refresh()

    def _typed(self) -> None:
        self._forget()
        self._refresh()

    def _forget(self) -> None:
        self._folder = None
        self.replace.setChecked(False)
        self.replace.hide()
        self._say("", "", "")

    def _lacking(self) -> str:
        """What is missing before files can be saved, in a sentence."""
        if not self.needs_password:
            return ""
        if not self.password.text():
            return self.tr("Type a password for the files.")
        return self.tr("The two passwords differ.") if self.password.text() != self.again.text() else ""

    def _ask_folder(self) -> None:
        if self._lacking():
            self._say("exclamation", "warning", self._lacking())
            field = self.again if self.password.text() else self.password
            field.setFocus()
            return
        if self.shell.workspace.locked and not self._passphrase():
            self.passphrase_missing.emit()
            return
        if self._folder is None or not self.replace.isChecked():
            chosen = QFileDialog.getExistingDirectory(self, self.tr("The folder for the files"))
            if not chosen:
                return
            if self._folder != Path(chosen):
                self.replace.setChecked(False)
                self.replace.hide()
            self._folder = Path(chosen)
        password = self.password.text() if self.needs_password else ""
        self._say("", "", "")
        self.desk.save_all(str(self.target.value()), self._folder, password, self.replace.isChecked(), self._passphrase())

    def _on_saved(self, count: int, folder: Path) -> None:
        self._forget()
        self.password.clear()
        self.again.clear()
        self._say("check", "good", self.tr("Files saved in {folder}: {count}").format(folder=folder, count=count))

    def _on_failed(self, message: Message) -> None:
        if self.isHidden():
            return
        self._say("cross", "bad", self.shell.language.say(message))
        if message.id == "export_exists" and self._folder is not None:
            self.replace.show()

    def _on_written(self, path: str) -> None:
        if not self.isHidden():
            self._say("check", "good", self.tr("Saved: {path}").format(path=path))

    def _say(self, icon: str, token: str, sentence: str) -> None:
        self.sentence.setText(sentence)
        self.sign.set_icon(icon or "info", token or "muted")
        for part in (self.sign, self.sentence):
            part.setVisible(bool(sentence))

    # -- the rest --------------------------------------------------------------------------------------------------

    def _to_library(self) -> None:
        if self.desk.first_issued:
            self.shell.wishes.entry.emit(self.desk.first_issued)

    def _ask_report(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save the report"), self.tr("report.csv"), self.tr("Tables (*.csv)"))
        if path:
            self.desk.save_report(path, self.shell.language.current)

    def _refresh(self) -> None:
        some = bool(self.desk.counts.issued)
        idle = not self.desk.busy
        for button in (self.save, self.library):
            button.setVisible(some)
        self.target.setVisible(some)
        for field in (self.password, self.again):
            field.setVisible(some and self.needs_password)
            field.setEnabled(idle)
        for part in (self.save, self.report, self.other, self.replace):
            part.setEnabled(idle)
        self.target.setEnabled(idle)

    def offer_targets(self) -> None:
        """What suits the profile of the table."""
        server = SERVER_AUTH in self.desk.chosen.profile.specification.extended_key_usage.purposes
        say = self.shell.language.say
        options: list[tuple[object, str]] = [(CHAIN_AND_KEY, say(Message("batch_target_chain_and_key")))]
        options += [(id, say(Message(f"ready_set_{id}"))) for id in (*SINGLE, *(FOR_SERVERS if server else ()))]
        chosen = self.target.value()
        self.target.offer(options)
        if chosen not in [value for value, _ in options]:
            self.target.removeItem(self.target.findData(chosen)) if chosen is not None else None
            self.target.setCurrentIndex(0)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("What was issued"))
        self.target.setAccessibleName(self.tr("Save the files for"))
        self.password.setPlaceholderText(self.tr("Password for the files"))
        self.password.setAccessibleName(self.tr("Password for the files"))
        self.again.setPlaceholderText(self.tr("Once more"))
        self.again.setAccessibleName(self.tr("The password once more"))
        self.save.setText(self.tr("Save all as files…"))
        self.library.setText(self.tr("Show in the library"))
        self.report.setText(self.tr("Save a report…"))
        self.other.setText(self.tr("Another table"))
        self.replace.setText(self.tr("Replace the files that are there"))
        self.offer_targets()
        self._forget()
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
