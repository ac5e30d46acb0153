"""The moments of a transcript as rows, for those who read rather than watch, and for assistive tools."""

from __future__ import annotations

from enum import IntEnum
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from workbench.core.handshake.transcript import Step, StepKind
from workbench.core.handshake.wording import BETWEEN
from workbench.core.tls.events import Level
from workbench.models.handshake_player import Shown
from workbench.models.handshake_steps import Moment, steps_of
from workbench.models.handshake_text import HandshakeText
from workbench.narration import narrate
from workbench.words import visible

AnyIndex = QModelIndex | QPersistentModelIndex
NUMBER, WAY, NAME, FACTS, PROTECTION, SIZE, TIME, RESULT = range(8)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class TableRole(IntEnum):
    MOMENT = Qt.ItemDataRole.UserRole + 1
    LEVEL = Qt.ItemDataRole.UserRole + 2
    OUTCOME = Qt.ItemDataRole.UserRole + 3
    SEARCHED = Qt.ItemDataRole.UserRole + 4  # everything that a search looks at: the cells, and the values derived in it


class StepTableModel(QAbstractTableModel):
    """A row for each moment."""

    def __init__(self, text: HandshakeText, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._shown: Shown | None = None
        self._moments: tuple[Moment, ...] = ()
        self._sought: dict[int, str] = {}
        self._brief: frozenset[int] = frozenset()

    def show(self, shown: Shown | None, text: HandshakeText) -> None:
        self.beginResetModel()
        self._text, self._shown, self._sought = text, shown, {}
        self._moments = shown.moments if shown is not None else ()
        self.endResetModel()

    def set_brief(self, columns: frozenset[int]) -> None:
        """These columns are so narrow that their headings would be cut."""
        if columns != self._brief:
            self._brief = columns
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, PROTECTION, RESULT)

    def has(self, column: int) -> bool:
        """Whether any row has something in a column."""
        return any(self._cell(moment, column) for moment in self._moments)

    def moment(self, index: AnyIndex) -> Moment | None:
        return self._moments[index.row()] if index.isValid() else None

    # -- QAbstractTableModel ---------------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._moments)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else RESULT + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in (NUMBER, SIZE, TIME) else _LEFT
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            if section in self._brief and role == Qt.ItemDataRole.DisplayRole:
                return ""
            names = (
                self.tr("Step"), self.tr("Who"), self.tr("Name"), self.tr("About it"), self.tr("Protected by"), self.tr("Bytes"),
                self.tr("Time"), self.tr("Result"),
            )  # fmt: skip
            return names[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        moment = self.moment(index)
        if moment is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(moment, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._text.level(moment.step.protection) if self._protected(moment, index) else self._cell(moment, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            said = self._text.level(moment.step.protection) if self._protected(moment, index) else self._cell(moment, index.column())
            return f"<p>{escape(said)}</p>" if said else None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (NUMBER, SIZE, TIME):
            return _RIGHT
        if role == TableRole.MOMENT:
            return moment
        if role == TableRole.LEVEL:
            return moment.step.protection
        if role == TableRole.OUTCOME:
            return moment.step.outcome
        if role == TableRole.SEARCHED:
            return self._searched(moment)
        return None

    def _cell(self, moment: Moment, column: int) -> str:
        step, text = moment.step, self._text
        if column == NUMBER:
            several = moment.stage is not None and moment.last > moment.first
            return f"{moment.first + 1}–{moment.last + 1}" if several else f"{step.number + 1}"
        if column == WAY:
            return "" if moment.stage is not None else text.way(step)
        if column == NAME:
            return text.stage(moment.stage) if moment.stage is not None else text.title(step)
        if column == FACTS:
            said = self._names(moment) if moment.stage is not None else text.facts(step)
            return BETWEEN.join(filter(None, (text.say("diagram_changed"), said))) if self._changed(moment) else said
        if column == SIZE:
            size = sum(other.size for other in self._steps(moment)) if moment.stage is not None else step.size
            return f"{size:,}" if size else ""
        if column == TIME:
            return f"{step.time * 1000:,.1f} ms"
        if column == PROTECTION:
            return (
                "" if moment.stage is not None or step.protection is Level.none else text.say(f"protection_short_{step.protection.value}")
            )
        if moment.stage is not None:
            return ""
        return text.message(step.reason) or ("" if step.kind is StepKind.alert else text.outcome(step.outcome))

    def _changed(self, moment: Moment) -> bool:
        """Whether the last change of a parameter changed it."""
        changed = self._shown.changed if self._shown is not None else frozenset()
        return any(number in changed for number in range(moment.first, moment.last + 1))

    def _protected(self, moment: Moment, index: AnyIndex) -> bool:
        return index.column() == PROTECTION and moment.stage is None and moment.step.protection is not Level.none

    def _steps(self, moment: Moment) -> tuple[Any, ...]:
        return steps_of(self._shown.transcript, moment) if self._shown is not None else ()

    def _names(self, moment: Moment) -> str:
        """The messages of a stage, each once."""
        return self._text.names(dict.fromkeys(self._text.title(step) for step in self._steps(moment) if step.receiver is not None))

    def _searched(self, moment: Moment) -> str:
        """All that is said or shown about a moment but secrets; put together when somebody searches first."""
        if moment.first not in self._sought:
            cells = [self._cell(moment, column) for column in range(RESULT + 1)]
            for step in self._steps(moment):
                cells += [self._text.title(step), self._text.facts(step), self._narrated(step)]
                cells += [visible(value.name) for value in step.values]
                cells += [value.data.hex() for value in step.values if value.data and not value.secret]
            self._sought[moment.first] = "\n".join(cells).casefold()
        return self._sought[moment.first]

    def _narrated(self, step: Step) -> str:
        return narrate(self._shown.transcript, step, self._text.language) if self._shown is not None else ""


class StepFilter(QSortFilterProxyModel):
    """Leaves the rows in which every word of the search stands."""

    def __init__(self, model: StepTableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setSourceModel(model)

    def search(self, text: str) -> None:
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: AnyIndex) -> bool:
        if not self._words:
            return True
        searched = str(self.sourceModel().index(row, 0, parent).data(TableRole.SEARCHED))
        return all(word in searched for word in self._words)
