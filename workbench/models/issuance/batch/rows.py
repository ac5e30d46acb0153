"""The rows of a table for a view: texts are made when they are shown, so that ten thousand rows cost nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QDateTime, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench import words
from workbench.core.errors import Message
from workbench.core.issuance.batch import BatchRow
from workbench.models.issuance.batch.row_text import State, end_of, names_text, reasons_of, state_of, state_text
from workbench.words import visible

if TYPE_CHECKING:
    from workbench.core.workspace.batch import RowResult

AnyIndex = QModelIndex | QPersistentModelIndex
COLUMNS = ("line", "name", "names", "key", "until", "state")
"""`batch_page_head_<column>` names them."""
STATE = COLUMNS.index("state")
_LONGEST_SHOWN = 200


class RowRole(IntEnum):
    STATE = Qt.ItemDataRole.UserRole + 1
    """`State`, in the column of the state."""


class RowsModel(QAbstractTableModel):
    """rows     in the order of the table; results   by position there; both are changed here only
    key_names   what kinds of keys are called
    """

    def __init__(self, key_names: Mapping[Any, str], language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[BatchRow] = []
        self.results: dict[int, RowResult] = {}
        self._key_names = key_names
        self._language = language
        self._order: list[int] = []
        self._places: dict[int, int] = {}
        self._wrong_first = False

    # -- changing --------------------------------------------------------------------------------------------------

    def show(self, rows: Sequence[BatchRow]) -> None:
        """Another table: nothing of it is issued."""
        self.beginResetModel()
        self.rows = list(rows)
        self.results = {}
        self._put_in_order()
        self.endResetModel()

    def change(self, found: Iterable[tuple[int, BatchRow]]) -> None:
        changed = []
        for position, row in found:
            self.rows[position] = row
            changed.append(position)
        self._tell(changed)

    def came(self, found: Iterable[tuple[int, RowResult]]) -> None:
        """What became of some rows."""
        new = dict(found)
        self.results.update(new)
        self._tell(new)

    def put_wrong_first(self, on: bool) -> None:
        """What cannot be issued, or was refused, stands before what has a warning, and that before the rest."""
        self._wrong_first = on
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self._order[index.row()]) for index in self.persistentIndexList()]
        self._put_in_order()
        for index, position in kept:
            self.changePersistentIndex(index, self.index(self._places[position], index.column()))
        self.layoutChanged.emit()

    def set_language(self, language: str) -> None:
        self._language = language
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, STATE))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, STATE)

    def _put_in_order(self) -> None:
        order = list(range(len(self.rows)))
        if self._wrong_first:
            ranks = {State.WRONG: 0, State.REFUSED: 0, State.WARNING: 1}
            order.sort(key=lambda position: ranks.get(self.state(position), 2))
        self._order = order
        self._places = {position: place for place, position in enumerate(order)}

    def _tell(self, positions: Iterable[int]) -> None:
        """Once for all: what lies between is painted anew where it is in sight, which costs less than many signals."""
        places = [self._places[position] for position in positions]
        if places:
            self.dataChanged.emit(self.index(min(places), 0), self.index(max(places), STATE))

    # -- asking ----------------------------------------------------------------------------------------------------

    def state(self, position: int) -> State:
        return state_of(self.rows[position], self.results.get(position))

    def position(self, index: AnyIndex) -> int:
        """Where the row of an index stands in the table."""
        return self._order[index.row()]

    def place(self, position: int) -> int:
        """In which row of the view it is shown."""
        return self._places[position]

    def reasons(self, index: AnyIndex) -> list[str]:
        """All that is to be said of a row, one sentence each."""
        position = self.position(index)
        return [visible(text) for text in reasons_of(self.rows[position], self.results.get(position), self._language)]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return words.say(Message(f"batch_page_head_{COLUMNS[section]}"), self._language)
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        position = self._order[index.row()]
        column = COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(position, column)[:_LONGEST_SHOWN]
        if role == Qt.ItemDataRole.ToolTipRole:
            text = self._tip(index, position, column)
            return f"<p style='white-space:pre-wrap'>{escape(text[:2000])}</p>" if text else None
        if role == RowRole.STATE and column == "state":
            return str(self.state(position))
        if role == Qt.ItemDataRole.TextAlignmentRole and column == "line":
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _tip(self, index: AnyIndex, position: int, column: str) -> str:
        if column == "state":
            return "\n".join(self.reasons(index))
        if column != "name":
            return self._text(position, column) if column == "names" else ""
        # In a narrow window some columns do not stand beside it.
        told = [self._text(position, "name")]
        told += [f"{self.headerData(COLUMNS.index(other), Qt.Orientation.Horizontal)}: {text}"
                 for other in ("names", "key", "until") if (text := self._text(position, other))]  # fmt: skip
        return "\n".join(told)

    def _text(self, position: int, column: str) -> str:
        row, result = self.rows[position], self.results.get(position)
        match column:
            case "line":
                return str(row.line)
            case "name":
                return visible(row.title)
            case "names":
                return names_text(row)
            case "key":
                return self._key_names.get(row.key, str(row.key)) if row.title else ""
            case "until":
                end = end_of(row, result)
                if end is None:
                    return ""
                return QDateTime.fromSecsSinceEpoch(int(end.timestamp())).toString("yyyy-MM-dd")
            case _:
                return state_text(row, result, self._language)
