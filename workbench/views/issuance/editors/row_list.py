"""Rows of which there can be any number: added, removed, put back, moved up and down, with the mouse or without."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from workbench.core.issuance.parts import Place
from workbench.views import theme
from workbench.views.issuance.editors.fields import TypedField
from workbench.views.issuance.editors.problem_line import ProblemLine
from workbench.views.issuance.editors.row import Row
from workbench.views.issuance.editors.wrapping import Link

AT_ONCE, BATCH = 8, 4
"""Rows that are made at once, and after that between two events: a row takes some milliseconds, and the window must not freeze."""


class RowList(QWidget):
    """Rows one below the other, and a button for another one. `values` are those of its rows.

    make     a row that is empty
    changed  its user changed a row, or which rows there are
    grown    the last of many rows was made, some time after they were filled in
    """

    changed = Signal()
    grown = Signal()

    def __init__(self, make: Callable[[], Row], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.make, self.rows = make, list[Row]()
        self._removed: tuple[int, Any] | None = None
        self._waiting: list[Any] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._grow)
        self._sought: Row | None = None
        self._looks = 0
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(15)
        self._look.timeout.connect(self._bring_into_sight)
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
        self._show(values)

    def _show(self, values: Sequence[Any]) -> None:
        """Rows for these: the first at once, the others little by little."""
        while len(self.rows) > len(values):
            self._drop(self.rows[-1])
        made = max(len(self.rows), AT_ONCE)
        for row, value in zip(self.rows, values, strict=False):
            if row.value() != value:
                row.fill(value)
        for value in values[len(self.rows) : made]:
            self._insert(len(self.rows)).fill(value)
        self._waiting = list(values[made:])
        self._renumber()
        if self._waiting:
            self._timer.start()

    def _grow(self) -> None:
        for value in self._waiting[:BATCH]:
            self._insert(len(self.rows)).fill(value)
        del self._waiting[:BATCH]
        self._renumber()
        if not self._waiting:
            self._timer.stop()
            self.grown.emit()

    def complete(self) -> None:
        """Make all the rows that are still to come."""
        while self._waiting:
            self._grow()

    def values(self) -> tuple[Any, ...]:
        return (*(row.value() for row in self.rows), *self._waiting)

    def line_at(self, place: Place, otherwise: ProblemLine) -> ProblemLine:
        """Where a problem is said whose place begins with the number of a row."""
        if place and isinstance(place[0], int) and 0 <= place[0] < len(self.rows):
            return self.rows[place[0]].line_at(place[1:])
        return otherwise

    def insert_values(self, row: Row, values: Sequence[Any]) -> None:
        """Put these in place of a row, and go to the last of them."""
        at, whole = self.rows.index(row), list(self.values())
        self._show([*whole[:at], *values, *whole[at + 1 :]])
        self._go_to(self.rows[min(at + len(values), len(self.rows)) - 1])
        self.changed.emit()

    def append(self, value: Any) -> None:
        """A further row, as if its user had typed it."""
        self.complete()
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
        self.complete()
        row = self._insert(len(self.rows))
        row.begin()
        self._renumber()
        self._go_to(row)
        self.changed.emit()

    def _put_back(self) -> None:
        if self._removed is None:
            return
        (at, value), self._removed = self._removed, None
        self.complete()
        row = self._insert(min(at, len(self.rows)))
        row.fill(value)
        self._renumber()
        self._go_to(row)
        self.back.hide()
        self.changed.emit()

    def _do(self, row: Row, what: str) -> None:
        self.complete()
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
        row.show()  # one that is new can have the focus only then
        field = row.first_field()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(field, TypedField):
            field.end(False)  # where its user goes on typing
        self._sought, self._looks = row, 0
        self._look.start()

    def _bring_into_sight(self) -> None:
        """The row that the keyboard is at. Its place and the room to scroll come some events later, so this is done a few times."""
        row, self._looks = self._sought, self._looks + 1
        if row is None or row not in self.rows:
            return
        around = self.parentWidget()
        while around is not None:
            if isinstance(around, QScrollArea):
                around.ensureWidgetVisible(row, 0, theme.GRID)
            around = around.parentWidget()
        seen = row.visibleRegion().boundingRect().height() >= row.height()
        if self._looks < (4 if seen else 20):
            self._look.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.back.say(self.tr("Put back what was removed"))
