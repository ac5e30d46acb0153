"""The left side: chains, what else is open, what could not be opened; a filter; and where things are dropped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QListView, QPushButton, QSizePolicy, QToolTip, QWidget

from workbench.models import jobs
from workbench.models.certificate_tree import ObjectListModel, ObjectRole, matching
from workbench.models.object_rows import Row
from workbench.models.object_text import RowText
from workbench.views.actions import key_text
from workbench.views.inspector.object_delegate import ObjectDelegate
from workbench.views.panes import Pane, Text, as_tool_tip

FILTER_FROM = 25
"""Rows from which on the filter field is shown."""
UNIFORM_FROM = 400
"""Rows from which on all are drawn equally high."""

DROP_FROM = 320
"""Pixels of height from which on the drop hint is shown."""


class ObjectView(QListView):
    """The rows. Left goes to the issuer, Right to what was issued.

    chosen(row)                  the current row changed
    menu_wanted(row, position)   the context menu (right click, menu key)
    copy_wanted, save_wanted     Ctrl+C, Ctrl+S on the current row
    entered                      Enter: go on to the details
    """

    chosen = Signal(object)
    menu_wanted = Signal(object, QPoint)
    copy_wanted = Signal()
    entered = Signal()

    def __init__(self, model: ObjectListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._objects = model
        self.setModel(model)
        self._delegate = ObjectDelegate(self)
        self.setItemDelegate(self._delegate)
        model.modelReset.connect(self._measure)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setProperty("kind", "rows")
        self.activated.connect(lambda index: self.entered.emit())

    def _measure(self) -> None:
        """Thousands of rows are not measured one by one."""
        self._delegate.uniform = self._objects.rowCount() > UNIFORM_FROM
        self.setUniformItemSizes(self._delegate.uniform)

    def dataChanged(self, top_left: QModelIndex, bottom_right: QModelIndex, roles: Sequence[int] = ()) -> None:
        """What changes in a row never changes its height: QListView's own way, to lay out everything anew, is left out."""
        QAbstractItemView.dataChanged(self, top_left, bottom_right, roles)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(self._objects.row_at(current))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was in sight and is current stays in sight."""
        current = self.currentIndex()
        before = QRect(QPoint(0, 0), event.oldSize())
        seen = current.isValid() and before.intersects(self.visualRect(current))
        super().resizeEvent(event)
        if seen:
            self.scrollTo(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() == Qt.Key.Key_Left:
            self._go(self._objects.parent_of(current))
        elif event.key() == Qt.Key.Key_Right:
            following = self._objects.index(current.row() + 1) if current.isValid() else QModelIndex()
            if following.isValid() and self._objects.parent_of(following) == current:
                self._go(following)
        else:
            super().keyPressEvent(event)

    def _go(self, index: QModelIndex) -> None:
        if index.isValid():
            self.setCurrentIndex(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The right button asks about a row and leaves the current one: so that the two can be compared."""
        if event.button() is not Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        row = self._objects.row_at(index)
        if row is None or not row.selectable:
            return
        place = self.visualRect(index).center() if by_key else event.pos()
        self.menu_wanted.emit(row, self.viewport().mapToGlobal(place))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            text = index.data(ObjectRole.TEXT) if index.isValid() else None
            if isinstance(text, RowText):
                lines = (text.title, text.chip, text.second, index.data(ObjectRole.LINK))
                QToolTip.showText(event.globalPos(), as_tool_tip("\n".join(line for line in lines if line)), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.scheduleDelayedItemsLayout()


class DropHint(QPushButton):
    """Says that anything can be dropped or pasted; a click opens the file dialog."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "drop")
        self.text_label = Text("", "quiet")
        self.key = Text("", "key")
        for label in (self.text_label, self.key):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.addStretch()
        row.addWidget(self.text_label)
        row.addWidget(self.key)
        row.addStretch()
        self.setMinimumHeight(46)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The key gives way to the words."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed = self.text_label.sizeHint().width() + self.key.sizeHint().width() + 32
        self.key.setVisible(self.width() >= needed)

    def retranslate(self) -> None:
        self.text_label.setText(self.tr("Drop or paste anything here"))
        self.key.setText(key_text(QKeySequence(QKeySequence.StandardKey.Paste)))
        self._fit()
        self.setAccessibleName(self.tr("Drop or paste anything here, or press to choose files"))


class ObjectList(Pane):
    """The pane: filter, rows, drop hint."""

    def __init__(self, model: ObjectListModel, parent: QWidget | None = None) -> None:
        super().__init__("", 0, parent)
        self.model = model
        self.filter = QLineEdit(self)
        self.filter.setClearButtonEnabled(True)
        self.filter.setProperty("kind", "search")
        self.filter_row = QWidget()
        self.filter_row.setProperty("part", "clear")
        filter_layout = QHBoxLayout(self.filter_row)
        filter_layout.setContentsMargins(10, 8, 10, 0)
        filter_layout.addWidget(self.filter)
        self.filter_row.hide()
        self.view = ObjectView(model, self)
        self.drop = DropHint(self)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 0, 10, 8)
        foot.addWidget(self.drop)
        self.column.setContentsMargins(1, 4, 1, 0)
        self.column.addWidget(self.filter_row)
        self.column.addWidget(self.view, 1)
        self.column.addLayout(foot)
        self._job: jobs.Job | None = None
        self._wanted = ""
        self._typing = QTimer(self, singleShot=True, interval=150)
        self._typing.timeout.connect(self._apply_filter)
        self.filter.textChanged.connect(lambda: self._typing.start())
        self.filter.returnPressed.connect(self.view.setFocus)
        model.modelReset.connect(self._rows_changed)
        self.setMinimumWidth(240)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("What is open"))
        self.view.setAccessibleName(self.tr("Certificate chains and other objects"))
        self.filter.setPlaceholderText(self.tr("Filter"))
        self.filter.setAccessibleName(self.tr("Show only rows that contain this text"))
        self.drop.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the rows have it: dropping and pasting work everywhere in the window."""
        super().resizeEvent(event)
        self.drop.setVisible(self.height() >= DROP_FROM)

    def _rows_changed(self) -> None:
        self.filter_row.setVisible(len(self.model.rows) >= FILTER_FROM or bool(self.model.filter))

    def _apply_filter(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        text = self.filter.text().strip()
        if not text or self.model.text is None:
            self._show_only(range(len(self.model.rows)), "")
            return
        self._wanted = text
        self._job = jobs.run_task(matching, self.model.rows, self.model.text, text)
        self._job.finished.connect(self._found)

    def _found(self, numbers: tuple[int, ...]) -> None:
        self._show_only(numbers, self._wanted)

    def _show_only(self, numbers: Sequence[int], text: str) -> None:
        self._job = None
        row = self.current()
        self.model.show_only(numbers, text)
        if row is not None:
            self.show_row(row)

    def clear_filter(self) -> None:
        """Show all rows."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.filter.blockSignals(True)
        self.filter.clear()
        self.filter.blockSignals(False)
        self._typing.stop()
        if self.model.filter:
            self._show_only(range(len(self.model.rows)), "")

    def current(self) -> Row | None:
        return self.model.row_at(self.view.currentIndex())

    def show_row(self, row: Row) -> bool:
        """Make it the current row and scroll to it; False when the filter hides it."""
        index = self.model.index_of(lambda other: other is row or other.key == row.key)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        return index.isValid()

    def refresh(self) -> None:
        """Theme or text size changed."""
        self.drop.retranslate()
        self.view.scheduleDelayedItemsLayout()
        self.view.viewport().update()
