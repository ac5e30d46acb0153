"""Rows of which there can be any number: added, removed, put back, moved up and down, with the mouse or without."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from workbench.core.issuance.parts import Place
from workbench.views import icons, theme
from workbench.views.issuance.editors.fields import TypedField
from workbench.views.issuance.editors.note import Note
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.issuance.editors.wrapping import Link
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
        self.number, self.count = number, count
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


class RowList(QWidget):
    """Rows one below the other, and a button for another one. `values` are those of its rows.

    make     a row that is empty
    changed  its user changed a row, or which rows there are
    """

    changed = Signal()

    def __init__(self, make: Callable[[], Row], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.make, self.rows = make, list[Row]()
        self._removed: tuple[int, Any] | None = None
        self.lines = QVBoxLayout()
        self.lines.setSpacing(theme.GRID)
        self.add, self.back = Link(), Link()
        self.add.clicked.connect(self._add)
        self.back.clicked.connect(self._put_back)
        self.back.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.lines)
        for button in (self.back, self.add):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def name(self, add: str) -> None:
        """What the button says that adds a row."""
        self.add.say(add)
        self.back.say(self.tr("Put back what was removed"))

    def fill(self, values: Sequence[Any]) -> None:
        self._removed = None
        self.back.hide()
        while len(self.rows) > len(values):
            self._drop(self.rows[-1])
        while len(self.rows) < len(values):
            self._insert(len(self.rows))
        for row, value in zip(self.rows, values, strict=True):
            row.fill(value)
        self._renumber()

    def values(self) -> tuple[Any, ...]:
        return tuple(row.value() for row in self.rows)

    def line_at(self, place: Place, otherwise: ProblemLine) -> ProblemLine:
        """Where a problem is said whose place begins with the number of a row."""
        if place and isinstance(place[0], int) and 0 <= place[0] < len(self.rows):
            return self.rows[place[0]].line_at(place[1:])
        return otherwise

    def insert_values(self, row: Row, values: Sequence[Any]) -> None:
        """Put these in place of a row, and go to the last of them."""
        at = self.rows.index(row)
        row.fill(values[0])
        for offset, value in enumerate(values[1:], 1):
            self._insert(at + offset).fill(value)
        self._renumber()
        last = self.rows[at + len(values) - 1].first_field()
        last.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(last, TypedField):
            last.end(False)  # where its user goes on typing
        self.changed.emit()

    def append(self, value: Any) -> None:
        """A further row, as if its user had typed it."""
        row = self._insert(len(self.rows))
        row.fill(value)
        self._renumber()
        self.changed.emit()

    # -- rows come and go ------------------------------------------------------------------------------------------

    def _insert(self, at: int) -> Row:
        row = self.make()
        row.changed.connect(self._row_changed)
        row.wanted.connect(self._do)
        self.rows.insert(at, row)
        self.lines.insertWidget(at, row)
        row.show()  # now, so that it can have the focus
        return row

    def _drop(self, row: Row) -> None:
        self.rows.remove(row)
        self.lines.removeWidget(row)
        row.hide()
        row.setParent(None)
        row.deleteLater()

    def _renumber(self) -> None:
        for at, row in enumerate(self.rows, 1):
            row.set_number(at, len(self.rows))

    def _row_changed(self, row: Row) -> None:
        self.changed.emit()

    def _add(self) -> None:
        row = self._insert(len(self.rows))
        row.begin()
        self._renumber()
        self._go_to(row)
        self.changed.emit()

    def _put_back(self) -> None:
        if self._removed is None:
            return
        (at, value), self._removed = self._removed, None
        row = self._insert(min(at, len(self.rows)))
        row.fill(value)
        self._renumber()
        self._go_to(row)
        self.back.hide()
        self.changed.emit()

    def _do(self, row: Row, what: str) -> None:
        at = self.rows.index(row)
        if what == "remove":
            self._removed = (at, row.value())
            next_one = self.rows[at + 1] if at + 1 < len(self.rows) else self.rows[at - 1] if at else None
            self.back.show()
            if next_one is not None:
                self._go_to(next_one)
            else:
                self.add.setFocus(Qt.FocusReason.OtherFocusReason)
            self._drop(row)
        elif what == "another":
            self._insert(at + 1).begin()
            self._go_to(self.rows[at + 1])
        else:
            to = at + (1 if what == "down" else -1)
            if not 0 <= to < len(self.rows):
                return
            focus = row.focusWidget() if row.focusWidget() is not None and row.focusWidget().hasFocus() else None
            self.rows.insert(to, self.rows.pop(at))
            self.lines.removeWidget(row)
            self.lines.insertWidget(to, row)
            if focus is not None:
                focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._renumber()
        self.changed.emit()

    def _go_to(self, row: Row) -> None:
        row.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.back.say(self.tr("Put back what was removed"))
