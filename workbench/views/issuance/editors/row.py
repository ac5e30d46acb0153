"""One of several rows: its fields, a menu, a button that removes it; below, a note and what is wrong."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from workbench.core.issuance.parts import Place
from workbench.views import icons, theme
from workbench.views.issuance.editors.fields import TypedField
from workbench.views.issuance.editors.note import Note
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.menus import empty
from workbench.views.shell import Shell

ONE_LINE = 400
"""Pixels at 100 % text from which on a row's two fields stand beside each other."""


class Row(QWidget):
    """One row: perhaps something that leads it (its kind), the field, a menu, a button that removes it; below, a note and what is wrong.

    changed(row)     its user changed it
    wanted(row, str) "remove", "up", "down", "another" (a row below it)
    """

    changed = Signal(object)
    wanted = Signal(object, str)

    def __init__(self, shell: Shell, field: QWidget, lead: QWidget | None = None) -> None:
        super().__init__()
        self.shell, self.field, self.lead = shell, field, lead
        self.number, self.count = 1, 1
        self.setProperty("part", "clear")
        self.more, self.remove = QToolButton(), QToolButton()
        self.more.setText("⋯")
        self.more.setProperty("kind", "bare-menu")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self.more.menu().aboutToShow.connect(self._open_menu)
        icons.put(self.remove, "close", "muted")
        for button in (self.more, self.remove):
            button.setIconSize(QSize(16, 16))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.remove.clicked.connect(self._remove)
        self.note = Note(shell.language, of=field)
        self.note.hide()
        self.problem = ProblemLine(shell.language, field)
        self.grid = QGridLayout()
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(6)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.column.addLayout(self.grid)
        for widget in (self.note, self.problem):
            self.column.addWidget(widget)
        self._narrow: bool | None = None
        self._arrange(False)

    # -- to be said by a kind of row -------------------------------------------------------------------------------

    def fill(self, value: Any) -> None:
        raise NotImplementedError

    def value(self) -> Any:
        raise NotImplementedError

    def fill_menu(self, menu: QMenu) -> None:
        """What its menu offers besides moving."""

    def retranslate(self) -> None:
        self.more.setAccessibleName(self.tr("More about row {number}").format(number=self.number))
        self.remove.setAccessibleName(self.tr("Remove row {number}").format(number=self.number))
        self.remove.setToolTip(self.tr("Remove (Alt+Delete)"))
        self.more.setToolTip(self.tr("Move and more (Alt+Up, Alt+Down)"))

    def line_at(self, rest: Place) -> ProblemLine:
        """Where a problem with a part of this row is said; `rest` is the place inside the row."""
        return self.problem

    def first_field(self) -> QWidget:
        return self.field

    # -- the same for all ------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """It has just been added: that it is still empty is no mistake before its user has been there."""
        self._hold(True)
        self.first_field().installEventFilter(self)

    def _hold(self, held: bool) -> None:
        for line in self.findChildren(ProblemLine):
            line.hold(held)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.type() is QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and event.reason() not in passing:
            watched.removeEventFilter(self)
            self._hold(False)
        return super().eventFilter(watched, event)

    def set_number(self, number: int, count: int) -> None:
        renumbered, self.number, self.count = number != self.number, number, count
        if renumbered:
            self.retranslate()

    def edited(self) -> None:
        self._hold(False)
        self.changed.emit(self)

    def _remove(self) -> None:
        self.wanted.emit(self, "remove")

    def _open_menu(self) -> None:
        menu = self.more.menu()
        empty(menu)
        up = menu.addAction(self.tr("Move up"), self._up)
        down = menu.addAction(self.tr("Move down"), self._down)
        up.setEnabled(self.number > 1)
        down.setEnabled(self.number < self.count)
        self.fill_menu(menu)

    def _up(self) -> None:
        self.wanted.emit(self, "up")

    def _down(self) -> None:
        self.wanted.emit(self, "down")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the fields leave: Alt+Up, Alt+Down, Alt+Delete, and Enter for another row."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        wishes = {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down", Qt.Key.Key_Delete: "remove"}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in wishes:
            self.wanted.emit(self, wishes[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and isinstance(self.focusWidget(), TypedField):
            self.wanted.emit(self, "another")
        else:
            super().keyPressEvent(event)

    def _arrange(self, narrow: bool) -> None:
        if narrow is self._narrow:
            return
        self._narrow = narrow
        while self.grid.count():
            self.grid.takeAt(0)
        two = self.lead is not None and narrow
        if self.lead is not None:
            self.grid.addWidget(self.lead, 0, 0)
        place = (1, 0, 1, 4) if two else (0, 1, 1, 1)
        self.grid.addWidget(self.field, *place, self.field_alignment())
        self.grid.addWidget(self.more, 0, 2, Qt.AlignmentFlag.AlignTop)
        self.grid.addWidget(self.remove, 0, 3, Qt.AlignmentFlag.AlignTop)
        self.grid.setColumnStretch(0, 1 if self.lead is not None else 0)
        self.grid.setColumnStretch(1, 0 if two else 2)

    def field_alignment(self) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width() < theme.current().px(ONE_LINE))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
