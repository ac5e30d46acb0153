"""Paints the rows of the object list: the link to the issuer, the state, title, role and where it comes from."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.core.x509.chain_tree import LinkState
from workbench.core.x509.finding import Status
from workbench.models.certificate_tree import ObjectRole
from workbench.models.object_rows import Row, RowKind
from workbench.models.object_text import RowText
from workbench.views import theme
from workbench.views.inspector import marks
from workbench.views.theme import colour

Index = QModelIndex | QPersistentModelIndex

STEP = 22
"""Indent of one level in pixels."""
DEEPEST = 9
"""Levels that are still indented; a longer chain goes on at this depth."""
MARK = 20
GAP = 9


class ObjectDelegate(QStyledItemDelegate):
    """Rows of `ObjectListModel`. `uniform`: all are as high as the highest, so that a long list need not be measured."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sizes: tuple[theme.Theme, QSize, QSize, QSize] | None = None
        self.uniform = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if self._sizes is None or self._sizes[0] is not theme.current():
            self._sizes = _sizes(theme.current())
        if self.uniform:
            return self._sizes[3]
        row: Row = index.data(ObjectRole.ROW)
        if row.kind is RowKind.HEADER:
            return self._sizes[1]
        return self._sizes[3] if row.depth else self._sizes[2]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ObjectRole.ROW)
        text: RowText = index.data(ObjectRole.TEXT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(option.rect)
        if row.kind is RowKind.HEADER:
            self._header(painter, rect, text.title)
        else:
            rect.setTop(rect.bottom() + 1 - self._content_height(row))
            step = theme.current().px(STEP)
            left = rect.left() + 8 + step * min(row.depth, DEEPEST)
            if row.depth:
                rect.setTop(rect.top() + self._link(painter, rect, left - step, row, index.data(ObjectRole.LINK)))
            self._object(painter, QRect(QPoint(left, rect.top()), rect.bottomRight()), option, row, text, index)
        painter.restore()

    def _content_height(self, row: Row) -> int:
        _, header, plain, linked = self._sizes or _sizes(theme.current())
        return (linked if row.depth else header if row.kind is RowKind.HEADER else plain).height()

    def _header(self, painter: QPainter, rect: QRect, title: str) -> None:
        painter.setFont(theme.current().font(semibold=True))
        painter.setPen(colour("muted"))
        painter.drawText(rect.adjusted(12, 8, -8, -4), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)

    def _link(self, painter: QPainter, rect: QRect, left: int, row: Row, text: str) -> int:
        small = theme.current().font(theme.MUTED_PX)
        metrics = QFontMetrics(small)
        height = metrics.height() + 10
        size = theme.current().px(MARK)
        x = left + size // 2
        bad = bool(text) and row.node is not None and row.node.link in (LinkState.SIGNATURE_MISMATCH, LinkState.MALFORMED)
        painter.setPen(QPen(colour("bad" if bad else "line"), 2))
        painter.drawLine(x + 6, rect.top(), x + 6, rect.top() + height - 2)
        painter.setFont(small)
        painter.setPen(colour("bad" if bad else "muted"))
        box = QRect(left + size + GAP, rect.top(), rect.right() - left - size - GAP - 8, height)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        return height

    def _object(
        self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, row: Row, text: RowText, index: Index
    ) -> None:
        frame = rect.adjusted(0, 0, -8, 0)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent_tint"))
            painter.drawRoundedRect(frame, 8, 8)
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(colour("accent"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 7, 7)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("raised"))
            painter.drawRoundedRect(frame, 8, 8)
        if row.kind is RowKind.MISSING and not selected:
            painter.setPen(QPen(colour("bad"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 8, 8)
        look = theme.current()
        bold, small = look.font(semibold=True), look.font(theme.MUTED_PX)
        title_metrics, small_metrics = QFontMetrics(bold), QFontMetrics(small)
        top = frame.top() + 5
        middle = top + title_metrics.height() // 2
        size = look.px(MARK)
        mark = QRect(frame.left() + 5, middle - size // 2, size, size)
        self._mark(painter, mark, row, text, index)
        left = mark.right() + GAP
        room = frame.right() - left - 8
        chip_width = small_metrics.horizontalAdvance(text.chip) + 16 if text.chip else 0
        below = text.second
        if chip_width > room - title_metrics.horizontalAdvance(text.title) - 8:
            # Of the two the title is the one to be read whole; what it is then stands below.
            chip_width = 0
            below = " · ".join(part for part in (text.chip, text.second) if part)
        title = title_metrics.elidedText(text.title, Qt.TextElideMode.ElideMiddle, room - chip_width - (6 if chip_width else 0))
        painter.setFont(bold)
        painter.setPen(colour("muted" if row.kind is RowKind.MISSING else "text"))
        painter.drawText(QRect(left, top, room, title_metrics.height()), Qt.AlignmentFlag.AlignLeft, title)
        if chip_width:
            x = left + title_metrics.horizontalAdvance(title) + 6
            marks.chip(painter, QRect(x, top, chip_width, title_metrics.height()), small, text.chip, selected)
        painter.setFont(small)
        painter.setPen(colour("muted"))
        second = small_metrics.elidedText(below, Qt.TextElideMode.ElideMiddle, room)
        box = QRect(left, top + title_metrics.height() + 3, room, small_metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, second)

    def _mark(self, painter: QPainter, rect: QRect, row: Row, text: RowText, index: Index) -> None:
        if row.kind is RowKind.CERTIFICATE:
            marks.status(painter, rect, index.data(ObjectRole.STATUS))
        elif row.kind is RowKind.REFUSED:
            marks.status(painter, rect, Status.FAILURE)
        elif row.kind is RowKind.MISSING:
            marks.letter(painter, rect, "?", "bad", "bad_tint")
        else:
            marks.letter(painter, rect, text.letter, "muted", "raised")


def _sizes(look: theme.Theme) -> tuple[theme.Theme, QSize, QSize, QSize]:
    """The only three heights: of a header, of a row, of a row with a link above it."""
    title, small = QFontMetrics(look.font(semibold=True)).height(), QFontMetrics(look.font(theme.MUTED_PX)).height()
    lines = title + small + 4 + 10
    return look, QSize(120, title + 22), QSize(120, lines), QSize(120, lines + small + 10)

