"""Small painted signs that the lists of this page share: state marks, letters, chips, and the type sizes they use."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPolygonF

from workbench.core.x509.finding import Status
from workbench.views.theme import colour

_COLOURS = {Status.OK: "good", Status.WARNING: "warning", Status.FAILURE: "bad", Status.NOT_CHECKED: "not_checked"}


def status_colour(status: Status | None) -> str:
    """The semantic colour of a state; None is not known yet."""
    return "muted" if status is None else _COLOURS[status]


def status(painter: QPainter, rect: QRect, state: Status | None, strong: bool = False) -> None:
    """A round mark with a sign of its own for every state, so that colour does not stand alone.

    strong  filled with the full colour (the headline) instead of its tint
    """
    name = status_colour(state)
    fill = name if strong else ("raised" if state is None else f"{name}_tint")
    ink = "surface" if strong else name
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(fill))
    painter.drawEllipse(rect)
    pen = QPen(colour(ink), max(1.6, rect.width() / 11))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _sign(painter, QRectF(rect), state)
    painter.restore()


def _sign(painter: QPainter, box: QRectF, state: Status | None) -> None:
    def at(x: float, y: float) -> QPointF:
        return QPointF(box.left() + box.width() * x, box.top() + box.height() * y)

    match state:
        case Status.OK:
            painter.drawPolyline(QPolygonF([at(0.31, 0.52), at(0.44, 0.66), at(0.69, 0.36)]))
        case Status.WARNING:
            painter.drawLine(at(0.5, 0.27), at(0.5, 0.55))
            painter.drawPoint(at(0.5, 0.73))
        case Status.FAILURE:
            painter.drawLine(at(0.36, 0.36), at(0.64, 0.64))
            painter.drawLine(at(0.64, 0.36), at(0.36, 0.64))
        case Status.NOT_CHECKED:
            painter.drawLine(at(0.33, 0.5), at(0.67, 0.5))
        case None:
            for x in (0.32, 0.5, 0.68):
                painter.drawPoint(at(x, 0.5))


def letter(painter: QPainter, rect: QRect, text: str, ink: str, fill: str) -> None:
    """A round mark with a letter: what has no verdict."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(fill))
    painter.drawEllipse(rect)
    painter.setPen(colour(ink))
    font = QFont(painter.font())
    font.setPixelSize(round(rect.height() * 0.55))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def chip(painter: QPainter, rect: QRect, font: QFont, text: str, on_tint: bool = False) -> None:
    """A word in a rounded field."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("surface" if on_tint else "raised"))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setPen(colour("muted"))
    painter.setFont(font)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width() - 10)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()
