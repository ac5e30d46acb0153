"""Draws a frame of the diagram with a QPainter: the same strokes on the screen, in a PNG and in an SVG."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from workbench.core.handshake.transcript import Outcome
from workbench.views import theme
from workbench.views.handshake.diagram_values import Box, Diagram, Label, Lifeline, Row, Style
from workbench.views.handshake.scene import Frame, Look

HEAD = 9.0
"""Length of an arrow's head."""
_ALIGN = {"left": Qt.AlignmentFlag.AlignLeft, "centre": Qt.AlignmentFlag.AlignHCenter, "right": Qt.AlignmentFlag.AlignRight}


def font(look: theme.Theme, style: Style) -> QFont:
    """The font of a style in a theme."""
    if style is Style.number:
        return look.monospace(theme.MUTED_PX)
    if style is Style.party:
        return look.font(theme.TEXT_PX + 0.5, semibold=True)
    if style is Style.title:
        return look.font(theme.TEXT_PX, semibold=True)
    return look.font(theme.MUTED_PX, semibold=style is Style.compact)


class FontMetrics:
    """Measures text in the fonts of a theme; what was measured once is remembered."""

    def __init__(self, look: theme.Theme) -> None:
        self._metrics = {style: QFontMetricsF(font(look, style)) for style in Style}
        self._widths: dict[tuple[str, Style], float] = {}

    def width(self, text: str, style: Style) -> float:
        key = (text, style)
        if key not in self._widths:
            self._widths[key] = self._metrics[style].horizontalAdvance(text)
        return self._widths[key]

    def height(self, style: Style) -> float:
        return math.ceil(self._metrics[style].height())

    def elided(self, text: str, style: Style, room: float) -> str:
        return self._metrics[style].elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))


class DiagramPainter:
    """Draws with the colours and fonts of one theme."""

    def __init__(self, look: theme.Theme) -> None:
        self.look = look
        self._fonts = {style: font(look, style) for style in Style}

    def paint(self, painter: QPainter, frame: Frame, top: float = 0.0, height: float | None = None, head: float | None = None) -> None:
        """Draw what lies between `top` and `top + height` (all of it by default); the cards stand at `head` (their place by default)."""
        diagram = frame.diagram
        bottom = diagram.height if height is None else top + height
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        for line in diagram.lifelines:
            painter.setPen(QPen(self._colour("line"), 2.0))
            painter.drawLine(QPointF(line.x, max(line.card.bottom, top)), QPointF(line.x, min(diagram.height - 8.0, bottom)))
        for heading in diagram.headings:
            if heading.line.y <= bottom and heading.label.box.bottom >= top:
                self._clear_below(painter, heading.label.box)
                self._label(painter, heading.label)
                painter.fillRect(_rect(heading.line), self._colour("line"))
        for number in diagram.between(top, bottom):
            self._row(painter, diagram.rows[number], frame.look(number), number == frame.selected)
        self._head(painter, diagram, diagram.lifelines, head or 0.0)

    # -- the parts -------------------------------------------------------------------------------------------------

    def _head(self, painter: QPainter, diagram: Diagram, lifelines: tuple[Lifeline, ...], offset: float) -> None:
        painter.save()
        painter.translate(0.0, offset)
        if offset > 0.0:  # rows pass below
            painter.fillRect(QRectF(0.0, 0.0, diagram.width, diagram.head + 6.0), self._colour("surface"))
        for line in lifelines:
            painter.setPen(QPen(self._colour("line"), 2.0))
            painter.drawLine(QPointF(line.x, line.card.bottom), QPointF(line.x, diagram.head + 6.0))
            painter.setPen(QPen(self._colour(line.colour), 1.5))
            painter.setBrush(self._colour("raised"))
            painter.drawRoundedRect(_rect(line.card), 8.0, 8.0)
            for label in line.labels:
                self._label(painter, label)
        painter.restore()

    def _row(self, painter: QPainter, row: Row, look: Look, selected: bool) -> None:
        painter.setOpacity(look.strength)
        colour = self._colour(row.colour)
        if row.band is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._tint(colour))
            painter.drawRoundedRect(_rect(row.band), 6.0, 6.0)
        elif row.arrow is not None:
            for label in row.labels:
                self._clear_below(painter, label.box)
        if row.lock is not None:
            self._lock(painter, row.lock, colour)
        if row.octagon is not None:
            self._octagon(painter, row.octagon)
        for label in row.labels:
            self._label(painter, label)
        if row.arrow is not None:
            self._arrow(painter, row, colour)
        if row.pill is not None:
            self._pill(painter, row)
        if row.sign is not None:
            self._sign(painter, row.sign, row.outcome)
        if row.agreed and look.born > 0.0:
            painter.setOpacity(look.born)
            for label in row.agreed:
                self._clear_below(painter, label.box)
                self._label(painter, label)
        painter.setOpacity(1.0)
        if selected:
            painter.setPen(QPen(self._colour("accent"), 1.75))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(_rect(row.frame), 8.0, 8.0)
        if look.travel is not None and row.arrow is not None:
            x = row.arrow.start + (row.arrow.end - row.arrow.start) * look.travel
            painter.setPen(QPen(self._colour("surface"), 2.0))
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(x, row.arrow.y), 6.5, 6.5)

    def _arrow(self, painter: QPainter, row: Row, colour: QColor) -> None:
        arrow = row.arrow
        assert arrow is not None
        way = 1.0 if arrow.end > arrow.start else -1.0
        pen = QPen(colour, 3.5 if arrow.thick else 1.75)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if arrow.dashed:
            pen.setDashPattern([4.0, 3.0])
        size = HEAD + (3.0 if arrow.thick else 0.0)
        painter.setPen(pen)
        painter.drawLine(QPointF(arrow.start, arrow.y), QPointF(arrow.end - way * size, arrow.y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        back, half = arrow.end - way * size, size * 0.52
        painter.drawPolygon(QPolygonF([QPointF(arrow.end, arrow.y), QPointF(back, arrow.y - half), QPointF(back, arrow.y + half)]))

    def _pill(self, painter: QPainter, row: Row) -> None:
        pill = row.pill
        assert pill is not None
        if painter.opacity() < 1.0:  # the lifeline does not shine through
            painter.save()
            painter.setOpacity(1.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour("surface"))
            painter.drawRoundedRect(_rect(pill.box), pill.box.height / 2, pill.box.height / 2)
            painter.restore()
        painter.setPen(QPen(self._colour(pill.colour), 1.25))
        painter.setBrush(self._colour("raised"))
        painter.drawRoundedRect(_rect(pill.box), pill.box.height / 2, pill.box.height / 2)
        self._label(painter, pill.label)

    def _label(self, painter: QPainter, label: Label) -> None:
        painter.setFont(self._fonts[label.style])
        painter.setPen(self._colour(label.colour))
        # A hair more room than measured: a line must never lose its last letter to rounding.
        box = _rect(label.box).adjusted(-1.0 if label.align != "left" else 0.0, -2.0, 1.0 if label.align != "right" else 0.0, 2.0)
        flags = _ALIGN[label.align] | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
        painter.drawText(box, int(flags), label.text)

    def _clear_below(self, painter: QPainter, box: Box) -> None:
        """A lifeline does not run through a text."""
        painter.save()
        painter.setOpacity(1.0)
        painter.fillRect(_rect(box).adjusted(-3.0, 0.0, 3.0, 0.0), self._colour("surface"))
        painter.restore()

    # -- signs -----------------------------------------------------------------------------------------------------

    def _lock(self, painter: QPainter, box: Box, colour: QColor) -> None:
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        unit = box.width / 14.0
        painter.drawRoundedRect(QRectF(box.x + 2 * unit, box.y + 6 * unit, 10 * unit, 7 * unit), 1.5 * unit, 1.5 * unit)
        shackle = QPainterPath(QPointF(box.x + 4 * unit, box.y + 6 * unit))
        shackle.lineTo(box.x + 4 * unit, box.y + 4 * unit)
        shackle.cubicTo(box.x + 4 * unit, box.y, box.x + 10 * unit, box.y, box.x + 10 * unit, box.y + 4 * unit)
        shackle.lineTo(box.x + 10 * unit, box.y + 6 * unit)
        painter.drawPath(shackle)

    def _octagon(self, painter: QPainter, box: Box) -> None:
        radius, x, y = box.width / 2, box.x + box.width / 2, box.middle
        corners = [QPointF(x + radius * math.cos(a), y + radius * math.sin(a)) for a in (math.pi / 8 + n * math.pi / 4 for n in range(8))]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour("bad"))
        painter.drawPolygon(QPolygonF(corners))
        painter.setPen(QPen(self._colour("surface"), 1.8))
        painter.drawLine(QPointF(x, y - 4.0), QPointF(x, y + 1.0))
        painter.drawPoint(QPointF(x, y + 4.0))

    def _sign(self, painter: QPainter, box: Box, outcome: Outcome) -> None:
        """A tick, an exclamation mark or a cross: the colour never stands alone."""
        token = {Outcome.ok: "good", Outcome.warning: "warning"}.get(outcome, "bad")
        pen = QPen(self._colour(token), 1.9)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        x, y = box.x + box.width / 2, box.middle
        if outcome is Outcome.ok:
            painter.drawPolyline(QPolygonF([QPointF(x - 4.5, y + 0.5), QPointF(x - 1.5, y + 3.5), QPointF(x + 4.5, y - 3.5)]))
        elif outcome is Outcome.warning:
            painter.drawLine(QPointF(x, y - 4.5), QPointF(x, y + 1.0))
            painter.drawPoint(QPointF(x, y + 4.5))
        else:
            painter.drawLine(QPointF(x - 3.5, y - 3.5), QPointF(x + 3.5, y + 3.5))
            painter.drawLine(QPointF(x - 3.5, y + 3.5), QPointF(x + 3.5, y - 3.5))

    def _colour(self, token: str) -> QColor:
        return self.look.colour(token)

    def _tint(self, colour: QColor) -> QColor:
        """The colour, thin over the surface."""
        ground, part = self._colour("surface"), 0.20 if self.look.dark else 0.13
        pairs = ((colour.red(), ground.red()), (colour.green(), ground.green()), (colour.blue(), ground.blue()))
        red, green, blue = (round(over * part + below * (1.0 - part)) for over, below in pairs)
        return QColor(red, green, blue)


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)
