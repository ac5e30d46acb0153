"""The scenarios as an item model: groups as headings, and below each what can be watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from workbench import words
from workbench.core.errors import Message

AnyIndex = QModelIndex | QPersistentModelIndex


class ScenarioRole(IntEnum):
    ID = Qt.ItemDataRole.UserRole + 1  # "" for a heading
    HEADING = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True)
class Entry:
    """One row: a scenario, or (with an empty id) the heading of a group."""

    id: str
    group: str

    @property
    def heading(self) -> bool:
        return not self.id


class ScenarioModel(QAbstractListModel):
    """Rows in the order of the table; a group's heading stands where its first scenario does."""

    def __init__(self, scenarios: Sequence[tuple[str, str]], language: str, parent: QObject | None = None) -> None:
        """scenarios: (id, group) of each."""
        super().__init__(parent)
        self._language = language
        groups = list(dict.fromkeys(group for _, group in scenarios))
        self._rows: list[Entry] = []
        for group in groups:
            self._rows.append(Entry("", group))
            self._rows += [Entry(id, group) for id, other in scenarios if other == group]

    def set_language(self, language: str) -> None:
        self._language = language
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def index_of(self, id: str) -> QModelIndex:
        place = next((place for place, row in enumerate(self._rows) if row.id == id and id), -1)
        return self.index(place) if place >= 0 else QModelIndex()

    def title(self, id: str) -> str:
        return _say(f"scenario_{id}", self._language) or id

    def group(self, id: str) -> str:
        """What stands above the scenarios of a group."""
        return _say(f"scenario_group_{id}", self._language) or id

    def description(self, id: str) -> str:
        """What is to be seen in it, "" where nothing is written."""
        return _say(f"scenario_{id}", self._language, "summary")

    def group_title(self, group: str) -> str:
        return _say(f"scenario_group_{group}", self._language) or group

    def entries(self, row: int) -> list[Entry]:
        """The scenario of a row; of a heading all those below it."""
        entry = self._rows[row]
        return [other for other in self._rows if other.group == entry.group and not other.heading] if entry.heading else [entry]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ScenarioRole.ID:
            return row.id
        if role == ScenarioRole.HEADING:
            return row.heading
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.group(row.group) if row.heading else self.title(row.id)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<p><b>{escape(self.title(row.id))}</b></p><p>{escape(self.description(row.id))}</p>" if row.id else None
        return None


class ScenarioFilter(QSortFilterProxyModel):
    """The scenarios in which every word of a search stands, in title, description, group or id, and the headings above them."""

    def __init__(self, model: ScenarioModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words: list[str] = []
        self.setSourceModel(model)

    def search(self, text: str) -> None:
        """Keep what has all of these words."""
        self._words = text.casefold().split()
        self.invalidate()

    def index_of(self, id: str) -> QModelIndex:
        """The row of a scenario; an invalid index where it is filtered out, or there is none."""
        return self.mapFromSource(self._model.index_of(id))

    def first(self) -> QModelIndex:
        """The first scenario that is left, an invalid index when none is."""
        rows = (self.index(row, 0) for row in range(self.rowCount()))
        return next((index for index in rows if not index.data(ScenarioRole.HEADING)), QModelIndex())

    def filterAcceptsRow(self, source_row: int, source_parent: AnyIndex) -> bool:
        return any(self._found(entry) for entry in self._model.entries(source_row))

    def _found(self, entry: Entry) -> bool:
        said = (entry.id, self._model.title(entry.id), self._model.description(entry.id), self._model.group_title(entry.group))
        text = " ".join(said).casefold()
        return all(word in text for word in self._words)


def _say(id: str, language: str, part: str = "sentence") -> str:
    return words.say(Message(id), language, part) if words.has(id, part) else ""
