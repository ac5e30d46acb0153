"""Putting an entry away, after saying what depends on it, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.models.library import work
from workbench.views.error_bar import Bar
from workbench.views.glossary.term_text import TermText
from workbench.views.panes import Text
from workbench.words import visible

if TYPE_CHECKING:
    from workbench.core.workspace.deleting import Dependents
    from workbench.models.library.details import Details
    from workbench.views.library.actions import Library


def put_away(library: Library, details: Details) -> None:
    """Ask what depends on it; where something does, ask the person too."""
    deed = _Deed(library, details)
    job = library.shell.workspace.read(work.read_dependents, details.entry.id)
    job.finished.connect(deed.dependents_known)
    library.follow(job)


def take_back(library: Library, details: Details) -> None:
    """Out of what is put away."""
    deed = _Deed(library, details)
    job = library.shell.workspace.change(work.restore, details.entry.id)
    job.finished.connect(deed.taken_back)
    library.follow(job)


class _Deed(QObject):
    """One entry on its way."""

    def __init__(self, library: Library, details: Details) -> None:
        super().__init__(library if isinstance(library, QObject) else None)
        self._library, self._details = library, details

    @Slot(object)
    def dependents_known(self, found: Dependents) -> None:
        if not found.any:
            self.go()
            return
        question = PutAwayQuestion(self._library, self._details, found)
        question.agreed.clicked.connect(self.go)
        self._library.show_panel(question)

    @Slot()
    def go(self) -> None:
        self._library.close_panel()
        job = self._library.shell.workspace.change(work.delete, self._details.entry.id)
        job.finished.connect(self._gone)
        self._library.follow(job)

    @Slot(object)
    def _gone(self, id: str) -> None:
        self._library.done(Message("library_was_put_away", {"name": self._details.entry.title}), self.undo)

    @Slot()
    def undo(self) -> None:
        take_back(self._library, self._details)

    @Slot(object)
    def taken_back(self, id: str) -> None:
        self._library.done(Message("library_was_taken_back", {"name": self._details.entry.title}))
        self._library.shell.wishes.entry.emit(id)


class PutAwayQuestion(Bar):
    """What depends on an entry, and whether it shall go all the same."""

    def __init__(self, library: Library, details: Details, found: Dependents, parent: QWidget | None = None) -> None:
        super().__init__("warning", parent)
        self._library, self._details, self._found = library, details, found
        self._question = Text("", "strong", wrap=True)
        self._depends = TermText(library.shell.language)
        self._titles = Text("", "quiet", wrap=True)
        self.agreed, self.cancelled = QPushButton(), QPushButton()
        self.cancelled.clicked.connect(library.close_panel)
        buttons = QHBoxLayout()
        buttons.addWidget(self.cancelled)
        buttons.addWidget(self.agreed)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        for widget in (self._question, self._depends, self._titles):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.setFocusProxy(self.cancelled)
        self.retranslate()

    def retranslate(self) -> None:
        language = self._library.shell.language
        self._question.setText(self.tr("Put “{name}” away?").format(name=visible(self._details.entry.title)))
        said = [language.say(message) for message in self._found.messages]
        said.append(self.tr("All of it stays as it is. What is put away can be taken back at any time."))
        self._depends.setText("\n".join(said))
        titles = ", ".join(visible(title) for title in self._found.titles)
        self._titles.setText(self.tr("Among them: {titles}").format(titles=titles) if titles else "")
        self._titles.setVisible(bool(titles))
        self.agreed.setText(self.tr("Put away"))
        self.cancelled.setText(self.tr("Leave it"))
        self.setAccessibleName(self._question.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._library.close_panel()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
