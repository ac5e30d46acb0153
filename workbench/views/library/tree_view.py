"""The tree of the library: keyboard, menu, which rows are open, and reading on where one comes to the end of what is there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QToolTip, QTreeView, QWidget

from workbench.models.library.row_text import RowText
from workbench.models.library.rows import Row
from workbench.models.library.tree import LibraryModel, LibraryRole, opened_at_first
from workbench.views.library.delegate import LibraryDelegate
from workbench.views.panes import as_tool_tip

PAGES_AT_MOST = 5
"""Pages that are read to find a row that is wanted."""
SETTLED_MS = 150
"""After a row was shown, so long may its detail take to find its room."""
AHEAD = 40
"""Rows below what is in sight that are read before one comes to them."""


class LibraryTree(QTreeView):
    """chosen(row)                  the current row changed; None for none
    menu_wanted(row, position)   the context menu (right click, menu key)
    copy_wanted                  Ctrl+C on the current row
    delete_wanted                Del on the current row
    entered                      Enter: go on to the details
    """

    chosen = Signal(object)
    menu_wanted = Signal(object, QPoint)
    copy_wanted = Signal()
    delete_wanted = Signal()
    entered = Signal()

    def __init__(self, model: LibraryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = model
        self._restoring = False
        self.setModel(model)
        self.setItemDelegate(LibraryDelegate(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        self.setAnimated(False)
        self.setExpandsOnDoubleClick(False)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setProperty("kind", "rows")
        self._opened: dict[str, bool] = {}
        self._kept: tuple[str, int] = ("", 0)
        self._path: tuple[str, ...] = ()
        self._pages_left = 0
        self._sight = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._sight.timeout.connect(self._bring_into_sight)
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._read_on)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.expanded.connect(self._expanded)
        self.collapsed.connect(self._collapsed)
        self.activated.connect(self._activated)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        model.rowsInserted.connect(self._inserted)

    # -- which rows are open -------------------------------------------------------------------------------------------

    def _expanded(self, index: QModelIndex) -> None:
        if not self._restoring:
            self._note(index, True)
        self._more.start()

    def _collapsed(self, index: QModelIndex) -> None:
        if not self._restoring:
            self._note(index, False)

    def _note(self, index: QModelIndex, open: bool) -> None:
        row = self._library.row(index)
        if row is not None:
            self._opened[row.key] = open

    def _keep(self) -> None:
        row = self._library.row(self.currentIndex())
        self._kept = (row.key if row is not None else self._kept[0], self.verticalScrollBar().value())

    def _restore(self) -> None:
        self._restoring = True
        self._open_below(QModelIndex())
        self._restoring = False
        key, place = self._kept
        index = self._library.index_of(key)
        if index.isValid():  # nobody chose it anew: what is wanted meanwhile may be another one
            self._restoring = True
            self.setCurrentIndex(index)
            self._restoring = False
        elif self._library.is_loaded and (not key or self._library.query is not None):
            self._choose_first()
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(place)
        self._more.start()

    def _open_below(self, parent: QModelIndex) -> None:
        for place in range(self._library.rowCount(parent)):
            index = self._library.index(place, 0, parent)
            row = self._library.row(index)
            if row is None or not row.below:
                continue
            if self._opened.get(row.key, (row.section is not None or opened_at_first(row)) and self._library.rowCount(index) > 0):
                self.setExpanded(index, True)
                self._open_below(index)

    def _choose_first(self) -> None:
        """The first entry, so that the right side is not empty."""
        section = self._library.index(0, 0)
        first = self._library.index(0, 0, section)
        self.setCurrentIndex(first if first.isValid() else section)
        if not section.isValid():
            self.chosen.emit(None)

    def show_key(self, key: str) -> bool:
        """Make the row of this entry the current one; False when it has not been read."""
        index = self._library.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self._sight.start()
        return index.isValid()

    def _bring_into_sight(self) -> None:
        """Once what is shown beside it has taken its room."""
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def reveal(self, path: Sequence[str]) -> None:
        """Open the tree down to the last of these keys, reading what is needed, and make it the current row. Of a parent with very many
        rows the first pages are looked through; what lies further down is not looked for."""
        self._path, self._pages_left = tuple(path), PAGES_AT_MOST
        self._go_on()

    def _go_on(self) -> None:
        parent = QModelIndex()
        for number, key in enumerate(self._path):
            index = self._library.index_of(key)
            if index.isValid():
                if number == len(self._path) - 1:
                    self._path = ()
                    self.setCurrentIndex(index)
                    self.scrollTo(index)
                    self._sight.start()
                    return
                self.setExpanded(index, True)
                parent = index
                continue
            if self._library.has_more(parent) and self._pages_left:
                self._pages_left -= 1
                self._library.read_on(parent)
            return

    # -- reading on ----------------------------------------------------------------------------------------------------

    def _scrolled(self, value: int) -> None:
        self._more.start()

    def _inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        self._more.start()
        if self._path:
            self._go_on()

    def _read_on(self) -> None:
        """Rows are read when the end of those that are there is nearly in sight."""
        if not self.isVisible() or not self._library.is_loaded:
            return
        height = max(1, self.rowHeight(self._library.index(0, 0)))
        index = self.indexAt(QPoint(8, 1))
        for _ in range(AHEAD + self.viewport().height() // height):
            if not index.isValid():
                return
            if self.isExpanded(index) and self._library.rowCount(index) == 0 and self._library.has_more(index):
                self._library.read_on(index)
            parent = index.parent()
            if index.row() == self._library.rowCount(parent) - 1 and self._library.has_more(parent):
                self._library.read_on(parent)
            index = self.indexBelow(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was in sight and is current stays in sight."""
        current = self.currentIndex()
        seen = current.isValid() and QRect(QPoint(0, 0), event.oldSize()).intersects(self.visualRect(current))
        super().resizeEvent(event)
        if seen:
            self.scrollTo(current)
        self._more.start()

    # -- hands ---------------------------------------------------------------------------------------------------------

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if not self._restoring:
            self.chosen.emit(self._library.row(current))

    def _activated(self, index: QModelIndex) -> None:
        row: Row | None = self._library.row(index)
        if row is not None and row.section is not None:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        row = self._library.row(index)
        if row is None or row.entry is None:
            return
        self.setCurrentIndex(index)
        place = self.visualRect(index).center() if by_key else event.pos()
        self.menu_wanted.emit(row, self.viewport().mapToGlobal(place))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            text = index.data(LibraryRole.TEXT) if index.isValid() else None
            if isinstance(text, RowText):
                lines = (text.title, text.chip, text.second)
                QToolTip.showText(event.globalPos(), as_tool_tip("\n".join(line for line in lines if line)), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)
