"""The groups of who knows what above their rows, for a view in which they collapse."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.models.handshake_knowledge import KnowledgeModel, KnowledgeRole
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_value_names import Group

AnyIndex = QModelIndex | QPersistentModelIndex


class KnowledgeTree(QAbstractItemModel):
    """Two levels over a `KnowledgeModel`: groups, and in them its rows."""

    def __init__(self, model: KnowledgeModel, text: HandshakeText, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._text = text
        self._groups: list[tuple[Group, range]] = []
        model.modelAboutToBeReset.connect(self.beginResetModel)
        model.modelReset.connect(self._renew)

    def set_text(self, text: HandshakeText) -> None:
        """The language of the groups; the rows are told by their own model."""
        self._text = text

    def _renew(self) -> None:
        groups = [Group(self._model.index(row, 0).data(KnowledgeRole.GROUP)) for row in range(self._model.rowCount())]
        self._groups = []
        for group in dict.fromkeys(groups):
            first = groups.index(group)
            self._groups.append((group, range(first, first + groups.count(group))))
        self.endResetModel()

    def group(self, index: AnyIndex) -> Group | None:
        """The group that an index is, None for a value."""
        return self._groups[index.row()][0] if index.isValid() and not index.internalId() else None

    def source(self, index: AnyIndex) -> QModelIndex:
        """The index of the table below."""
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self._model.index(self._groups[index.internalId() - 1][1][index.row()], index.column())

    def of_row(self, row: int) -> QModelIndex:
        """Where a row of the table stands."""
        for number, (_, rows) in enumerate(self._groups):
            if row in rows:
                return self.createIndex(rows.index(row), 0, number + 1)
        return QModelIndex()

    # -- QAbstractItemModel ----------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: AnyIndex = QModelIndex()) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: AnyIndex = QModelIndex()) -> Any:
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        if not parent.isValid():
            return len(self._groups)
        return len(self._groups[parent.row()][1]) if not parent.internalId() and parent.column() == 0 else 0

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return self._model.columnCount()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._model.headerData(section, orientation, role)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        group = self.group(index)
        if group is None:
            return self.source(index).data(role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and index.column() == 0:
            return self._text.say(f"value_group_{group.value}")
        return group if role == KnowledgeRole.GROUP else None
