"""The rows of a table as they would be issued, or were: one line each, with an icon and a word for its state."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from workbench.models.issuance.batch.row_text import State
from workbench.models.issuance.batch.rows import COLUMNS, RowRole, RowsModel
from workbench.views import icons, theme

MARKS = {
    State.FINE: ("check", "muted"),
    State.WARNING: ("exclamation", "warning"),
    State.WRONG: ("cross", "bad"),
    State.ISSUED: ("check", "good"),
    State.REFUSED: ("cross", "bad"),
}
SHARES = {"name": 20, "names": 24, "state": 32}
"""How the room is divided that the narrow columns leave."""
NARROW = {"line": 48, "key": 78, "until": 96}
"""Pixels at the usual size of text."""
_LEAST = {"name": 105, "names": 90, "state": 118}
_GIVEN_UP = ("names", "key", "until")
"""Columns that go, one after the other, where there is no room for all: the tool tip of the name has them."""


class _Delegate(QStyledItemDelegate):
    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        state = index.data(RowRole.STATE)
        if state:
            name, token = MARKS[State(state)]
            option.icon = icons.icon(name, token)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration


class RowTable(QTableView):
    """Columns share the room, until somebody moves an edge."""

    def __init__(self, model: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setMinimumHeight(96)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        self._by_hand = False
        self._fitting = False
        header.sectionResized.connect(self._resized)
        self.fit()

    def fit(self) -> None:
        """Divide the room, unless somebody has moved an edge."""
        scale = theme.current().scale
        self.verticalHeader().setDefaultSectionSize(round(28 * max(1.0, scale)))
        if self._by_hand:
            return
        self._fitting = True
        least = {name: round(width * scale) for name, width in (NARROW | _LEAST).items()}
        shown = list(COLUMNS)
        for name in _GIVEN_UP:
            if sum(least[column] for column in shown) > self.viewport().width():
                shown.remove(name)
        room = self.viewport().width() - sum(least[name] for name in shown)
        shares = sum(SHARES.get(name, 0) for name in shown)
        for section, name in enumerate(COLUMNS):
            self.setColumnHidden(section, name not in shown)
            self.setColumnWidth(section, least[name] + max(0, room) * SHARES.get(name, 0) // shares)
        self._fitting = False

    def _resized(self, section: int, old: int, new: int) -> None:
        if not self._fitting and self.isVisible() and self.horizontalHeader().underMouse():
            self._by_hand = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()
