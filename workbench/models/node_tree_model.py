"""A core `Node` tree as an item model: columns label and value, filled in as the view asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.core.errors import Message
from workbench.core.node import Node
from workbench.words import visible

MASK = "••••••••"
"""Stands for a secret value; says nothing about its length."""

SHOWN_CHARACTERS = 300
"""Of a value in its row; the whole of it stands in the detail."""

AnyIndex = QModelIndex | QPersistentModelIndex


class NodeRole(IntEnum):
    NODE = Qt.ItemDataRole.UserRole + 1
    NOTE = Qt.ItemDataRole.UserRole + 2  # the remark beside the value, as a sentence
    HAS_PROBLEM = Qt.ItemDataRole.UserRole + 3  # here
    PROBLEM_BELOW = Qt.ItemDataRole.UserRole + 4  # somewhere below


class _Row:
    """A node in its place. Children are made when the view asks for them."""

    __slots__ = ("_below", "children", "node", "number", "parent")

    def __init__(self, node: Node, parent: _Row | None, number: int) -> None:
        self.node, self.parent, self.number = node, parent, number
        self.children: dict[int, _Row] = {}
        self._below: bool | None = None

    def child(self, number: int) -> _Row:
        row = self.children.get(number)
        if row is None:
            row = self.children[number] = _Row(self.node.children[number], self, number)
        return row

    def problem_below(self) -> bool:
        if self._below is None:
            self._below = any(node.problems for child in self.node.children for node in child.walk())
        return self._below


class NodeTreeModel(QAbstractItemModel):
    """Shows one root node. Secret values are masked until `reveal`.

    say    makes the sentence of a message (`Language.say`)
    """

    def __init__(self, say: Callable[[Message], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._top: _Row | None = None
        self._revealed = False

    @property
    def root(self) -> Node | None:
        return self._top.node if self._top else None

    def set_root(self, node: Node | None) -> None:
        """Show this tree; secrets are masked again."""
        self.beginResetModel()
        self._top = _Row(node, None, 0) if node is not None else None
        self._revealed = False
        self.endResetModel()

    @property
    def revealed(self) -> bool:
        return self._revealed

    def reveal(self, revealed: bool) -> None:
        """Show or mask the secret values."""
        self._revealed = revealed
        self.refresh()

    def refresh(self) -> None:
        """Ask for every shown text anew (the language changed)."""
        self.layoutAboutToBeChanged.emit()
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 1)

    # -- finding the way -------------------------------------------------------------------------------------------

    def node(self, index: AnyIndex) -> Node | None:
        """The node of an index."""
        return self._row(index).node if index.isValid() else None

    def index_of_labels(self, labels: Sequence[str]) -> QModelIndex:
        """The field reached by these labels below the root; the deepest that is there when one is missing."""
        row = self._top
        if row is None:
            return QModelIndex()
        for label in labels:
            number = next((n for n, child in enumerate(row.node.children) if child.label == label), None)
            if number is None:
                break
            row = row.child(number)
        return self._index(row)

    def index_of_offset(self, offset: int) -> QModelIndex:
        """The innermost node whose bytes hold this offset; an invalid index when none does."""
        if self._top is None:
            return QModelIndex()
        path = self._top.node.at(offset)
        if not path:
            return QModelIndex()
        row = self._top
        for node in path[1:]:
            row = row.child(next(n for n, child in enumerate(row.node.children) if child is node))
        return self._index(row)

    def _index(self, row: _Row, column: int = 0) -> QModelIndex:
        return self.createIndex(row.number, column, row)

    @staticmethod
    def _row(index: AnyIndex) -> _Row:
        row = index.internalPointer()
        assert isinstance(row, _Row)
        return row

    # -- QAbstractItemModel ----------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: AnyIndex = QModelIndex()) -> QModelIndex:
        if not self.hasIndex(row, column, parent) or self._top is None:
            return QModelIndex()
        return self._index(self._row(parent).child(row) if parent.isValid() else self._top, column)

    def parent(self, index: AnyIndex = QModelIndex()) -> Any:
        if not index.isValid():
            return QModelIndex()
        above = self._row(index).parent
        return self._index(above) if above is not None else QModelIndex()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        if not parent.isValid():
            return 1 if self._top is not None else 0
        return len(self._row(parent).node.children) if parent.column() == 0 else 0

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.tr("Field") if section == 0 else self.tr("Value")
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._row(index)
        node = row.node
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(node.label) if index.column() == 0 else self.value_text(node)[:SHOWN_CHARACTERS]
        if role == Qt.ItemDataRole.ToolTipRole:
            text = self.explanation_text(node) if index.column() == 0 else self.value_text(node)[: SHOWN_CHARACTERS * 4]
            return f"<p style='white-space:pre-wrap'>{escape(text)}</p>" if text else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [visible(node.label) if index.column() == 0 else self.value_text(node)[:SHOWN_CHARACTERS]]
            parts += [self._say(problem.message) for problem in node.problems]
            return ". ".join(part for part in parts if part)
        if role == NodeRole.NODE:
            return node
        if role == NodeRole.NOTE:
            return self._say(node.note) if node.note is not None else ""
        if role == NodeRole.HAS_PROBLEM:
            return bool(node.problems)
        if role == NodeRole.PROBLEM_BELOW:
            return row.problem_below()
        return None

    # -- texts -----------------------------------------------------------------------------------------------------

    def value_text(self, node: Node) -> str:
        """The value as it may be shown now: masked while it is secret, strange characters made visible."""
        if node.secret and not self._revealed:
            return MASK if node.value else ""
        return visible(node.value)

    def explanation_text(self, node: Node) -> str:
        """What the field is for, "" where nothing is written about it."""
        if not node.explanation:
            return ""
        text = self._say(Message(node.explanation))
        return "" if text == node.explanation else text
