"""The list of findings: state, sentence, where it stands and which clause asks for it, and the way to its bytes."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.core.x509.finding import Status
from workbench.models.findings_model import Entry, FindingRole, FindingsModel
from workbench.views import theme
from workbench.views.inspector import marks

Index = QModelIndex | QPersistentModelIndex
MARK = 20
LEFT = 14
PAD = 9


class FindingDelegate(QStyledItemDelegate):
    """Paints the rows of `FindingsModel`."""

    link_text = ""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[int, int], int] = {}

    def forget_heights(self) -> None:
        """The rows, their texts or the look changed."""
        self._heights.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, QListView)
        width = view.viewport().width()
        place = (index.row(), width)
        if place not in self._heights:
            self._heights[place] = self._layout(index, QRect(0, 0, width, 0))[-1]
        return QSize(width, self._heights[place])

    def link_rect(self, rect: QRect, index: Index) -> QRect:
        """Where "show bytes" stands in a row, empty when it has none."""
        if not index.data(FindingRole.HAS_BYTES):
            return QRect()
        width = QFontMetrics(theme.current().font(theme.MUTED_PX)).horizontalAdvance(self.link_text) + 8
        return QRect(rect.right() - 14 - width, rect.top(), width, rect.height())

    def _layout(self, index: Index, rect: QRect) -> tuple[QRect, QRect, QRect, int]:
        """Boxes of sentence, second line and advice, and the height of the row."""
        look = theme.current()
        left = rect.left() + LEFT + look.px(MARK) + 12
        right = self.link_rect(rect, index).left() - 12 if index.data(FindingRole.HAS_BYTES) else rect.right() - 14
        width = max(120, right - left)
        sentence = _box(look.font(), index.data(), QPoint(left, rect.top() + PAD), width)
        small = QFontMetrics(look.font(theme.MUTED_PX)).height()
        second = QRect(left, sentence.bottom() + 3, width, small)
        bottom = second.bottom()
        advice = QRect()
        if shows_advice(index):
            advice = _box(look.font(theme.MUTED_PX), index.data(FindingRole.ADVICE), QPoint(left, bottom + 4), width)
            bottom = advice.bottom()
        return sentence, second, advice, bottom + PAD + 1 - rect.top()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        rect = option.rect
        sentence, second, advice, _ = self._layout(index, rect)
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if selected:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), look.colour("accent_tint"))
            if focused:
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height() - 1), look.colour("accent"))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        middle = sentence.top() + (second.bottom() - sentence.top()) // 2
        size = look.px(MARK)
        marks.status(painter, QRect(rect.left() + LEFT, middle - size // 2, size, size), index.data(FindingRole.STATUS))
        painter.setPen(look.colour("text"))
        painter.setFont(look.font())
        painter.drawText(QRectF(sentence), index.data(), _wrapping())
        self._second(painter, second, index)
        if not advice.isNull():
            painter.setFont(look.font(theme.MUTED_PX))
            painter.setPen(look.colour("text"))
            painter.drawText(QRectF(advice), index.data(FindingRole.ADVICE), _wrapping())
        link = self.link_rect(rect, index)
        if not link.isNull():
            font = look.font(theme.MUTED_PX)
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            font.setUnderline(hovered)
            painter.setFont(font)
            painter.setPen(look.colour("accent" if hovered or selected else "muted"))
            painter.drawText(link, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.link_text)
        painter.restore()

    def _second(self, painter: QPainter, box: QRect, index: Index) -> None:
        look = theme.current()
        painter.setPen(look.colour("muted"))
        plain, mono = look.font(theme.MUTED_PX), look.monospace(theme.MUTED_PX - 0.5)
        lint = "pkilint" if index.data(FindingRole.LINT) else ""
        parts: list[tuple[str, QFont]] = [
            (index.data(FindingRole.OWNER), plain),
            (index.data(FindingRole.FIELD), mono),
            (index.data(FindingRole.CITATION), plain),
            (lint, plain),
        ]
        x = box.left()
        first = True
        for text, font in parts:
            if not text:
                continue
            shown = text if first else f" · {text}"
            metrics = QFontMetrics(font)
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideMiddle, max(0, box.right() - x))
            painter.setFont(font)
            painter.drawText(QRect(x, box.top(), box.right() - x + 1, box.height()), Qt.AlignmentFlag.AlignVCenter, shown)
            x += metrics.horizontalAdvance(shown)
            first = False


def shows_advice(index: Index) -> bool:
    """What to do about it is said where there is something to do."""
    return index.data(FindingRole.STATUS) in (Status.FAILURE, Status.WARNING) and bool(index.data(FindingRole.ADVICE))


def _wrapping() -> QTextOption:
    """Lines break between words, and inside one only where it does not fit (a host name, a DN)."""
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _box(font: QFont, text: str, at: QPoint, width: int) -> QRect:
    layout = QTextLayout(text, font)
    layout.setTextOption(_wrapping())
    layout.beginLayout()
    height = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        height += line.height()
    layout.endLayout()
    return QRect(at.x(), at.y(), width, math.ceil(height))


class FindingsList(QListView):
    """The findings. `bytes_wanted(entry)` when the bytes behind one are to be seen (a click, Enter)."""

    bytes_wanted = Signal(object)

    def __init__(self, model: FindingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = FindingDelegate(self)
        model.modelAboutToBeReset.connect(self._delegate.forget_heights)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setProperty("kind", "rows")
        self.activated.connect(self._activate)
        model.modelReset.connect(self.updateGeometry)
        model.dataChanged.connect(self.refresh)
        self.retranslate()

    def retranslate(self) -> None:
        self._delegate.link_text = self.tr("show bytes ›")
        self.setAccessibleName(self.tr("Findings"))
        self.setAccessibleDescription(self.tr("Enter shows the bytes that prove the finding."))
        self.refresh()

    def refresh(self) -> None:
        """Lay out anew: texts or sizes changed."""
        self._delegate.forget_heights()
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()

    def content_height(self) -> int:
        """Pixels that all rows need at the width of now."""
        option = QStyleOptionViewItem()
        model = self.model()
        return sum(self._delegate.sizeHint(option, model.index(row, 0)).height() for row in range(model.rowCount()))

    def sizeHint(self) -> QSize:
        return QSize(400, self.content_height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 80)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _activate(self, index: QModelIndex) -> None:
        entry = index.data(FindingRole.ENTRY)
        if isinstance(entry, Entry) and index.data(FindingRole.HAS_BYTES):
            self.bytes_wanted.emit(entry)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self._link_under(event)
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self._activate(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self._link_under(event).isValid()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _link_under(self, event: QMouseEvent) -> QModelIndex:
        place = event.position().toPoint()
        index = self.indexAt(place)
        if index.isValid() and self._delegate.link_rect(self.visualRect(index), index).contains(place):
            return index
        return QModelIndex()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click activates by itself; on the link the first click already did."""
        if not self._link_under(event).isValid():
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_current()
            return
        super().keyPressEvent(event)

    def copy_current(self) -> None:
        """Put the chosen finding, else all of them, on the clipboard as text."""
        model = self.model()
        assert isinstance(model, FindingsModel)
        index = self.currentIndex()
        rows = [index.row()] if index.isValid() else range(model.rowCount())
        QGuiApplication.clipboard().setText("\n\n".join(model.as_text(row) for row in rows))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.refresh()
        return super().event(event)
