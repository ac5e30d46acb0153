"""The same thing with the `openssl` program: what files it takes and which commands, each said in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.formats.export_write import NewFile, write_together
from workbench.models import jobs
from workbench.models.issuance.beside.preview import Commands
from workbench.views import icons
from workbench.views.glossary.term_text import TermText
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.issuance.beside.command_field import CommandField
from workbench.views.panes import IconLabel, SectionHeader
from workbench.views.shell import Shell
from workbench.words import visible


class OpensslTab(QWidget):
    """Shows any recipe. place_wanted(place): of what openssl cannot write; encrypt_wanted(on)"""

    place_wanted = Signal(object)
    encrypt_wanted = Signal(bool)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._commands: Commands | None = None
        self._folder: Path | None = None
        self._saving: tuple[NewFile, ...] = ()
        self.needs = TermText(shell.language, role="quiet")
        self.refusal = TermText(shell.language)
        self.mend = QPushButton()
        self.mend.setProperty("kind", "link")
        self.mend.clicked.connect(self._lead)
        self.encrypt = QCheckBox()
        self.encrypt.toggled.connect(self.encrypt_wanted)
        self.files_header, self.steps_header, self.remarks_header = SectionHeader(), SectionHeader(), SectionHeader()
        self.there = TermText(shell.language, role="quiet")
        self.remarks = TermText(shell.language, role="quiet")
        self.files: list[CommandField] = []
        self.steps: list[CommandField] = []
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        self.save, self.copy_all, self.replace = QPushButton(), QPushButton(), QPushButton()
        icons.put(self.save, "save")
        icons.put(self.copy_all, "copy")
        self.save.clicked.connect(self._choose)
        self.copy_all.clicked.connect(self._copy_all)
        self.replace.clicked.connect(self._replace)
        self.saved_sign = IconLabel("check", "good", 16)
        self.saved = TermText(self._shell.language, role="quiet")
        outcome = QHBoxLayout()
        outcome.setSpacing(6)
        outcome.addWidget(self.saved_sign)
        outcome.addWidget(self.saved, 1)
        outcome.addWidget(self.replace)
        buttons = FlowLayout(spacing=8)
        buttons.addWidget(self.copy_all)
        buttons.addWidget(self.save)
        self._file_rows, self._step_rows = QVBoxLayout(), QVBoxLayout()
        self._file_rows.setSpacing(10)
        self._step_rows.setSpacing(10)
        self.recipe = QWidget()
        self.recipe.setProperty("part", "clear")
        column = QVBoxLayout(self.recipe)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.needs)
        column.addWidget(self.encrypt)
        column.addLayout(buttons)
        column.addLayout(outcome)
        column.addWidget(self.files_header)
        column.addWidget(self.there)
        column.addLayout(self._file_rows)
        column.addSpacing(4)
        column.addWidget(self.steps_header)
        column.addLayout(self._step_rows)
        column.addSpacing(4)
        column.addWidget(self.remarks_header)
        column.addWidget(self.remarks)
        inner = QWidget()
        inner.setProperty("part", "clear")
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(14, 10, 14, 12)
        whole.setSpacing(8)
        whole.addWidget(self.refusal)
        whole.addWidget(self.mend)
        whole.addWidget(self.recipe)
        whole.addStretch()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setProperty("part", "clear")
        self.area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self._tell_saved(None)

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_commands(self, commands: Commands) -> None:
        """Another recipe. What was saved before was of another one, if the files differ."""
        if self._commands is not None and self._commands.to_save != commands.to_save:
            self._tell_saved(None)
        self._commands = commands
        self._refresh()

    def _refresh(self) -> None:
        commands = self._commands
        recipe = commands.recipe if commands is not None else None
        say = self._shell.language.say
        self.recipe.setVisible(recipe is not None)
        refusal = commands.refusal if commands is not None else None
        self.refusal.setVisible(refusal is not None)
        self.mend.setVisible(refusal is not None and commands is not None and bool(commands.place))
        if refusal is not None:
            _put(self.refusal, say(Message("beside_no_openssl", {"reason": refusal})))
        if commands is None or recipe is None:
            return
        _put(self.needs, say(Message("beside_openssl_needs", {"version": recipe.needs})))
        self.encrypt.setVisible(commands.new_key)
        _put(self.there, "\n".join(say(message) for message in there(commands)))
        self.there.setVisible(bool(self.there.text()))
        texts = [(say(Message("beside_openssl_file", {"file": name})), text) for name, text in recipe.files]
        _fill(self.files, self._file_rows, self._shell, texts)
        several = len(recipe.steps) > 1
        sentences = [say(step.message) for step in recipe.steps]
        numbered = [f"{at}. {sentence}" if several else sentence for at, sentence in enumerate(sentences, 1)]
        _fill(self.steps, self._step_rows, self._shell, list(zip(numbered, (step.command for step in recipe.steps), strict=True)))
        remarks = "\n".join(f"• {say(remark)}" for remark in recipe.remarks)
        self.remarks_header.setVisible(bool(remarks))
        self.remarks.setVisible(bool(remarks))
        _put(self.remarks, remarks)

    def _lead(self) -> None:
        if self._commands is not None:
            self.place_wanted.emit(self._commands.place)

    def _copy_all(self) -> None:
        if self._commands is not None:
            QGuiApplication.clipboard().setText(self._commands.all_commands())

    # -- the files -------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("The folder in which the commands will run"))
        if folder and self._commands is not None:
            self.save_into(Path(folder))

    def save_into(self, folder: Path, overwrite: bool = False) -> None:
        """Write the files that the commands need; never over another one unasked."""
        if self._commands is None:
            return
        self._folder = folder
        if not overwrite:
            self._saving = tuple(NewFile(folder / name, text.encode("utf-8")) for name, text in self._commands.to_save)
        self.save.setEnabled(False)
        job = jobs.run(write_together, self._saving, overwrite)
        job.finished.connect(self._on_saved)
        job.failed.connect(self._on_not_saved)

    def _replace(self) -> None:
        if self._folder is not None:
            self.save_into(self._folder, overwrite=True)

    @Slot(object)
    def _on_saved(self, result: object) -> None:
        self.save.setEnabled(True)
        names = ", ".join(visible(file.path.name) for file in self._saving)
        self._tell_saved(Message("beside_openssl_saved", {"files": names, "folder": visible(str(self._folder))}), "check", "good")

    @Slot(object)
    def _on_not_saved(self, message: Message) -> None:
        self.save.setEnabled(True)
        self._tell_saved(message, "cross", "bad")
        self.replace.setVisible(message.id == "export_exists")

    def _tell_saved(self, message: Message | None, icon: str = "check", token: str = "good") -> None:
        self._told = message
        self.saved_sign.set_icon(icon, token)
        for widget in (self.saved_sign, self.saved):
            widget.setVisible(message is not None)
        self.replace.hide()
        _put(self.saved, self._shell.language.say(message) if message is not None else "")

    # -- words -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.encrypt.setText(self.tr("Encrypt the new private key"))
        self.encrypt.setToolTip(self.tr("Then openssl asks for a passphrase, now and whenever the key is used."))
        self.mend.setText(self.tr("To the field"))
        self.save.setText(self.tr("Save the files…"))
        self.copy_all.setText(self.tr("Copy all commands"))
        self.replace.setText(self.tr("Replace what is there"))
        self.files_header.setText(self.tr("What must be there first"))
        self.steps_header.setText(self.tr("The commands"))
        self.remarks_header.setText(self.tr("In what it differs"))
        _put(self.saved, self._shell.language.say(self._told) if self._told is not None else "")
        self._refresh()


def there(commands: Commands) -> Sequence[Message]:
    """What must be there that is not made by a command, besides the configuration file."""
    files = commands.files
    found = []
    if commands.request is not None:
        found.append(Message("signing_page_openssl_request", {"file": files.request}))
    elif not commands.new_key:
        found.append(Message("beside_openssl_own_key", {"file": files.key}))
    if commands.issuer is not None:
        found.append(Message("beside_openssl_ca", {"file": files.issuer_certificate, "key": files.issuer_key}))
    elif commands.recipe is not None and any(files.issuer_key in step.command for step in commands.recipe.steps):
        found.append(Message("beside_openssl_some_ca", {"file": files.issuer_certificate, "key": files.issuer_key}))
    return found


def _put(label: TermText, text: str) -> None:
    if text != label.text():
        label.setText(text)


def _fill(rows: list[CommandField], column: QVBoxLayout, shell: Shell, texts: Sequence[tuple[str, str]]) -> None:
    """Rows are kept and written anew: nothing flickers, what is selected in those that stay the same stays selected."""
    while len(rows) < len(texts):
        row = CommandField(shell.language)
        rows.append(row)
        column.addWidget(row)
    for row, (sentence, text) in zip(rows, texts, strict=False):
        row.show_text(sentence, text)
    for number, row in enumerate(rows):
        row.setVisible(number < len(texts))
