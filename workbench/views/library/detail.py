"""The right side: the answer about the chosen entry, what can be done with it, what it is, tags, notes, and what happened to it."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from workbench.models.library.facts import Fact, FactWords
from workbench.views import icons, theme
from workbench.views.inspector.banner import Banner
from workbench.views.library.action_row import EntryActions
from workbench.views.library.actions import ACTIONS, EntryAction, Library
from workbench.views.library.notes_editor import NotesEditor
from workbench.views.library.tags_editor import TagsEditor
from workbench.views.panes import BrokenText, EmptyState, Pane, SectionHeader, Text, as_tool_tip

if TYPE_CHECKING:
    from workbench.models.library.details import Details

COMPACT_BELOW = 380
"""Pixels of height below which the second line of the answer is its tool tip."""


class EntryDetail(QWidget):
    """entry_wanted(id)       go to another entry
    tags_changed(id, tags), notes_changed(id, text)
    """

    entry_wanted = Signal(str)
    tags_changed = Signal(str, object)
    notes_changed = Signal(str, str)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._language = library.shell.language
        self.details: Details | None = None
        self.banner = Banner(self._language)
        self.actions_row = EntryActions()
        self.actions_row.wanted.connect(self.do)
        self.buttons = self.actions_row.buttons
        self._panel: QWidget | None = None
        self._panel_place = QVBoxLayout()
        self.facts = QWidget()
        self.tags = TagsEditor()
        self.notes = NotesEditor()
        self.log = QWidget()
        self._headers = {name: SectionHeader() for name in ("facts", "tags", "notes", "log")}
        self.tags.changed.connect(self._tags_changed)
        self.notes.changed.connect(self.notes_changed)
        self.area = QScrollArea()
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        holder = QWidget()
        holder.setProperty("part", "clear")
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(6)
        self._column.addWidget(self.actions_row)
        self._column.addLayout(self._panel_place)
        for name, widget in (("facts", self.facts), ("tags", self.tags), ("notes", self.notes), ("log", self.log)):
            self._column.addSpacing(8)
            self._column.addWidget(self._headers[name])
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(holder)
        self.pane = Pane("", 1)
        self.pane.column.addWidget(self.area)
        self.empty = EmptyState("library")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.banner)
        column.addWidget(self.pane, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()

    def do(self, id: str, *ignored: object) -> None:
        """Run an action on what is shown, if it is there for it."""
        row = next((row for row in ACTIONS if row.id == id), None)
        if row is not None and self.details is not None and row.fits(self.details):
            row.run(self._library, self.details)

    def offered(self) -> list[EntryAction]:
        """What can be done with what is shown."""
        return [row for row in ACTIONS if self.details is not None and row.fits(self.details)]

    # -- showing -------------------------------------------------------------------------------------------------------

    def show_details(self, details: Details | None) -> None:
        """None shows that nothing is chosen."""
        before = self.details.entry.id if self.details is not None else ""
        self.details = details
        for part in (self.banner, self.pane):
            part.setVisible(details is not None)
        self.empty.setVisible(details is None)
        if details is None:
            self.notes.show_notes("", "")
            self.close_panel()
            return
        if details.entry.id != before:
            self.close_panel()
            self.area.verticalScrollBar().setValue(0)
        self.actions_row.offer(self.offered())
        self.tags.show_tags(details.entry.tags, details.tags)
        self.notes.show_notes(details.entry.id, details.entry.notes)
        self._word()

    def _word(self) -> None:
        if self.details is None:
            return
        words = FactWords(self._language.current)
        answer = words.answer(self.details)
        letter = "" if answer.status is not None else {"key": "K", "request": "R", "trash": "–"}.get(answer.icon, "")
        self.banner.show_answer(answer.status, answer.headline, answer.detail, letter)
        self.facts = self._replace(self.facts, self._grid(words.facts(self.details), 120))
        self.log = self._replace(self.log, self._grid([words.log_line(entry) for entry in self.details.log], 150))

    def _replace(self, old: QWidget, new: QWidget) -> QWidget:
        self._column.replaceWidget(old, new)
        old.hide()
        old.deleteLater()
        return new

    def _grid(self, facts: Iterable[Fact], width: int) -> QWidget:
        holder = QWidget()
        holder.setProperty("part", "clear")
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(0, theme.current().px(width))
        grid.setColumnStretch(1, 1)
        for number, fact in enumerate(facts):
            grid.addWidget(Text(fact.label, "quiet"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._value(fact), number, 1)
            if fact.copy:
                grid.addWidget(self._copy_button(fact), number, 2, Qt.AlignmentFlag.AlignTop)
        return holder

    def _value(self, fact: Fact) -> QWidget:
        if fact.entry_id:
            button = QPushButton(fact.value.replace("&", "&&"))
            button.setProperty("kind", "value")
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setAccessibleName(f"{fact.label}: {fact.value}")
            button.setToolTip(as_tool_tip(fact.value))
            button.clicked.connect(functools.partial(self._go_to, fact.entry_id))
            return button
        value = BrokenText(fact.value, "mono").selectable() if fact.mono else Text(fact.value, "", wrap=True).selectable()
        if not fact.mono:
            value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        value.setAccessibleName(f"{fact.label}: {fact.value}")
        return value

    def _go_to(self, id: str, *ignored: object) -> None:
        self.entry_wanted.emit(id)

    def _copy_button(self, fact: Fact) -> QToolButton:
        button = QToolButton()
        icons.put(button, "copy", "muted")
        button.setAccessibleName(self.tr("Copy {what}").format(what=fact.label))
        button.setToolTip(button.accessibleName())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(functools.partial(self._copy, fact.value))
        return button

    def _copy(self, text: str, *ignored: object) -> None:
        QGuiApplication.clipboard().setText(text)

    def _tags_changed(self, tags: tuple[str, ...]) -> None:
        if self.details is not None:
            self.tags_changed.emit(self.details.entry.id, tags)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the answer is one sentence."""
        super().resizeEvent(event)
        self.banner.set_compact(self.height() < COMPACT_BELOW)

    # -- what an action shows ------------------------------------------------------------------------------------------

    def show_panel(self, widget: QWidget) -> None:
        """Above the facts, until it is closed or another entry is chosen."""
        self.close_panel()
        self._panel = widget
        self._panel_place.addWidget(widget)
        self.area.verticalScrollBar().setValue(0)
        widget.show()
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> None:
        if self._panel is None:
            return
        panel, self._panel = self._panel, None
        had_focus = panel.isAncestorOf(self.window().focusWidget()) if self.window().focusWidget() is not None else False
        panel.hide()
        self._panel_place.removeWidget(panel)
        panel.deleteLater()
        if had_focus:
            first = self.actions_row.first()
            if first is not None:
                first.setFocus()

    @property
    def panel(self) -> QWidget | None:
        return self._panel

    def enter(self) -> None:
        """The keyboard goes to the first thing that can be done."""
        first = self.actions_row.first()
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    # -- language and look ---------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        texts = {"facts": self.tr("What it is"), "tags": self.tr("Tags"), "notes": self.tr("Notes"), "log": self.tr("What happened")}
        for name, text in texts.items():
            self._headers[name].setText(text)
        for part in (self.pane, self.area):
            part.setAccessibleName(self.tr("The chosen entry"))
        self.empty.set_texts(self.tr("Nothing is chosen"), self.tr("Choose a row to see what it is and what can be done with it."))
        self._word()

    def refresh(self) -> None:
        """Theme or text size changed."""
        self._word()
