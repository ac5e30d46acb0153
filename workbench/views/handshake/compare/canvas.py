"""Two diagrams that scroll and play together, and between them a sign for every row in which they differ."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.core.handshake.compare import Comparison
from workbench.core.handshake.transcript import Role
from workbench.models.handshake_compare_rows import Rows, lines_of, sentence_of, title_of
from workbench.models.handshake_steps import Detail
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.handshake.canvas import Canvas
from workbench.views.handshake.compare.side_by_side import SideBySide, side_by_side
from workbench.views.handshake.compare.signs import paint_sign
from workbench.views.handshake.diagram import NARROWEST, Diagram, lay_out
from workbench.views.handshake.painter import DiagramPainter, FontMetrics
from workbench.views.handshake.scene import Scene
from workbench.views.panes import as_tool_tip

GUTTER = 36
"""Pixels between the diagrams, at the normal text size."""
WIDEST = 860.0
"""Pixels beyond which a diagram only gets longer arrows."""
LAYOUTS = 4
"""Layouts of a comparison that are kept: its levels of detail at one width, and one more."""
_CALM = (0.22, 0.72)
"""While it plays, the row under way is kept between these parts of the height."""


class CompareCanvas(Canvas):
    """Shows the rows of a comparison at a moment; t counts rows.

    row_wanted(place)   a row was clicked
    keys                what keys without modifiers do here
    """

    row_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 120)
        self.viewport().setMouseTracking(True)
        self._comparison: Comparison | None = None
        self._rows: Rows | None = None
        self._detail = Detail.messages
        self._text = HandshakeText("en")
        self._both: SideBySide | None = None
        self._layouts_of: Comparison | None = None
        self._layouts: dict[Hashable, SideBySide] = {}
        self._t = 0.0
        self._selected: int | None = None
        self.keys: Mapping[Qt.Key, Callable[[], object]] = {}
        self._take_look()
        self.retranslate()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_rows(self, comparison: Comparison | None, rows: Rows | None, detail: Detail, text: HandshakeText) -> None:
        """Lay these out; the place is given by `show_moment` next."""
        fresh = comparison is not self._comparison
        self._comparison, self._rows, self._detail, self._text = comparison, rows, detail, text
        self._selected = None
        self._lay_out()
        if fresh:
            self.verticalScrollBar().setValue(0)
            self._begin_across()

    @property
    def both(self) -> SideBySide | None:
        return self._both

    def show_moment(self, t: float, selected: int | None, playing: bool) -> None:
        """Draw the moment `t` with a row outlined, and bring it into view."""
        before, self._t, self._selected = self._selected, t, selected
        if selected is not None:
            self._follow(playing)
        if before != selected:
            self._describe()
        self.viewport().update()

    def _follow(self, playing: bool) -> None:
        both = self._both
        if both is None or self._selected is None or self._selected >= len(both.tops):
            return
        bar, upper, lower = self.verticalScrollBar(), both.tops[self._selected], both.bottoms[self._selected]
        room = self.viewport().height() - both.head
        top = bar.value() + both.head
        if playing:
            y = upper + (lower - upper) * min(1.0, self._t - self._selected)
            low, high = top + room * _CALM[0], top + room * _CALM[1]
            wanted = y - high if y > high else y - low if y < low else 0.0
        else:
            wanted = min(0.0, upper - 14.0 - top) or max(0.0, lower + 14.0 - (top + room))
        bar.setValue(round(bar.value() + wanted))
        self._follow_across(both, self._selected)

    def _follow_across(self, both: SideBySide, place: int) -> None:
        """Where a diagram is wider than its half: bring the row into view, its beginning first."""
        rows, bar = self._rows, self.horizontalScrollBar()
        if rows is None or not bar.maximum():
            return
        row = rows.rows[place]
        frame = both.left.rows[row.left].frame if row.left is not None else both.right.rows[row.right or 0].frame
        left = float(bar.value())
        over = max(0.0, frame.right + 14.0 - left - self._half())
        bar.setValue(round(min(left + over, frame.x - 14.0) if over or frame.x - 14.0 < left else left))

    def _begin_across(self) -> None:
        """Where there is no room for all of a diagram, its client stands first."""
        both = self._both
        client = next((line for line in both.left.lifelines if line.role is Role.client), None) if both is not None else None
        self.horizontalScrollBar().setValue(round(client.card.x - 10.0) if client is not None else 0)

    # -- layout ----------------------------------------------------------------------------------------------------

    def _gutter(self) -> float:
        return GUTTER * theme.current().scale

    def _half(self) -> float:
        """The width of the place that a diagram has."""
        return max(60.0, (self.viewport().width() - self._gutter()) / 2)

    def _wanted_width(self) -> float:
        scale = theme.current().scale
        # Beside a scroll bar, whether it is there or not yet: else all is laid out twice.
        room = self.maximumViewportSize().width() - self.verticalScrollBar().sizeHint().width()
        return max(min((room - self._gutter()) / 2, WIDEST * scale), NARROWEST * scale)

    def _lay_out(self) -> None:
        comparison, rows = self._comparison, self._rows
        if comparison is None or rows is None:
            self._both = None
        else:
            self._laid_out_for = self._wanted_width()
            key = (self._detail, self._text.language, self._laid_out_for, id(self._metrics))
            if self._layouts_of is not comparison:
                self._layouts_of = comparison
                self._layouts.clear()
            if key not in self._layouts:
                left, right = (
                    lay_out(side, self._text, self._detail, self._metrics, self._laid_out_for)
                    for side in (comparison.left, comparison.right)
                )
                if len(self._layouts) == LAYOUTS:
                    del self._layouts[next(iter(self._layouts))]
                self._layouts[key] = side_by_side(left, right, rows)
            self._both = self._layouts[key]
        self._range()
        self.viewport().update()

    def _range(self) -> None:
        view, both = self.viewport(), self._both
        height = both.height if both is not None else 0.0
        width = max(both.left.width, both.right.width) if both is not None else 0.0
        self.verticalScrollBar().setRange(0, max(0, round(height - view.height())))
        self.verticalScrollBar().setPageStep(max(1, view.height() - round(both.head if both is not None else 0.0)))
        self.verticalScrollBar().setSingleStep(24)
        self.horizontalScrollBar().setRange(0, max(0, round(width - self._half())))
        self.horizontalScrollBar().setPageStep(max(1, round(self._half())))
        self.horizontalScrollBar().setSingleStep(24)

    def _take_look(self) -> None:
        look = theme.current()
        self._metrics, self._painter = FontMetrics(look), DiagramPainter(look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._both is not None and self._laid_out_for == self._wanted_width():
            self._range()
        else:
            self._lay_out()
            self._begin_across()
        self._follow(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._take_look()
            self._lay_out()
        elif event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    # -- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("surface"))
        both, rows = self._both, self._rows
        if both is not None and rows is not None:
            half = self._half()
            for right, diagram in ((False, both.left), (True, both.right)):
                place = QRectF(half + self._gutter() if right else 0.0, 0.0, half, float(self.viewport().height()))
                self._paint_side(painter, place, diagram, rows, right)
            self._paint_gutter(painter, both, rows, half)
        self.paint_focus(painter)
        painter.end()

    def _paint_side(self, painter: QPainter, place: QRectF, diagram: Diagram, rows: Rows, right: bool) -> None:
        both = self._both
        assert both is not None
        scroll, across = float(self.verticalScrollBar().value()), float(self.horizontalScrollBar().value())
        painter.save()
        painter.setClipRect(place)
        painter.fillRect(place, theme.colour("surface"))
        painter.translate(place.x(), -scroll)
        for gap in both.gaps[right]:
            if gap.bottom >= scroll and gap.top <= scroll + place.height():
                painter.fillRect(QRectF(0.0, gap.top, place.width(), gap.bottom - gap.top), theme.colour("raised"))
        painter.translate(max(0.0, round((place.width() - diagram.width) / 2)) - min(across, max(0.0, diagram.width - place.width())), 0.0)
        row = rows.rows[self._selected] if self._selected is not None and self._selected < len(rows.rows) else None
        selected = None if row is None else row.right if right else row.left
        frame = Scene(diagram).at(rows.at(self._t, right), selected)
        self._painter.paint(painter, frame, scroll, place.height(), scroll)
        painter.restore()

    def _paint_gutter(self, painter: QPainter, both: SideBySide, rows: Rows, half: float) -> None:
        look, gutter = theme.current(), self._gutter()
        scroll, height = float(self.verticalScrollBar().value()), float(self.viewport().height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(half, 0.0, gutter, height), look.colour("surface"))
        painter.setPen(QPen(look.colour("line"), 1.0))
        for x in (half, half + gutter):
            painter.drawLine(round(x), 0, round(x), round(height))
        painter.setClipRect(QRectF(half, both.head + 6.0, gutter, height))
        for place, row in enumerate(rows.rows):
            top, bottom = both.tops[place] - scroll, both.bottoms[place] - scroll
            if bottom < 0.0 or top > height:
                continue
            size = 20.0 * look.scale
            box = QRectF(half + (gutter - size) / 2, (top + bottom) / 2 - size / 2, size, size)
            painter.setOpacity(1.0 if place < self._t else 0.4)
            paint_sign(painter, row.sign, box, look)
            painter.setOpacity(1.0)
            if place == self._selected:
                painter.setPen(QPen(look.colour("accent"), 1.75))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(-4.0, -3.0, 4.0, 3.0), 8.0, 8.0)
        painter.restore()

    # -- pointing and keys -----------------------------------------------------------------------------------------

    def row_at(self, point: QPoint) -> int | None:
        """The row at a point of the viewport, anywhere across it."""
        both = self._both
        if both is None or point.y() < both.head:
            return None
        return both.row_at(point.y() + self.verticalScrollBar().value())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.row_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and place is not None:
            self.row_wanted.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.row_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        run = self.keys.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if run is not None and plain:
            run()
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.row_at(event.pos())
            if place is not None:
                QToolTip.showText(event.globalPos(), as_tool_tip(self.spoken(place)), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    # -- words -----------------------------------------------------------------------------------------------------

    def spoken(self, place: int) -> str:
        """A row in words: what it is, and in what its sides differ."""
        rows = self._rows
        if rows is None:
            return ""
        row, between = rows.rows[place], ": " if self._text.language != "ja" else "："
        lines = [f"{title_of(row, rows, self._text)}\n{sentence_of(row.sign, self._text)}"]
        lines += [f"{name}{between}{left or '–'} | {right or '–'}" for name, left, right in lines_of(row, self._text)]
        return "\n".join(lines)

    def _describe(self) -> None:
        """Say the current row to assistive tools."""
        known = self._rows is not None and self._selected is not None and self._selected < len(self._rows.rows)
        self.setAccessibleDescription(self.spoken(self._selected) if known and self._selected is not None else "")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Two sequence diagrams side by side"))
