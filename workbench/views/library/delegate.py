"""Paints the rows of the library: the mark of the state, title, what it is, and the second line."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.models.library.row_text import BETWEEN, RowText
from workbench.models.library.rows import Row
from workbench.models.library.tree import LibraryRole
from workbench.views import icons, theme
from workbench.views.inspector import marks
from workbench.views.theme import colour

Index = QModelIndex | QPersistentModelIndex

MARK = 20
GAP = 9


class LibraryDelegate(QStyledItemDelegate):
    """Every row is as high as every other, so that a long tree need not be measured."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._size: tuple[theme.Theme, QSize] | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = theme.current()
        if self._size is None or self._size[0] is not look:
            title, small = QFontMetrics(look.font(semibold=True)), QFontMetrics(look.font(theme.MUTED_PX))
            self._size = look, QSize(120, title.height() + small.height() + 14)
        return self._size[1]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row | None = index.data(LibraryRole.ROW)
        text: RowText | None = index.data(LibraryRole.TEXT)
        if row is None or text is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRect(option.rect).adjusted(0, 1, -6, -1)
        self._ground(painter, frame, option)
        if row.section is not None:
            self._section(painter, frame, text)
        else:
            self._entry(painter, frame, option, text)
        painter.restore()

    def _ground(self, painter: QPainter, frame: QRect, option: QStyleOptionViewItem) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent_tint" if selected else "raised"))
            painter.drawRoundedRect(frame, 8, 8)
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 7, 7)

    def _section(self, painter: QPainter, frame: QRect, text: RowText) -> None:
        bold, small = theme.current().font(semibold=True), theme.current().font(theme.MUTED_PX)
        box = frame.adjusted(6, 8, -8, 0)
        shown = QFontMetrics(bold).elidedText(text.title, Qt.TextElideMode.ElideRight, box.width() - 60)
        painter.setFont(bold)
        painter.setPen(colour("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.setFont(small)
        box.setLeft(box.left() + QFontMetrics(bold).horizontalAdvance(shown) + 8)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text.facts)

    def _entry(self, painter: QPainter, frame: QRect, option: QStyleOptionViewItem, text: RowText) -> None:
        look = theme.current()
        bold, small = look.font(semibold=True), look.font(theme.MUTED_PX)
        title_metrics, small_metrics = QFontMetrics(bold), QFontMetrics(small)
        top = frame.top() + 4
        size = look.px(MARK)
        mark = QRect(frame.left() + 5, top + title_metrics.height() // 2 - size // 2 + 1, size, size)
        if text.status is not None:
            marks.status(painter, mark, text.status)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("surface" if option.state & QStyle.StateFlag.State_Selected else "raised"))
            painter.drawEllipse(mark)
            inner = QRectF(mark).adjusted(size * 0.17, size * 0.17, -size * 0.17, -size * 0.17)
            icons.paint(painter, text.icon, inner, colour("muted"))
        left = mark.right() + GAP
        room = frame.right() - left - 8
        chip = small_metrics.horizontalAdvance(text.chip) + 16 if text.chip else 0
        if chip > room - title_metrics.horizontalAdvance(text.title) - 6:
            chip = 0
        title = title_metrics.elidedText(text.title, Qt.TextElideMode.ElideMiddle, room - chip - (6 if chip else 0))
        painter.setFont(bold)
        painter.setPen(colour("text"))
        painter.drawText(QRect(left, top, room, title_metrics.height()), Qt.AlignmentFlag.AlignLeft, title)
        if chip:
            place = QRect(left + title_metrics.horizontalAdvance(title) + 6, top, chip, title_metrics.height())
            marks.chip(painter, place, small, text.chip, bool(option.state & QStyle.StateFlag.State_Selected))
        self._second(painter, QRect(left, top + title_metrics.height() + 3, room, small_metrics.height()), text, bool(chip))

    def _second(self, painter: QPainter, box: QRect, text: RowText, chip_shown: bool) -> None:
        """The state in its colour, then the facts; what there was no room for above comes in front of them."""
        small = theme.current().font(theme.MUTED_PX)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        painter.setPen(colour(marks.status_colour(text.status) if text.status is not None else "muted"))
        state = metrics.elidedText(text.state, Qt.TextElideMode.ElideRight, box.width())
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, align, state)
        rest = BETWEEN.join(part for part in ("" if chip_shown else text.chip, text.facts) if part)
        if rest:
            box.setLeft(box.left() + metrics.horizontalAdvance(state))
            painter.setPen(colour("muted"))
            shown = metrics.elidedText((BETWEEN if state else "") + rest, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, align, shown)
