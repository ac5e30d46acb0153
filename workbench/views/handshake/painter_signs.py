"""The small signs of the diagram, drawn: no colour ever stands alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from workbench.core.handshake.transcript import Outcome
from workbench.views.handshake.diagram_values import Arrow, Box

HEAD = 9.0
"""Length of an arrow's head."""


def draw_arrow(painter: QPainter, arrow: Arrow, colour: QColor, heft: float = 1.0, gaps: Sequence[Box] = ()) -> None:
    """A line with a head, or one at either end. `heft`: how much stronger than usual; `gaps`: boxes that the line leaves out, from left
    to right."""
    way = 1.0 if arrow.end > arrow.start else -1.0
    width, size = 1.75 * heft, HEAD * heft
    if arrow.thick:
        width, size = width + 1.75 * heft, size + 3.0
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if arrow.dashed:
        pen.setDashPattern([4.0, 3.0])
    painter.setPen(pen)
    x, end = sorted((arrow.start + (way * size if arrow.both else 0.0), arrow.end - way * size))
    for gap in gaps:
        if gap.x > x:
            painter.drawLine(QPointF(x, arrow.y), QPointF(min(gap.x, end), arrow.y))
        x = max(x, gap.right)
    if end > x:
        painter.drawLine(QPointF(x, arrow.y), QPointF(end, arrow.y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for tip, back in ((arrow.end, arrow.end - way * size), (arrow.start, arrow.start + way * size))[: 2 if arrow.both else 1]:
        half = size * 0.52
        painter.drawPolygon(QPolygonF([QPointF(tip, arrow.y), QPointF(back, arrow.y - half), QPointF(back, arrow.y + half)]))


def draw_lock(painter: QPainter, box: Box, colour: QColor) -> None:
    unit = box.width / 14.0
    painter.setPen(QPen(colour, 1.4 * max(1.0, unit)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(box.x + 2 * unit, box.y + 6 * unit, 10 * unit, 7 * unit), 1.5 * unit, 1.5 * unit)
    shackle = QPainterPath(QPointF(box.x + 4 * unit, box.y + 6 * unit))
    shackle.lineTo(box.x + 4 * unit, box.y + 4 * unit)
    shackle.cubicTo(box.x + 4 * unit, box.y, box.x + 10 * unit, box.y, box.x + 10 * unit, box.y + 4 * unit)
    shackle.lineTo(box.x + 10 * unit, box.y + 6 * unit)
    painter.drawPath(shackle)


def draw_octagon(painter: QPainter, box: Box, colour: QColor, ground: QColor) -> None:
    """An alert that ends it all."""
    radius, x, y = box.width / 2, box.x + box.width / 2, box.middle
    corners = [QPointF(x + radius * math.cos(a), y + radius * math.sin(a)) for a in (math.pi / 8 + n * math.pi / 4 for n in range(8))]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF(corners))
    unit = box.width / 16.0
    painter.setPen(QPen(ground, 1.8 * unit))
    painter.drawLine(QPointF(x, y - 4.0 * unit), QPointF(x, y + 1.0 * unit))
    painter.drawPoint(QPointF(x, y + 4.0 * unit))


def draw_outcome(painter: QPainter, box: Box, outcome: Outcome, colour: QColor) -> None:
    """A tick, an exclamation mark or a cross."""
    unit = box.width / 14.0
    pen = QPen(colour, 1.9 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = box.x + box.width / 2, box.middle
    if outcome is Outcome.ok:
        corners = ((-4.5, 0.5), (-1.5, 3.5), (4.5, -3.5))
        painter.drawPolyline(QPolygonF([QPointF(x + across * unit, y + down * unit) for across, down in corners]))
    elif outcome is Outcome.warning:
        painter.drawLine(QPointF(x, y - 4.5 * unit), QPointF(x, y + 1.0 * unit))
        painter.drawPoint(QPointF(x, y + 4.5 * unit))
    else:
        arm = 3.5 * unit
        painter.drawLine(QPointF(x - arm, y - arm), QPointF(x + arm, y + arm))
        painter.drawLine(QPointF(x - arm, y + arm), QPointF(x + arm, y - arm))


def draw_changed(painter: QPainter, box: Box, colour: QColor, ground: QColor) -> None:
    """A bar along the edge, with a triangle in a disc at its upper end: what mathematicians write for a difference."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(box.x, box.y, box.width, box.height), 1.5, 1.5)
    x, y = box.x + box.width / 2, box.y + 1.0
    painter.setPen(QPen(ground, 1.5))
    painter.drawEllipse(QPointF(x, y), 7.0, 7.0)
    painter.setPen(QPen(ground, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(QPolygonF([QPointF(x, y - 3.5), QPointF(x - 3.4, y + 2.5), QPointF(x + 3.4, y + 2.5)]))


def draw_ruler(painter: QPainter, x: float, top: float, bottom: float, colour: QColor) -> None:
    """A line with a tick at either end."""
    painter.setPen(QPen(colour, 1.5))
    painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    for y in (top, bottom):
        painter.drawLine(QPointF(x - 4.0, y), QPointF(x + 4.0, y))
