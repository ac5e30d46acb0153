"""The left side: the scenarios, grouped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from workbench.models.handshake_scenarios import ScenarioFilter, ScenarioModel, ScenarioRole
from workbench.views import theme
from workbench.views.panes import Text


class _Delegate(QStyledItemDelegate):
    """Headings muted, scenarios indented, the current one tinted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        height = theme.current().px(theme.TEXT_PX)
        return QSize(80, height + (17 if index.data(ScenarioRole.HEADING) else 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        look, heading = theme.current(), bool(index.data(ScenarioRole.HEADING))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or (option.state & QStyle.StateFlag.State_MouseOver and not heading):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_tint" if chosen else "raised"))
            painter.drawRoundedRect(QRectF(option.rect), 6.0, 6.0)
        painter.setFont(look.font(theme.TEXT_PX if not heading else theme.TEXT_PX - 0.5, semibold=heading or chosen))
        painter.setPen(look.colour("muted" if heading else "accent" if chosen else "text"))
        area = option.rect.adjusted(8 if heading else 14, 5 if heading else 0, -4, 0)
        shown = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(look.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0)
        painter.restore()


class ScenarioList(QWidget):
    """A field to find in, and the scenarios.

    chosen(id)   another scenario was chosen
    entered      Enter: go on to the diagram
    """

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, model: ScenarioModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.model = model
        self.filter = ScenarioFilter(model, self)
        self._id = ""
        self._filtering = False
        self.search = _Search()
        self.search.setProperty("kind", "search")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._take_first)
        self.search.left.connect(self._to_list)
        self.view = QListView()
        self.view.setModel(self.filter)
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setProperty("kind", "rows")
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setMouseTracking(True)
        self.view.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.view.activated.connect(lambda index: self.entered.emit())
        self.nothing = Text("", "muted", wrap=True)
        self.nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 4)
        column.setSpacing(4)
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.view, 1)
        self.setMinimumWidth(140)
        self.setFocusProxy(self.view)
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._keep_in_sight)
        self.retranslate()

    def choose(self, id: str) -> None:
        """Make this scenario the current one; none for an id that is not in the list."""
        self._id = id
        self._show_current()

    def current(self) -> str:
        """The current scenario, whether the search leaves it in the list or not."""
        return self._id

    def _show_current(self) -> None:
        """The current row is that of the current scenario, or none where it is filtered out."""
        index = self.filter.index_of(self._id)
        before, self._filtering = self._filtering, self._filtering or not index.isValid()
        self.view.setCurrentIndex(index)
        if not index.isValid():
            self.view.clearSelection()
        self._filtering = before

    def _search(self, text: str) -> None:
        self._filtering = True
        self.filter.search(text)
        self._filtering = True
        self._show_current()
        self._filtering = False
        found = self.filter.first().isValid()
        self.nothing.setVisible(not found)
        self.view.setVisible(found)

    def _take_first(self) -> None:
        if self.filter.first().isValid():
            self.view.setCurrentIndex(self.filter.first())
            self.entered.emit()

    def _to_list(self) -> None:
        """From the field down to the rows."""
        if not self.view.currentIndex().isValid() and self.filter.first().isValid():
            self.view.setCurrentIndex(self.filter.first())
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        id = current.data(ScenarioRole.ID)
        if id and not self._filtering:
            self._id = str(id)
            self.chosen.emit(self._id)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Scenarios"))
        self.view.setAccessibleName(self.tr("Handshakes to choose from"))
        self.search.setPlaceholderText(self.tr("Find a handshake"))
        self.search.setAccessibleName(self.tr("Find a handshake"))
        self.nothing.setText(self.tr("No handshake has these words."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is chosen stays in sight when the parameters below take more room."""
        super().resizeEvent(event)
        self._settled.start()

    def _keep_in_sight(self) -> None:
        if self.view.currentIndex().isValid():
            self.view.scrollTo(self.view.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.view.scheduleDelayedItemsLayout()


class _Search(QLineEdit):
    """Down goes on to the list, Escape empties the field, or leaves it when it is empty."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down or (event.key() == Qt.Key.Key_Escape and not self.text()):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)
