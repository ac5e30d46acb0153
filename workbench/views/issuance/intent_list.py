"""The left side: what can be issued, each with what it is for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QPushButton, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.models.issuance.intents import IntentModel, IntentRole
from workbench.views import icons, theme
from workbench.views.panes import Pane

ICON = 20
LEFT = 10
AT_LEAST = 190
"""Pixels of the width of the list, with text of the usual size."""


class _Delegate(QStyledItemDelegate):
    """An icon, the name, and below it what it is for; headings muted; the current one tinted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        look = theme.current()
        if not index.data(IntentRole.ID):
            return QSize(80, look.px(theme.TEXT_PX) + 18)
        small = look.px(theme.MUTED_PX) + 5 if index.data(IntentRole.SUMMARY) else 0
        return QSize(80, look.px(theme.TEXT_PX) + small + look.px(16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        look, heading = theme.current(), not index.data(IntentRole.ID)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or (option.state & QStyle.StateFlag.State_MouseOver and not heading):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_tint" if chosen else "raised"))
            painter.drawRoundedRect(QRectF(option.rect), 6.0, 6.0)
        area = option.rect.adjusted(LEFT, 0, -6, 0)
        if heading:
            area.adjust(0, 8, 0, 0)
            self._line(painter, str(index.data()), "muted", theme.TEXT_PX - 0.5, True, area, Qt.AlignmentFlag.AlignVCenter)
        else:
            colour = "accent" if chosen else "muted"
            box = QRectF(area.left(), area.top() + (area.height() - ICON) / 2, ICON, ICON)
            icons.paint(painter, str(index.data(IntentRole.ICON)), box, look.colour(colour))
            area.adjust(ICON + 10, 7, 0, -7)
            summary = str(index.data(IntentRole.SUMMARY) or "")
            place = Qt.AlignmentFlag.AlignTop if summary else Qt.AlignmentFlag.AlignVCenter
            self._line(painter, str(index.data()), "accent" if chosen else "text", theme.TEXT_PX, True, area, place)
            if summary:
                self._line(painter, summary, "muted", theme.MUTED_PX, False, area, Qt.AlignmentFlag.AlignBottom)
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(look.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0)
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, text: str, token: str, size: float, semibold: bool, area: QRect, place: Qt.AlignmentFlag) -> None:
        look = theme.current()
        painter.setFont(look.font(size, semibold=semibold))
        painter.setPen(look.colour(token))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | place | Qt.TextFlag.TextSingleLine), shown)


class _Rows(QListView):
    """entered: Enter, or a click: on to the form."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid() and index == self.currentIndex():
            self.entered.emit()


class IntentList(Pane):
    """chosen(id)       another intent was chosen
    entered          go on to what it shows
    import_wanted    a profile is to be read from a file
    """

    chosen = Signal(str)
    entered = Signal()
    import_wanted = Signal()

    def __init__(self, model: IntentModel, parent: QWidget | None = None) -> None:
        super().__init__("", 0, parent)
        self.model = model
        self._quiet = False
        self.view = _Rows()
        self.view.setModel(model)
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setProperty("kind", "rows")
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setMouseTracking(True)
        self.view.entered.connect(self.entered)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        model.modelAboutToBeReset.connect(self._hold)
        self.import_button = QPushButton()
        self.import_button.setProperty("kind", "link")
        self.import_button.clicked.connect(self.import_wanted)
        self.column.setContentsMargins(6, 6, 6, 6)
        self.column.setSpacing(4)
        self.column.addWidget(self.view, 1)
        self.column.addWidget(self.import_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._widen()
        self.setFocusProxy(self.view)
        self.retranslate()

    def _widen(self) -> None:
        """Larger text needs more room."""
        self.setMinimumWidth(round(AT_LEAST * (1.0 + max(1.0, theme.current().scale)) / 2))

    def choose(self, id: str) -> None:
        """Make this the current one, without telling it."""
        self._quiet = True
        index = self.model.index_of(id)
        self.view.setCurrentIndex(index)
        if index.isValid():
            self.view.scrollTo(index)
        else:
            self.view.clearSelection()
        self._quiet = False

    def _hold(self) -> None:
        self._quiet = True  # until somebody says which one is chosen among the new rows

    def _current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        id = current.data(IntentRole.ID)
        if id and not self._quiet:
            self.chosen.emit(str(id))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("What to issue"))
        self.view.setAccessibleName(self.tr("What to issue"))
        self.import_button.setText(self.tr("Import a profile…"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._widen()
            self.view.scheduleDelayedItemsLayout()
