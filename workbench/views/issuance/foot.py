"""The foot of a form: the passphrase where it is needed, how far the work is, why the button is off, and the button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from workbench.views.glossary.term_text import TermText
from workbench.views.issuance.passphrase_row import PassphraseRow
from workbench.views.panes import IconLabel, Line, as_tool_tip
from workbench.views.shell import Shell


class Foot(QWidget):
    """go            the button, or Enter in the last field of the passphrase
    stop          no, do not make it
    place_wanted  show what the sentence is about
    """

    go = Signal()
    stop = Signal()
    place_wanted = Signal()
    SHOW_AFTER_MS = 200

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.shell = shell
        self.passphrase = PassphraseRow(shell)
        self.passphrase.entered.connect(self._entered)
        self.sign = IconLabel("info", "muted", 16)
        self.sentence = TermText(shell.language, role="quiet")
        self.place = QPushButton()
        self.place.setProperty("kind", "link")
        self.place.clicked.connect(self.place_wanted)
        self.place.hide()
        self.button = QPushButton()
        self.button.setProperty("kind", "main")
        self.button.setMinimumHeight(32)
        self.button.setMinimumWidth(120)
        self.button.clicked.connect(self.go)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setMinimumWidth(60)
        self.cancel = QPushButton()
        self.cancel.clicked.connect(self.stop)
        self._late = QTimer(self, singleShot=True, interval=self.SHOW_AFTER_MS)
        self._late.timeout.connect(self._appear)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.sentence, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.place)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.button)
        self._inner = inner = QVBoxLayout()
        inner.setContentsMargins(16, 10, 16, 12)
        inner.setSpacing(10)
        inner.addWidget(self.passphrase)
        inner.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Line())
        column.addLayout(inner)
        self.show_working(False)
        self.retranslate()

    def take_passphrase(self) -> None:
        """The passphrase stands here again, when it was somewhere else."""
        self._inner.insertWidget(0, self.passphrase)

    def say(self, sentence: str, icon: str = "", token: str = "muted", place: bool = False) -> None:
        """What stands beside the button; `place`: one can be led to it."""
        self.sentence.setText(sentence)
        self.sign.set_icon(icon or "info", token)
        self.sign.setVisible(bool(sentence) and bool(icon))
        self.place.setVisible(place)

    def allow(self, name: str, hindrance: str) -> None:
        """The button with this name; where there is a hindrance it is off and says so."""
        self.button.setText(name)
        self.button.setEnabled(not hindrance)
        self.button.setToolTip(as_tool_tip(hindrance))
        self.button.setAccessibleDescription(hindrance)

    def allow_cancel(self, allowed: bool) -> None:
        self.cancel.setEnabled(allowed)

    def show_working(self, working: bool) -> None:
        """What takes only a moment shows nothing."""
        self.button.setVisible(not working)
        self._late.stop()
        if working:
            self._late.start()
        for part in (self.bar, self.cancel):
            part.hide()

    def _appear(self) -> None:
        self.bar.show()
        self.cancel.show()

    def show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _entered(self) -> None:
        if not self.button.isHidden():  # where it is off, the form says why
            self.go.emit()

    def retranslate(self) -> None:
        self.cancel.setText(self.tr("Cancel"))
        self.place.setText(self.tr("Show"))
        self.place.setAccessibleName(self.tr("Show the field that this is about"))
        self.bar.setAccessibleName(self.tr("Working"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
