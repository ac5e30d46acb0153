"""The settings about the workspace: where it is, when its keys lock themselves, and whether the system's keyring keeps the passphrase."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.models import jobs
from workbench.models.settings import LOCK_AFTER_MINUTES, PASSPHRASE_KEEPERS
from workbench.views.glossary.term_text import TermText
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.library.vault_bar import passphrase_field
from workbench.views.panes import Pane, SectionHeader, Text
from workbench.views.shell import Shell
from workbench.words import visible


class WorkspaceSettings(Pane):
    """Another workspace is opened first; only then the one of now is left."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__("", 16, parent)
        self.shell = shell
        self._said: Message | None = None
        self._good = False
        self._busy = False
        self._keyring = ""
        self._keyring_asked = False
        self.header = SectionHeader()
        self._labels = {name: Text() for name in ("place", "lock", "passphrase")}
        self._notes = {name: TermText(shell.language, role="muted") for name in self._labels}
        self.place, self.password = QLineEdit(), passphrase_field()
        self.place.setClearButtonEnabled(True)
        self.open, self.file, self.default = QPushButton(), QPushButton(), QPushButton()
        self.lock_after, self.keeper = QComboBox(), QComboBox()
        for choice in (self.lock_after, self.keeper):
            choice.setMinimumWidth(220)
        self.said = TermText(shell.language)
        for name, field in (("place", self.place), ("lock", self.lock_after), ("passphrase", self.keeper)):
            self._labels[name].setBuddy(field)
        self._lay_out()
        self._connect()
        self._show_place()
        self.retranslate()

    def _lay_out(self) -> None:
        buttons = QWidget()
        buttons.setProperty("part", "clear")
        flow = FlowLayout(buttons, 8)
        flow.setContentsMargins(0, 0, 0, 0)
        for widget in (self.open, self.file, self.default):
            flow.addWidget(widget)
        self.column.addWidget(self.header)
        for part in (self._labels["place"], self._notes["place"], self.place, self.password, buttons, self.said):
            self.column.addWidget(part)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(16)
        grid.setColumnStretch(0, 1)
        for row, (name, field) in enumerate((("lock", self.lock_after), ("passphrase", self.keeper))):
            texts = QVBoxLayout()
            texts.setSpacing(2)
            texts.addWidget(self._labels[name])
            texts.addWidget(self._notes[name])
            grid.addLayout(texts, row, 0)
            grid.addWidget(field, row, 1, Qt.AlignmentFlag.AlignVCenter)
        self.column.addSpacing(8)
        self.column.addLayout(grid)

    def _connect(self) -> None:
        self.place.textChanged.connect(self._typed)
        self.place.returnPressed.connect(self._open)
        self.password.returnPressed.connect(self._open)
        self.open.clicked.connect(self._open)
        self.file.clicked.connect(self._choose_file)
        self.default.clicked.connect(self._open_default)
        self.lock_after.activated.connect(self._lock_chosen)
        self.keeper.activated.connect(self._keeper_chosen)
        self.shell.settings.changed.connect(self._setting_changed)
        self.shell.workspace.opened.connect(self._show_place)

    # -- where it is ---------------------------------------------------------------------------------------------------

    def _show_place(self) -> None:
        self.place.setText(self.shell.settings.workspace_url)
        self._typed()

    def _typed(self, text: str = "") -> None:
        url = self.place.text().strip()
        self.password.setVisible(url.startswith(("postgresql", "postgres:")))
        self.open.setEnabled(not self._busy and (url != self.shell.settings.workspace_url or bool(self.shell.workspace.trouble)))

    def _open(self) -> None:
        self._switch(self.place.text().strip(), self.password.text())

    def _open_default(self) -> None:
        self._switch("", "")

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("A workspace file, of now or to be made"), "", self.tr("Workspaces (*.sqlite)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if path:
            self._switch(f"sqlite:///{path}", "")

    def _switch(self, url: str, password: str) -> None:
        if self._busy:
            return
        self._busy, self._said = True, None
        self._typed()
        job = self.shell.workspace.switch(url, password)
        job.finished.connect(self._switched)
        job.failed.connect(self._not_switched)
        self._retranslate_said()

    @Slot(object)
    def _switched(self, found: object) -> None:
        self._busy, self._good, self._said = False, True, Message("library_workspace_opened")
        self.password.clear()
        self._show_place()
        self._retranslate_said()

    @Slot(object)
    def _not_switched(self, message: Message) -> None:
        self._busy, self._good, self._said = False, False, message
        self._typed()
        self._retranslate_said()

    # -- the keys ------------------------------------------------------------------------------------------------------

    def _lock_chosen(self, index: int) -> None:
        self.shell.settings.lock_after_minutes = int(self.lock_after.itemData(index))

    def _keeper_chosen(self, index: int) -> None:
        keeper = str(self.keeper.itemData(index))
        if keeper == self.shell.settings.passphrase_keeper:
            return
        self.shell.settings.passphrase_keeper = keeper
        if keeper == PASSPHRASE_KEEPERS[0]:
            self.shell.workspace.forget_passphrase()

    def ask_for_keyring(self) -> None:
        """Whether there is one; asking can take a moment."""
        if not self._keyring_asked:
            self._keyring_asked = True
            jobs.run(_keyring).finished.connect(self._keyring_known)

    @Slot(object)
    def _keyring_known(self, name: str) -> None:
        self._keyring = name
        self.retranslate()

    def _setting_changed(self, name: str) -> None:
        if name in ("lock_after_minutes", "passphrase_keeper"):
            self.retranslate()
        elif name == "workspace_url":
            self._show_place()

    # -- words ---------------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        settings = self.shell.settings
        self.header.setText(self.tr("Workspace"))
        self._labels["place"].setText(self.tr("Where it is"))
        self._notes["place"].setText(
            self.tr(
                "A SQLite file (sqlite:///path), or for a team a PostgreSQL database (postgresql://user@host/name). Empty is the file in "
                "your data folder. A database password is never kept: type it here, or let PostgreSQL find it (~/.pgpass, PGPASSWORD)."
            )
        )
        self.place.setPlaceholderText(self.tr("The file in your data folder"))
        self.place.setAccessibleName(self.tr("Where the workspace is"))
        self.password.setPlaceholderText(self.tr("Password, if one is needed"))
        self.password.setAccessibleName(self.tr("Password of the database, for as long as the program runs"))
        self.open.setText(self.tr("Open this workspace"))
        self.file.setText(self.tr("Choose a file…"))
        self.default.setText(self.tr("The usual one"))
        self._labels["lock"].setText(self.tr("Lock the keys"))
        self._notes["lock"].setText(self.tr("After this time without use the passphrase is needed again."))
        self._fill(self.lock_after, [(str(m), self._minutes(m)) for m in LOCK_AFTER_MINUTES], str(settings.lock_after_minutes))
        self._labels["passphrase"].setText(self.tr("Passphrase"))
        kept = self.tr("Kept in the system’s keyring")
        self._fill(self.keeper, [("nobody", self.tr("Asked for each time")), ("keyring", kept)], settings.passphrase_keeper)
        usable = bool(self._keyring) or settings.passphrase_keeper == "keyring"
        self.keeper.setEnabled(usable)
        note = self.tr("Whoever can use your account can then open the keys. It is kept when you unlock them next.")
        none = self.shell.language.say(Message("keyring_none"))
        self._notes["passphrase"].setText(note if usable or not self._keyring_asked else none)
        self.lock_after.setAccessibleName(self._labels["lock"].text())
        self.keeper.setAccessibleName(self._labels["passphrase"].text())
        self.setAccessibleName(self.header.text())
        self._retranslate_said()

    def _retranslate_said(self) -> None:
        text = self.tr("Opening the workspace…") if self._busy else self.shell.language.say(self._said) if self._said is not None else ""
        self.said.setText(visible(text))
        self.said.setVisible(bool(text))
        self.said.setProperty("status", "bad" if self._said is not None and not self._good and not self._busy else "")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)

    def _minutes(self, minutes: int) -> str:
        return self.tr("After %n minutes", "", minutes) if minutes else self.tr("Only when told to, and at the end")

    def _fill(self, choice: QComboBox, options: list[tuple[str, str]], value: str) -> None:
        choice.clear()
        for data, text in options:
            choice.addItem(text, data)
        choice.setCurrentIndex(max(0, choice.findData(value)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ask_for_keyring()


def _keyring() -> str:
    from workbench.core.workspace import system_keyring

    return system_keyring.available() or ""
