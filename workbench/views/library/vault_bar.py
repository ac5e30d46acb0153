"""The lock of the keys: says how it stands, unlocks in place, sets and changes the passphrase. Any page may show one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.views.error_bar import Bar
from workbench.views.glossary.term_text import TermText
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.panes import IconLabel, Text
from workbench.views.shell import Shell


def passphrase_field() -> QLineEdit:
    """Shows nothing of what is typed, and asks input methods to remember nothing."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)
    field.setMinimumWidth(150)
    field.setMaximumWidth(260)
    return field


class VaultBar(Bar):
    """Hidden while there is no workspace.

    unlocked  the keys can be used now
    """

    unlocked = Signal()
    _ready = False

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__("neutral", parent)
        self._session, self._language = shell.workspace, shell.language
        self._shell = shell
        self._changing = False
        self._trouble: Message | None = None
        self._done: Message | None = None
        self._busy = False
        self._icon = IconLabel("lock", "muted", 20)
        self._title = Text("", "strong")
        self._detail = TermText(shell.language, role="muted")
        self.old, self.field, self.again = passphrase_field(), passphrase_field(), passphrase_field()
        self.go, self.lock, self.change, self.cancel = QPushButton(), QPushButton(), QPushButton(), QPushButton()
        self.remembered = QPushButton()
        self.go.setProperty("kind", "main")
        self.change.setProperty("kind", "link")
        self.go.clicked.connect(self._go)
        self.lock.clicked.connect(self._session.lock)
        self.change.clicked.connect(self._begin_change)
        self.remembered.clicked.connect(self._from_keyring)
        self.cancel.clicked.connect(self._end_change)
        self.old.returnPressed.connect(self.field.setFocus)
        self.field.returnPressed.connect(self._next)
        self.again.returnPressed.connect(self._go)
        self._lay_out()
        self._session.opened.connect(self._start_anew)
        self._session.failed.connect(self._start_anew)
        self._session.vault_changed.connect(self._start_anew)
        shell.settings.changed.connect(self._setting_changed)
        self._ready = True
        self._show()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self._title)
        texts.addWidget(self._detail)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(texts, 1)
        self._beside, self._below = QWidget(), QWidget()
        beside, below = QHBoxLayout(self._beside), FlowLayout(self._below, 8)
        beside.setContentsMargins(0, 0, 0, 0)
        below.setContentsMargins(30, 0, 0, 0)
        for holder in (self._beside, self._below):
            holder.setProperty("part", "clear")
        self._layouts: dict[QWidget, QLayout] = {self._beside: beside, self._below: below}
        row.addWidget(self._beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 6)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._below)

    # -- what it does --------------------------------------------------------------------------------------------------

    def ask(self, why: Message | None = None) -> None:
        """Somebody needs the keys: the field has the focus, and what for is said."""
        self._trouble = why
        self._show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _new(self) -> bool:
        return self._session.vault_new

    def _next(self) -> None:
        if self.again.isVisibleTo(self):
            self.again.setFocus()
        else:
            self._go()

    def _go(self) -> None:
        if self._busy or self._session.workspace is None:
            return
        twice = self._new or self._changing
        if not self.field.text():
            self._say("vault_empty_passphrase" if twice else "library_passphrase_missing", self.field)
        elif twice and self.field.text() != self.again.text():
            self._say("library_passphrases_differ", self.again)
        else:
            self._busy = True
            if self._changing:
                job = self._session.change_passphrase(self.old.text(), self.field.text())
                job.finished.connect(self._changed)
            else:
                job = self._session.unlock(self.field.text())
                job.finished.connect(self._opened)
            job.failed.connect(self._failed)
            self._show()

    def _from_keyring(self) -> None:
        if not self._busy and self._session.workspace is not None:
            self._busy = True
            job = self._session.unlock_remembered()
            job.finished.connect(self._opened)
            job.failed.connect(self._failed)
            self._show()

    @Slot(object)
    def _opened(self, result: object) -> None:
        self._busy = False
        self._start_anew()
        self.unlocked.emit()

    @Slot(object)
    def _changed(self, result: object) -> None:
        self._busy = False
        self._end_change()
        self._done = Message("library_passphrase_changed")
        self._show()

    @Slot(object)
    def _failed(self, message: Message) -> None:
        self._busy = False
        self._trouble = message
        self._show()
        wrong = self.old if self._changing else self.field
        wrong.setFocus()
        wrong.selectAll()

    def _say(self, id: str, field: QLineEdit) -> None:
        self._trouble = Message(id)
        self._show()
        field.setFocus()

    def _begin_change(self) -> None:
        self._changing, self._trouble, self._done = True, None, None
        self._show()
        self.old.setFocus()

    def _end_change(self) -> None:
        self._changing = False
        self._start_anew()

    def _start_anew(self, message: object = None) -> None:
        self._trouble = self._done = None
        if self._session.workspace is None or self._session.locked:
            self._changing = False
        for field in (self.old, self.field, self.again):
            field.clear()
        self._show()

    def _setting_changed(self, name: str) -> None:
        if name in ("lock_after_minutes", "passphrase_keeper"):
            self._show()

    # -- what it shows -------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        there = self._session.workspace is not None
        if self.parentWidget() is not None or not there:  # without a parent it would be a window
            self.setVisible(there)
        new, locked, changing = self._new, self._session.locked, self._changing
        self._icon.set_icon("key" if not locked else "lock", "good" if not locked else "muted")
        asking = new or changing or locked
        self._place(self._below if new or changing else self._beside)
        for widget, wanted in (
            (self.old, changing), (self.field, asking), (self.again, new or changing), (self.go, asking),
            (self.change, not asking), (self.lock, not asking), (self.cancel, changing),
            (self.remembered, locked and not new and self._session.keeps_passphrase),
        ):  # fmt: skip
            widget.setVisible(wanted)
        for widget in (self.old, self.field, self.again, self.go, self.remembered):
            widget.setEnabled(not self._busy)
        self.setProperty("status", "warning" if self._trouble is not None else "neutral")
        self.style().unpolish(self)
        self.style().polish(self)
        self._retranslate()

    def _place(self, holder: QWidget) -> None:
        """The fields and buttons in one line with the text, or below it where there are many."""
        self._beside.setVisible(holder is self._beside)
        self._below.setVisible(holder is self._below)
        if self.field.parentWidget() is holder:
            return
        for widget in (self.old, self.field, self.again, self.go, self.remembered, self.change, self.lock, self.cancel):
            widget.setParent(holder)
            self._layouts[holder].addWidget(widget)

    def _retranslate(self) -> None:
        new, locked, changing = self._new, self._session.locked, self._changing
        minutes = self._session.settings.lock_after_minutes
        if new:
            title = self.tr("No passphrase has been set yet")
            detail = self.tr(
                "It encrypts every private key of this workspace. Nobody can recover it: without it the keys are lost for good."
            )
        elif changing:
            title = self.tr("Change the passphrase")
            detail = self.tr("The keys stay as they are. Nobody can recover the new passphrase: without it the keys are lost for good.")
        elif locked:
            title = self.tr("The private keys are locked")
            detail = self.tr("Looking and searching needs no key; issuing and signing does.")
        else:
            title = self.tr("The private keys are unlocked")
            detail = self.tr("They lock themselves after %n minutes without use.", "", minutes) if minutes else ""
        if self._busy:
            detail = self.tr("One moment: a passphrase is made slow to guess.")
        elif self._trouble is not None:
            detail = self._language.say(self._trouble)
        elif self._done is not None:
            detail = self._language.say(self._done)
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        for field, text in (
            (self.old, self.tr("Passphrase of now")),
            (self.field, self.tr("New passphrase") if new or changing else self.tr("Passphrase")),
            (self.again, self.tr("The same again")),
        ):
            field.setPlaceholderText(text)
            field.setAccessibleName(text)
        self.go.setText(self.tr("Set the passphrase") if new else self.tr("Change") if changing else self.tr("Unlock"))
        self.remembered.setText(self.tr("From the keyring"))
        self.lock.setText(self.tr("Lock"))
        self.change.setText(self.tr("Change the passphrase…"))
        self.cancel.setText(self.tr("Cancel"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._changing:
            self._end_change()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() is QEvent.Type.ParentChange and self._ready:
            self._show()
