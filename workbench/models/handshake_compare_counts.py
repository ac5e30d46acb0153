"""What two handshakes agreed on and cost, as a table: a row for each thing that is counted, under headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.core.handshake.compare import Comparison
from workbench.core.handshake.transcript import StepKind, Transcript
from workbench.models.handshake_compare_text import CountRow, Group, connections, count_rows
from workbench.models.handshake_text import HandshakeText

AnyIndex = QModelIndex | QPersistentModelIndex
NAME, LEFT, RIGHT, DIFFERENCE = range(4)
_ORDER = (Group.waiting, Group.wire, Group.asymmetric, Group.computing, Group.agreed, Group.symmetric)
"""What people ask for first stands first."""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class CountRole(IntEnum):
    HEADING = Qt.ItemDataRole.UserRole + 1
    SAME = Qt.ItemDataRole.UserRole + 2  # both sides alike
    SHARE = Qt.ItemDataRole.UserRole + 3  # the length of the cell's bar, 0 to 1; None for no number


@dataclass(frozen=True)
class Heading:
    text: str


class CountsModel(QAbstractTableModel):
    """Four columns: what is counted, left, right, right minus left."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[CountRow | Heading] = []
        self._names = ("", "")

    def show(self, comparison: Comparison | None, names: tuple[str, str], text: HandshakeText) -> None:
        """names: what the two sides are called."""
        self.beginResetModel()
        self._names = names
        self._rows = _rows(comparison, text) if comparison is not None else []
        self.endResetModel()

    def headings(self) -> list[int]:
        """The rows that are headings."""
        return [place for place, row in enumerate(self._rows) if isinstance(row, Heading)]

    # -- QAbstractTableModel ---------------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else DIFFERENCE + 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section <= DIFFERENCE:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section != NAME:
            return _RIGHT
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Counted"), *self._names, self.tr("Difference"))[section]
        if role == Qt.ItemDataRole.ToolTipRole and section == DIFFERENCE:
            return self.tr("Right minus left")
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, Heading):
            if role == CountRole.HEADING:
                return True
            shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and index.column() == NAME
            return row.text if shown else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return (row.short or row.name, row.left or "–", row.right or "–", row.difference)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() != NAME:
            return _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tool_tip(row, index.column())
        if role == CountRole.HEADING:
            return False
        if role == CountRole.SAME:
            return row.left == row.right
        if role == CountRole.SHARE and index.column() in (LEFT, RIGHT):
            return _share(row.amounts, index.column() - LEFT)
        return None


def _tool_tip(row: CountRow, column: int) -> str:
    """The whole text of a cell that may be too narrow for it."""
    words = (row.name, row.left, row.right, row.difference)[column]
    return f"<p style='white-space:pre-wrap'>{escape(words)}</p>" if len(words) > 8 or column == NAME else ""


def _share(amounts: Sequence[float | None], side: int) -> float | None:
    known = [amount for amount in amounts if amount is not None]
    mine, most = amounts[side], max(known, default=0.0)
    return None if mine is None or not most else mine / most


def _rows(comparison: Comparison, text: HandshakeText) -> list[CountRow | Heading]:
    found: list[CountRow | Heading] = []
    numbers = sorted(connections(comparison), key=lambda number: (not number, number))  # what is around the connections comes last
    for number in numbers:
        if len(numbers) > 1:
            found.append(Heading(text.connection(number, not _begins_without(comparison))))
        rows = count_rows(comparison, number, text.language)
        for group in _ORDER:
            of_group = [row for row in rows if row.group is group]
            found += [Heading(text.say(f"compare_group_{group}")), *of_group] if of_group else []
    return found


def _begins_without(comparison: Comparison) -> bool:
    """Whether what belongs to no connection comes before them."""
    return any(side.steps and not side.steps[0].connection for side in (comparison.left, comparison.right))


def round_trip_ms(transcript: Transcript) -> float | None:
    """How long TCP's first question waited for its answer, in milliseconds: the line's round trip. None where there is no TCP."""
    asked = next((step for step in transcript.steps if step.kind is StepKind.tcp), None)
    if asked is None:
        return None
    answer = next((step for step in transcript.steps if step.kind is StepKind.tcp and step.receiver is asked.sender), None)
    return None if answer is None else (answer.arrival - asked.time) * 1000
