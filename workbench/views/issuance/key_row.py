"""Which key: a new one of some kind, one of the workspace, or one out of a file."""

from __future__ import annotations

import os

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.issuance.problems import Problem
from workbench.core.x509.issuance import KeyKind
from workbench.models import jobs
from workbench.models.issuance.desk import Desk
from workbench.models.issuance.making import LoadedKey, read_key
from workbench.models.jobs import Job
from workbench.views.issuance.editors.fields import Choice
from workbench.views.issuance.field import Field
from workbench.views.issuance.passphrase_row import secret_field
from workbench.views.shell import Shell
from workbench.words import visible

KIND_NAMES = {
    KeyKind.RSA_2048: "RSA 2048", KeyKind.RSA_3072: "RSA 3072", KeyKind.RSA_4096: "RSA 4096", KeyKind.RSA_6144: "RSA 6144",
    KeyKind.RSA_8192: "RSA 8192", KeyKind.P_256: "P-256", KeyKind.P_384: "P-384", KeyKind.P_521: "P-521",
    KeyKind.ED25519: "Ed25519", KeyKind.ED448: "Ed448", KeyKind.ML_DSA_44: "ML-DSA-44", KeyKind.ML_DSA_65: "ML-DSA-65",
    KeyKind.ML_DSA_87: "ML-DSA-87",
}  # fmt: skip
ORDER = (
    KeyKind.P_256, KeyKind.P_384, KeyKind.P_521, KeyKind.RSA_2048, KeyKind.RSA_3072, KeyKind.RSA_4096, KeyKind.RSA_6144, KeyKind.RSA_8192,
    KeyKind.ED25519, KeyKind.ED448, KeyKind.ML_DSA_44, KeyKind.ML_DSA_65, KeyKind.ML_DSA_87,
)  # fmt: skip
_FILE, _LOADED = "file", "loaded"


def who_understands(kind: KeyKind | None) -> Message:
    """What is to be known before choosing such a key."""
    return Message("issuing_key_other") if kind is None else Message(f"issuing_key_{kind.value.replace('-', '_')}")


def as_kind(value: object) -> KeyKind | None:
    """What a choice gives back: Qt makes plain text of an enum of texts."""
    return KeyKind(value) if isinstance(value, str) and value in list(KeyKind) else None


class KeyRow(QWidget):
    """waiting_changed   a password for a key file is asked for, or no longer"""

    waiting_changed = Signal()

    def __init__(self, shell: Shell, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.shell, self.desk = shell, desk
        self._path = ""
        self._reading: Job | None = None
        self.choice = Choice()
        self.choice.setMaxVisibleItems(24)
        self.choice.chosen.connect(self._chosen)
        self.field = Field(shell.language, self.choice)
        self.password = secret_field()
        self.password.returnPressed.connect(self._open)
        self.open_button, self.leave_button = QPushButton(), QPushButton()
        self.open_button.clicked.connect(self._open)
        self.leave_button.setProperty("kind", "quiet")
        self.leave_button.clicked.connect(self._leave)
        inner = QWidget()
        inner.setProperty("part", "clear")
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.password, 1)
        row.addWidget(self.open_button)
        row.addWidget(self.leave_button)
        self.locked = Field(shell.language, inner, self.password)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.locked)
        self.locked.hide()
        self.retranslate()

    # -- showing ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what is chosen in the form."""
        options: list[tuple[object, str]] = [(kind, self.tr("New {key} key").format(key=KIND_NAMES[kind])) for kind in ORDER]
        for key in self.desk.standing.keys:
            options.append((key.entry.id, self.tr("Key of {name} · {key}").format(name=visible(key.entry.title), key=key.entry.key_text)))
        loaded, form = self.desk.loaded, self.desk.form
        if loaded is not None:
            kind = KIND_NAMES[loaded.kind] if loaded.kind is not None else self.tr("another kind")
            options.append((_LOADED, self.tr("Key in {file} · {key}").format(file=visible(loaded.name), key=kind)))
        options.append((_FILE, self.tr("A key from a file…")))
        blocked = self.choice.blockSignals(True)
        if options != [(self.choice.itemData(at), self.choice.itemText(at)) for at in range(self.choice.count())]:
            self.choice.clear()
            for value, text in options:
                self.choice.addItem(text, value)
        if form is not None:
            self._select(_LOADED if loaded is not None else form.key_id if self.desk.key is not None else form.key)
        self.choice.blockSignals(blocked)
        self.field.say(self.shell.language.say(who_understands(self.desk.kind)))

    def _select(self, value: object) -> None:
        place = next((at for at in range(self.choice.count()) if self.choice.itemData(at) == value), 0)
        self.choice.setCurrentIndex(place)

    # -- choosing --------------------------------------------------------------------------------------------------

    def _chosen(self) -> None:
        value = self.choice.value()
        if value == _FILE:
            self._ask_for_file()
        elif value != _LOADED:
            self._leave()
            if (kind := as_kind(value)) is not None:
                self.desk.choose_key(kind)
            else:
                of_key = next((key.kind for key in self.desk.standing.keys if key.entry.id == value), None)
                self.desk.choose_key(of_key, str(value))

    def _ask_for_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("A private key"))
        self.refresh()  # until it is there, what was chosen before stays chosen
        if path:
            self._path = path
            self.password.clear()
            self._read("")

    def _open(self) -> None:
        if self.password.text():
            self._read(self.password.text())

    def _read(self, password: str) -> None:
        if self._reading is None:
            self.field.show_problems(())
            self._reading = jobs.run(_read, self._path, password)
            self._reading.finished.connect(self._on_read)
            self._reading.failed.connect(self._on_failed)
            self._reading.cancelled.connect(self._on_cancelled)

    @Slot(object)
    def _on_read(self, found: LoadedKey | Message) -> None:
        self._reading = None
        if isinstance(found, Message):  # a password, or another one
            self.locked.show()
            name = visible(os.path.basename(self._path))
            self.locked.name(self.tr("Password of {file}").format(file=name))
            self.locked.show_problems([Problem((), found)] if found.id == "issuing_key_wrong_password" else ())
            self.password.setFocus()
            self.password.selectAll()
            self.waiting_changed.emit()
        else:
            self._leave()
            self.desk.bring_key(found)

    @Slot(object)
    def _on_failed(self, message: Message) -> None:
        self._reading = None
        self._leave()
        self.field.show_problems([Problem((), message)])

    @Slot()
    def _on_cancelled(self) -> None:
        self._reading = None

    def _leave(self) -> None:
        """Ask for no password any more."""
        self.password.clear()
        self.locked.hide()
        self.field.show_problems(())
        self.waiting_changed.emit()

    # -- words -----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.field.name(self.tr("Private key"))
        self.password.setPlaceholderText(self.tr("Password"))
        self.open_button.setText(self.tr("Open"))
        self.leave_button.setText(self.tr("Leave it"))
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


def _read(path: str, password: str) -> LoadedKey | Message:
    """The key, or the sentence that asks for its password. Raises FileError."""
    from workbench.models.issuance.making import KeyLocked

    try:
        return read_key(path, password)
    except KeyLocked as error:
        return error.message
