"""The small signs between two diagrams: how the sides of a row differ. Each has a shape of its own; the colour only helps."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from workbench.models.handshake_compare_rows import Sign
from workbench.views.theme import Theme

_COLOURS = {
    Sign.same: "line", Sign.size: "muted", Sign.differs: "accent", Sign.protection: "handshake_keys", Sign.outcome: "bad",
    Sign.left_only: "warning", Sign.right_only: "warning",
}  # fmt: skip


def paint_sign(painter: QPainter, sign: Sign, box: QRectF, look: Theme) -> None:
    """Equal sign, more or less, not equal, a lock, a cross, an arrowhead to the side that alone has the row."""
    unit = box.width() / 20.0
    pen = QPen(look.colour(_COLOURS[sign]), 1.8 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.save()
    painter.translate(box.center())
    painter.scale(unit, unit)
    pen.setWidthF(1.8)
    painter.setPen(pen)
    if sign is Sign.same:
        painter.drawLine(QPointF(-3.0, -2.0), QPointF(3.0, -2.0))
        painter.drawLine(QPointF(-3.0, 2.0), QPointF(3.0, 2.0))
    elif sign is Sign.size:
        painter.drawLine(QPointF(-3.5, -2.5), QPointF(3.5, -2.5))
        painter.drawLine(QPointF(0.0, -6.0), QPointF(0.0, 1.0))
        painter.drawLine(QPointF(-3.5, 5.0), QPointF(3.5, 5.0))
    elif sign is Sign.differs:
        painter.drawLine(QPointF(-5.0, -2.5), QPointF(5.0, -2.5))
        painter.drawLine(QPointF(-5.0, 2.5), QPointF(5.0, 2.5))
        painter.drawLine(QPointF(-2.5, 6.5), QPointF(2.5, -6.5))
    elif sign is Sign.protection:
        painter.drawRoundedRect(QRectF(-5.0, -1.0, 10.0, 7.5), 1.5, 1.5)
        shackle = QPainterPath(QPointF(-3.0, -1.0))
        shackle.lineTo(-3.0, -3.0)
        shackle.cubicTo(-3.0, -7.5, 3.0, -7.5, 3.0, -3.0)
        shackle.lineTo(3.0, -1.0)
        painter.drawPath(shackle)
    elif sign is Sign.outcome:
        painter.drawLine(QPointF(-4.5, -4.5), QPointF(4.5, 4.5))
        painter.drawLine(QPointF(-4.5, 4.5), QPointF(4.5, -4.5))
    else:
        way = -1.0 if sign is Sign.left_only else 1.0
        painter.drawPolyline(QPolygonF([QPointF(-2.5 * way, -5.0), QPointF(3.0 * way, 0.0), QPointF(-2.5 * way, 5.0)]))
    painter.restore()
