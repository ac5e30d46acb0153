"""The library as an item model: rows are read in pages, in jobs, when the view comes to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot

from workbench.models.library import work
from workbench.models.library.loaded import OPENED_AT_MOST, PAGE, Loaded, Page, Wanted
from workbench.models.library.row_text import RowText, RowWords
from workbench.models.library.rows import Row

if TYPE_CHECKING:
    from workbench.models.library.query import Query
    from workbench.models.workspace import WorkspaceSession

AnyIndex = QModelIndex | QPersistentModelIndex


_BRANCH = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_LEAF = _BRANCH | Qt.ItemFlag.ItemNeverHasChildren


class LibraryRole(IntEnum):
    ROW = Qt.ItemDataRole.UserRole + 1
    TEXT = Qt.ItemDataRole.UserRole + 2


@dataclass(eq=False)
class _Node:
    """A row in its place; `below` are those that have been read."""

    row: Row
    parent: _Node | None
    place: int
    number: int
    below: list[_Node] = field(default_factory=list)
    count: int = 0
    reading: bool = False


class LibraryModel(QAbstractItemModel):
    """Sections with CAs, what they issued, keys, requests, CRLs; or, with a query, what was found.

    loaded             all that was wanted has been read anew (the model was reset)
    failed(message)    it could not be read; what was shown stays
    """

    loaded = Signal()
    failed = Signal(object)

    def __init__(self, session: WorkspaceSession, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._words = RowWords(language)
        self._top = _Node(Row(), None, 0, 0)
        self._nodes: dict[int, _Node] = {0: self._top}
        self._texts: dict[int, RowText] = {}
        self._generation = 0
        self.query: Query | None = None
        self.is_loaded = False

    # -- what it shows -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read anew what is shown, as much of it as is there already."""
        self._generation += 1
        job = self._session.read(work.read_all, self._generation, self.query, self._wanted(self._top) if self.is_loaded else None)
        job.finished.connect(self._take_all)
        job.failed.connect(self.failed)

    def show_only(self, wanted: Query | None) -> None:
        """What a query finds, by kind; None shows the tree."""
        if wanted != self.query:
            self.query = wanted
            self.is_loaded = False
            self.reload()

    def clear(self) -> None:
        """Nothing: the workspace is gone, or is another one."""
        self._generation += 1
        self.beginResetModel()
        self._forget()
        self.endResetModel()

    def set_language(self, language: str) -> None:
        self._words = RowWords(language)
        self._texts.clear()
        self.layoutAboutToBeChanged.emit()
        self.layoutChanged.emit()

    @property
    def count(self) -> int:
        """Rows at the top: sections that are not empty."""
        return self._top.count

    @Slot(object)
    def _take_all(self, found: Loaded) -> None:
        if found.generation != self._generation:
            return
        self.beginResetModel()
        self._forget()
        self._fill(self._top, found)
        self.is_loaded = True
        self.endResetModel()
        self.loaded.emit()

    def _forget(self) -> None:
        self._top = _Node(Row(), None, 0, 0)
        self._nodes = {0: self._top}
        self._texts.clear()
        self.is_loaded = False

    def _fill(self, node: _Node, found: Loaded) -> None:
        node.count = found.count
        for place, loaded in enumerate(found.below):
            child = self._add(node, loaded.row, place)
            self._fill(child, loaded)

    def _add(self, parent: _Node, row: Row, place: int) -> _Node:
        node = _Node(row, parent, place, len(self._nodes), count=row.below)
        self._nodes[node.number] = node
        parent.below.append(node)
        return node

    def _wanted(self, node: _Node) -> Wanted:
        """As much as is there."""
        return Wanted(len(node.below), {child.row.key: self._wanted(child) for child in node.below})

    # -- pages ---------------------------------------------------------------------------------------------------------

    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Whether nothing has been read of what is there. Qt's tree asks for more with every layout, until it has everything: further
        pages are read by `read_on`, when one comes to them."""
        return self.has_more(parent) and not self._node(parent).below

    def fetchMore(self, parent: AnyIndex) -> None:
        if self.canFetchMore(parent):
            self.read_on(parent)

    def has_more(self, parent: AnyIndex) -> bool:
        """Whether there are rows that have not been read and are not being read."""
        node = self._node(parent)
        return self.is_loaded and not node.reading and len(node.below) < node.count

    def read_on(self, parent: AnyIndex) -> None:
        """Read the next page of a parent's rows."""
        node = self._node(parent)
        if not self.has_more(parent) or self._session.workspace is None:
            return
        node.reading = True
        limit = max(PAGE, len(node.below) // 4)  # a view lays out all its rows with each page: of many rows fewer, longer pages
        job = self._session.read(work.read_page, self._generation, node.number, self.query, node.row, len(node.below), limit)
        job.finished.connect(self._take_page)
        job.failed.connect(self.failed)

    @Slot(object)
    def _take_page(self, page: Page) -> None:
        node = self._nodes.get(page.number)
        if page.generation != self._generation or node is None:
            return
        node.reading = False
        first = len(node.below)
        known = {child.row.key for child in node.below}
        rows = [row for row in page.rows if row.key not in known]  # something may have been added meanwhile
        if page.complete:
            node.count = first + len(rows)
        if rows:
            self.beginInsertRows(self._index(node), first, first + len(rows) - 1)
            for place, row in enumerate(rows, first):
                self._add(node, row, place)
            self.endInsertRows()

    # -- finding the way -------------------------------------------------------------------------------------------

    def row(self, index: AnyIndex) -> Row | None:
        return self._node(index).row if index.isValid() else None

    def index_of(self, key: str) -> QModelIndex:
        """The row of this key among those that have been read; an invalid index when it is not there."""
        node = next((node for node in self._nodes.values() if node.parent is not None and node.row.key == key), None)
        return self._index(node) if node is not None else QModelIndex()

    def _index(self, node: _Node) -> QModelIndex:
        return QModelIndex() if node.parent is None else self.createIndex(node.place, 0, node.number)

    def _node(self, index: AnyIndex) -> _Node:
        return self._nodes.get(index.internalId(), self._top) if index.isValid() else self._top

    # -- QAbstractItemModel --------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: AnyIndex = QModelIndex()) -> QModelIndex:
        below = self._node(parent).below
        return self.createIndex(row, column, below[row].number) if column == 0 and 0 <= row < len(below) else QModelIndex()

    def parent(self, index: AnyIndex = QModelIndex()) -> Any:
        node = self._nodes.get(index.internalId()) if index.isValid() else None
        return self._index(node.parent) if node is not None and node.parent is not None else QModelIndex()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return len(self._node(parent).below)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 1

    def hasChildren(self, parent: AnyIndex = QModelIndex()) -> bool:
        return self._node(parent).count > 0

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _LEAF if self._node(index).count == 0 else _BRANCH

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self._nodes.get(index.internalId()) if index.isValid() else None
        if node is None:
            return None
        if role == LibraryRole.ROW:
            return node.row
        if role == LibraryRole.TEXT:
            return self._text(node)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(node).title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._text(node).as_text()
        return None

    def _text(self, node: _Node) -> RowText:
        text = self._texts.get(node.number)
        if text is None:
            text = self._texts[node.number] = self._words.of(node.row)
        return text


def is_empty(model: LibraryModel) -> bool:
    """Whether there is nothing in the workspace (and not only nothing that a filter finds)."""
    return model.is_loaded and model.query is None and model.count == 0


def opened_at_first(row: Row) -> bool:
    """Whether one sees what hangs from a row without asking for it."""
    return row.below <= OPENED_AT_MOST
