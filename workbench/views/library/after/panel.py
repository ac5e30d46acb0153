"""What the panels of this wing have in common: a title, what it is about, the buttons, and a sentence when something cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from workbench.core.errors import Message
from workbench.models.jobs import Job
from workbench.models.library.details import Details
from workbench.views.error_bar import Bar
from workbench.views.glossary.term_text import TermText
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.panes import IconLabel, Text

if TYPE_CHECKING:
    from workbench.views.library.actions import Library


class AfterPanel(Bar):
    """`body` takes what it is about. Escape and `cancelled` close it; while a job runs it is `busy` and begins no other."""

    def __init__(self, library: Library, details: Details, parent: QWidget | None = None) -> None:
        super().__init__("neutral", parent)
        self.library, self.details, self.shell = library, details, library.shell
        self._refused: Message | None = None
        self.busy = False
        self.title = Text("", "strong", wrap=True)
        self.trouble = TermText(self.shell.language)
        self._trouble_row = QWidget()
        self._trouble_row.setProperty("part", "clear")
        row = QHBoxLayout(self._trouble_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(IconLabel("exclamation", "bad", 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.trouble, 1)
        self._trouble_row.hide()
        self.go, self.cancelled = QPushButton(), QPushButton()
        self.go.setProperty("kind", "main")
        self.cancelled.clicked.connect(library.close_panel)
        self._buttons = QWidget()
        self._buttons.setProperty("part", "clear")
        self.buttons = FlowLayout(self._buttons, 8)
        self.buttons.setContentsMargins(0, 0, 0, 0)
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(self.body)
        column.addWidget(self._trouble_row)
        column.addWidget(self._buttons)

    @property
    def id(self) -> str:
        """Of the entry that it is about."""
        return self.details.entry.id

    def follow(self, job: Job, done: Callable[[Any], None]) -> None:
        """Nothing else is begun until it ends. `done(result)` is called then, also when this panel was closed meanwhile; why it could not
        be is said here, or by the page."""
        self.busy = True
        self._refuse(None)
        following = _Following(self, done)
        job.finished.connect(following.finished)
        job.failed.connect(following.failed)
        job.cancelled.connect(following.cancelled)

    def leave(self) -> None:
        """Close it, unless it is closed."""
        if self.open:
            self.library.close_panel()

    @property
    def open(self) -> bool:
        """It was not closed; perhaps another page is in front of it."""
        return isValid(self) and not self.isHidden()

    @Slot(object)
    def refused(self, message: Message) -> None:
        """Locked keys are asked for where they are unlocked."""
        self.busy = False
        if message.id == "vault_locked":
            self.library.failed(message)
        else:
            self._refuse(message)

    def _refuse(self, message: Message | None) -> None:
        self._refused = message
        self.trouble.setText("" if message is None else self.shell.language.say(message))
        self._trouble_row.setVisible(message is not None)

    def retranslate(self) -> None:
        """Of the derived class, and of what is said here."""
        self.setAccessibleName(self.title.text())
        self._refuse(self._refused)

    def say(self, *sentences: str) -> str:
        """One after the other, as the language has it."""
        return ("" if self.shell.language.current == "ja" else " ").join(filter(None, sentences))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._bring)

    @Slot()
    def _bring(self) -> None:
        """Where there is little room, the buttons above go out of it."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None and self.mapTo(area, QPoint(0, self.height())).y() > area.height():
            area.verticalScrollBar().setValue(area.verticalScrollBar().value() + self.mapTo(area, QPoint(0, -8)).y())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.library.close_panel()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


class _Following(QObject):
    """Work that outlives the panel which began it."""

    def __init__(self, panel: AfterPanel, done: Callable[[Any], None]) -> None:
        super().__init__(panel.library if isinstance(panel.library, QObject) else None)
        self._panel, self._library, self._done = panel, panel.library, done

    @Slot(object)
    def finished(self, result: object) -> None:
        self.cancelled()
        self._done(result)

    @Slot(object)
    def failed(self, message: Message) -> None:
        (self._panel.refused if self._panel.open else self._library.failed)(message)
        self.deleteLater()

    @Slot()
    def cancelled(self) -> None:
        if isValid(self._panel):
            self._panel.busy = False
        self.deleteLater()


def row_of(*widgets: QWidget) -> QHBoxLayout:
    """Side by side at the left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
