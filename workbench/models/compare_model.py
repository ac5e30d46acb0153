"""Two objects field by field as a table: field, left, right, what is the matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench import words
from workbench.core.compare import Row, State, differences
from workbench.core.errors import Message

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
FIELD, LEFT, RIGHT, STATE = range(4)


class CompareModel(QAbstractTableModel):
    """Rows of `core.compare`. `only_differences` leaves out what is the same."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Row, ...] = ()
        self._rows: Sequence[Row] = ()
        self._only = True
        self._language = "en"
        self._titles = ("", "")

    def set_rows(self, rows: tuple[Row, ...], left: str, right: str) -> None:
        """left, right: what the two objects are called, as plain text."""
        self._all, self._titles = rows, (left, right)
        self._rebuild()

    def set_only_differences(self, only: bool) -> None:
        if only != self._only:
            self._only = only
            self._rebuild()

    def set_language(self, language: str) -> None:
        self._language = language
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 3)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 3))

    @property
    def difference_count(self) -> int:
        """How many of the innermost fields differ."""
        found = {row.path for row in differences(self._all)}
        outer = {path[:depth] for path in found for depth in range(len(path))}
        return len(found - outer)

    def _rebuild(self) -> None:
        self.beginResetModel()
        rows = differences(self._all) if self._only else self._all
        self._rows = [row for row in rows if row.path]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        translate = QCoreApplication.translate
        match section:
            case 0:
                return translate("Compare", "Field")
            case 1 | 2:
                return self._titles[section - 1]
            case _:
                return translate("Compare", "Result")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(row, index.column())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.label}: {self._cell(row, index.column())}"
        return None

    def _cell(self, row: Row, column: int) -> str:
        match column:
            case 0:
                return "    " * (len(row.path) - 1) + words.visible(row.label)
            case 1 | 2:
                node = row.left if column == 1 else row.right
                if node is not None and row.secret:
                    return "••••••"
                return words.visible(row.left_value if column == 1 else row.right_value)
            case _:
                return words.say(self._state(row), self._language)

    def _state(self, row: Row) -> Message:
        if row.state is State.SAME and row.encoding:
            return Message("compare_encoding")
        return Message(f"compare_{row.state}")

    def as_text(self) -> str:
        """The whole table, tab-separated, for the clipboard."""
        lines = ["\t".join(str(self.headerData(column, Qt.Orientation.Horizontal)) for column in range(4))]
        lines += ["\t".join(self._cell(row, column).strip() for column in range(4)) for row in self._rows]
        return "\n".join(lines)
