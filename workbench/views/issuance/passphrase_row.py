"""The passphrase of the workspace, asked where it is needed: twice for a new one, once to unlock, not at all while it is unlocked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.issuance.problems import Problem
from workbench.models.workspace import WorkspaceSession
from workbench.views.glossary.term_text import TermText
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.shell import Shell


def secret_field() -> QLineEdit:
    """A field that shows dots, and that no input method learns from."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setMinimumWidth(110)
    hints = Qt.InputMethodHint
    field.setInputMethodHints(hints.ImhHiddenText | hints.ImhSensitiveData | hints.ImhNoPredictiveText)
    return field


class PassphraseRow(QWidget):
    """changed   something was typed, or the keys were locked or unlocked
    entered   Enter in its last field
    """

    changed = Signal()
    entered = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.shell = shell
        self.label, self.hint = TermText(shell.language, role="strong"), TermText(shell.language, role="muted")
        self.field, self.again = secret_field(), secret_field()
        self.reveal = QCheckBox()
        self.reveal.toggled.connect(self._reveal)
        self.problem = ProblemLine(shell.language, self.field)
        for field in (self.field, self.again):
            field.textEdited.connect(self._typed)
        self.field.returnPressed.connect(self._field_entered)
        self.again.returnPressed.connect(self.entered)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.again, 1)
        row.addWidget(self.reveal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.label)
        column.addLayout(row)
        column.addWidget(self.problem)
        column.addWidget(self.hint)
        self.session.vault_changed.connect(self._refresh)
        self.session.opened.connect(self._refresh)
        self._refresh()

    @property
    def session(self) -> WorkspaceSession:
        return self.shell.workspace

    @property
    def texts(self) -> tuple[str, str]:
        """What stands in the two fields."""
        return self.field.text(), self.again.text()

    def clear(self) -> None:
        """Forget what was typed."""
        for field in (self.field, self.again):
            field.clear()
        self.problem.show_problems(())

    def show_problem(self, message: Message) -> None:
        """Why it did not unlock them."""
        self.problem.show_problems([Problem((), message)])
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def wants(self) -> QLineEdit | None:
        """The field in which something is missing; None when nothing is."""
        if self.isHidden():
            return None
        if not self.field.text():
            return self.field
        return self.again if self.session.vault_new and self.again.text() != self.field.text() else None

    def _typed(self, text: str) -> None:
        self.problem.show_problems(())
        self.changed.emit()

    def _field_entered(self) -> None:
        if self.session.vault_new:
            self.again.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.entered.emit()

    def _reveal(self, on: bool) -> None:
        for field in (self.field, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    def _refresh(self) -> None:
        there = self.session.workspace is not None and self.session.locked
        if not there:
            self.clear()
            self.reveal.setChecked(False)
        if not there:
            self.hide()
        elif self.parent() is not None:  # else it would be a window
            self.show()
        self.retranslate()
        self.changed.emit()

    def retranslate(self) -> None:
        new = self.session.vault_new
        if new:
            self.label.setText(self.tr("Choose a passphrase for the private keys"))
            self.hint.setText(self.tr("It encrypts the private keys of this workspace. Nobody can read them without it, so keep it safe."))
        else:
            self.label.setText(self.tr("Passphrase of the private keys"))
            self.hint.setText("")
        self.hint.setVisible(new)
        self.again.setVisible(new)
        self.field.setPlaceholderText(self.tr("Passphrase"))
        self.again.setPlaceholderText(self.tr("Once more"))
        self.field.setAccessibleName(self.label.text())
        self.again.setAccessibleName(self.tr("The passphrase once more"))
        self.reveal.setText(self.tr("Show"))
        self.reveal.setAccessibleName(self.tr("Show the passphrase"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
