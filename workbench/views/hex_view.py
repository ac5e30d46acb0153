"""Bytes: offset, hexadecimal, text. Paints only the rows that are seen, so megabytes cost nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from workbench.views import theme

MASKED = "••"
_MARGIN = 12
_COPY_LIMIT = 16 * 1024 * 1024


class HexView(QAbstractScrollArea):
    """Shows bytes; highlights a span of them; says which byte was chosen.

    byte_selected   offset of the byte that the mouse or the keyboard went to
    """

    byte_selected = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._data = b""
        self._highlight = (0, 0)
        self._secrets: tuple[tuple[int, int], ...] = ()
        self._revealed = False
        self._cursor = 0
        self._anchor = 0
        self._per_row = 16
        self._measure()
        self.retranslate()

    # -- content ---------------------------------------------------------------------------------------------------

    def set_bytes(self, data: bytes, secrets: Sequence[tuple[int, int]] = ()) -> None:
        """Show these bytes; spans (start, length) of `secrets` are masked until `reveal`."""
        self._data = data
        self._secrets = tuple(secrets)
        self._revealed = False
        self._cursor = self._anchor = 0
        self._highlight = (0, 0)
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._describe()

    @property
    def data(self) -> bytes:
        return self._data

    def reveal(self, revealed: bool) -> None:
        self._revealed = revealed
        self.viewport().update()

    def highlight(self, start: int, length: int) -> None:
        """Light up this span and bring it into view; a negative start or no length lights up nothing."""
        self._highlight = (start, length) if start >= 0 and length > 0 else (0, 0)
        if self._highlight[1]:
            self._cursor = self._anchor = min(start, max(0, len(self._data) - 1))
            self._show_span(start, length)
        self._describe()
        self.viewport().update()

    @property
    def highlighted(self) -> tuple[int, int]:
        """(start, length) of the span that is lit up."""
        return self._highlight

    @property
    def selection(self) -> tuple[int, int]:
        """(start, length) of what was dragged over, else of the highlighted span."""
        if self._anchor != self._cursor:
            start, end = sorted((self._anchor, self._cursor))
            return start, end - start + 1
        return self._highlight

    def copy(self) -> None:
        """Put the selected bytes on the clipboard in hexadecimal; masked ones are left out of it."""
        start, length = self.selection
        end = min(start + min(length, _COPY_LIMIT), len(self._data))
        cells = [f"{self._data[n]:02x}" for n in range(start, end) if not self._masked(n)]
        if cells:
            QGuiApplication.clipboard().setText(" ".join(cells))

    def _masked(self, offset: int) -> bool:
        return not self._revealed and any(start <= offset < start + length for start, length in self._secrets)

    # -- measures --------------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        self._font = theme.current().monospace()
        metrics = QFontMetricsF(self._font)
        self._char = max(1.0, metrics.horizontalAdvance("0"))
        self._line = max(1, round(metrics.height() * 1.3))
        self._ascent = metrics.ascent() + (self._line - metrics.height()) / 2

    def _digits(self) -> int:
        return 4 if len(self._data) <= 0x10000 else 8

    def _width_for(self, per_row: int) -> float:
        return 2 * _MARGIN + self._char * (self._digits() + 2 + per_row * 3 + (per_row - 1) // 8 + 2 + per_row)

    def _hex_x(self, column: int) -> float:
        return _MARGIN + self._char * (self._digits() + 2 + column * 3 + column // 8)

    def _text_x(self, column: int) -> float:
        return _MARGIN + self._char * (self._digits() + 2 + self._per_row * 3 + (self._per_row - 1) // 8 + 1 + column)

    def _rows(self) -> int:
        return -(-len(self._data) // self._per_row)

    def _lay_out(self) -> None:
        width = self.viewport().width()
        self._per_row = next((count for count in (32, 16, 8) if self._width_for(count) <= width), 4)
        page = max(1, self.viewport().height() // self._line)
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setPageStep(page)
        vertical.setRange(0, max(0, self._rows() - page))
        wide = max(0, round(self._width_for(self._per_row)) - width)
        horizontal.setRange(0, wide)
        horizontal.setSingleStep(round(self._char))
        horizontal.setPageStep(width)
        self.viewport().update()

    def _show_span(self, start: int, length: int) -> None:
        first, last = start // self._per_row, (start + max(length, 1) - 1) // self._per_row
        bar, page = self.verticalScrollBar(), max(1, self.viewport().height() // self._line)
        top = bar.value()
        if first < top or first >= top + page:
            bar.setValue(max(0, first - min(3, page // 4)))
        elif last >= top + page:
            bar.setValue(min(first, last - page + 1))

    def sizeHint(self) -> QSize:
        return QSize(round(self._width_for(16)) + 16, self._line * 12)

    # -- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), look.colour("surface"))
        painter.translate(-self.horizontalScrollBar().value(), 0)
        painter.setFont(self._font)
        top = self.verticalScrollBar().value()
        shown = self.viewport().height() // self._line + 2
        chosen = self.selection if self._anchor != self._cursor else (0, 0)
        for row in range(top, min(top + shown, self._rows())):
            y = (row - top) * self._line
            self._band(painter, row, y, self._highlight, "accent_tint")
            self._band(painter, row, y, chosen, "accent", faint=True)
            self._paint_row(painter, look, row, y)
        if self.hasFocus() and self._data:
            self._paint_cursor(painter, look, top)
        painter.end()

    def _paint_row(self, painter: QPainter, look: theme.Theme, row: int, y: float) -> None:
        start = row * self._per_row
        piece = self._data[start : start + self._per_row]
        baseline = y + self._ascent
        painter.setPen(look.colour("muted"))
        painter.drawText(QPoint(_MARGIN, round(baseline)), f"{start:0{self._digits()}x}")
        lit, lit_end = self._highlight[0], sum(self._highlight)
        text, quiet = look.colour("text"), look.colour("muted")
        inside: list[str] = []
        for column, byte in enumerate(piece):
            masked = bool(self._secrets) and self._masked(start + column)
            painter.setPen(text if lit <= start + column < lit_end or byte else quiet)
            painter.drawText(QPoint(round(self._hex_x(column)), round(baseline)), MASKED if masked else f"{byte:02x}")
            inside.append("•" if masked else chr(byte) if 0x20 <= byte < 0x7F else "·")
        painter.setPen(quiet)
        painter.drawText(QPoint(round(self._text_x(0)), round(baseline)), "".join(inside))

    def _band(self, painter: QPainter, row: int, y: float, span: tuple[int, int], token: str, faint: bool = False) -> None:
        """The background of the part of a span that lies in this row, behind the hexadecimal and behind the text."""
        start = max(span[0], row * self._per_row)
        end = min(sum(span), (row + 1) * self._per_row, len(self._data))
        if start >= end:
            return
        first, last = start - row * self._per_row, end - 1 - row * self._per_row
        colour = theme.colour(token)
        if faint:
            colour.setAlpha(90)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        half = self._char / 2
        left, right = self._hex_x(first) - half, self._hex_x(last) + 2 * self._char + half
        painter.drawRect(QRectF(left, y, right - left, self._line))
        painter.drawRect(QRectF(self._text_x(first), y, (last - first + 1) * self._char, self._line))

    def _paint_cursor(self, painter: QPainter, look: theme.Theme, top: int) -> None:
        row, column = divmod(self._cursor, self._per_row)
        y = (row - top) * self._line
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(look.colour("accent"))
        painter.drawRoundedRect(QRectF(self._hex_x(column) - 2.5, y + 0.5, 2 * self._char + 5, self._line - 1), 3, 3)
        painter.drawRect(QRectF(self._text_x(column) - 0.5, y + 0.5, self._char + 1, self._line - 1))

    # -- mouse and keyboard ----------------------------------------------------------------------------------------

    def offset_at(self, point: QPoint) -> int | None:
        """The byte under a point of the viewport, in the hexadecimal or in the text column."""
        row = self.verticalScrollBar().value() + max(0, point.y()) // self._line
        x = point.x() + self.horizontalScrollBar().value()
        if x >= self._text_x(0) - self._char / 2:
            column = int((x - self._text_x(0)) // self._char)
        else:
            column = next((n for n in range(self._per_row) if x < self._hex_x(n) + 2.5 * self._char), self._per_row - 1)
        offset = row * self._per_row + min(max(column, 0), self._per_row - 1)
        return offset if 0 <= offset < len(self._data) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        offset = self.offset_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and offset is not None:
            self._go(offset, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        offset = self.offset_at(event.position().toPoint())
        if event.buttons() & Qt.MouseButton.LeftButton and offset is not None and offset != self._cursor:
            self._cursor = offset
            self._show_span(offset, 1)
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        page = max(1, self.viewport().height() // self._line - 1) * self._per_row
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        row_start = self._cursor - self._cursor % self._per_row
        last = len(self._data) - 1
        target = {
            Qt.Key.Key_Left: self._cursor - 1,
            Qt.Key.Key_Right: self._cursor + 1,
            Qt.Key.Key_Up: self._cursor - self._per_row,
            Qt.Key.Key_Down: self._cursor + self._per_row,
            Qt.Key.Key_PageUp: max(0, self._cursor - page),
            Qt.Key.Key_PageDown: min(last, self._cursor + page),
            Qt.Key.Key_Home: 0 if control else row_start,
            Qt.Key.Key_End: last if control else min(last, row_start + self._per_row - 1),
        }.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        elif 0 <= target <= last:
            self._go(target, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def _go(self, offset: int, extend: bool) -> None:
        self._cursor = offset
        if not extend:
            self._anchor = offset
        self._show_span(offset, 1)
        self.viewport().update()
        if not extend:
            self.byte_selected.emit(offset)
            # Whoever listens may have lit up the field around it; the cursor stays on the byte itself.
            self._cursor = self._anchor = offset
            self._show_span(offset, 1)
        self._describe()

    # -- what changes around it ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        first = self.verticalScrollBar().value() * self._per_row
        self._lay_out()
        self.verticalScrollBar().setValue(first // self._per_row)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._measure()
            self._lay_out()
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Bytes"))
        self._describe()

    def _describe(self) -> None:
        """For those who do not see the paint: where the cursor stands, and what is there."""
        if not self._data:
            self.setAccessibleDescription(self.tr("no bytes"))
            return
        byte = MASKED if self._masked(self._cursor) else f"{self._data[self._cursor]:02x}"
        start, length = self._highlight
        text = self.tr("byte {offset} of {total}: {byte}").format(offset=self._cursor, total=len(self._data), byte=byte)
        if length:
            text += ". " + self.tr("highlighted: {length} bytes from {start}").format(length=length, start=start)
        self.setAccessibleDescription(text)
