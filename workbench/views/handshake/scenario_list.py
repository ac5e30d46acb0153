"""The left side: the scenarios, grouped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.models.handshake_scenarios import ScenarioModel, ScenarioRole
from workbench.views import theme
from workbench.views.panes import Pane


class _Delegate(QStyledItemDelegate):
    """Headings muted, scenarios indented, the current one tinted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        height = theme.current().px(theme.TEXT_PX)
        return QSize(80, height + (21 if index.data(ScenarioRole.HEADING) else 15))

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
        area = option.rect.adjusted(8 if heading else 14, 6 if heading else 0, -4, 0)
        shown = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(look.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0)
        painter.restore()


class ScenarioList(Pane):
    """chosen(id)   another scenario was chosen; entered   Enter: go on to the diagram."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, model: ScenarioModel, parent: QWidget | None = None) -> None:
        super().__init__("", 0, parent)
        self.model = model
        self.view = QListView()
        self.view.setModel(model)
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
        self.column.setContentsMargins(6, 6, 6, 6)
        self.column.addWidget(self.view)
        self.setMinimumWidth(150)
        self.setFocusProxy(self.view)
        self.retranslate()

    def choose(self, id: str) -> None:
        """Make this scenario the current one; none for an id that is not in the list."""
        self.view.setCurrentIndex(self.model.index_of(id))

    def current(self) -> str:
        return str(self.view.currentIndex().data(ScenarioRole.ID) or "")

    def _current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        id = current.data(ScenarioRole.ID)
        if id:
            self.chosen.emit(str(id))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Scenarios"))
        self.view.setAccessibleName(self.tr("Handshakes to choose from"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.view.scheduleDelayedItemsLayout()
