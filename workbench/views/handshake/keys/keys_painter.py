"""Draws a key schedule at a moment: what is not there yet is faint, what comes to be is outlined, what was destroyed is struck through."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from workbench.core.handshake.transcript import Role
from workbench.models.handshake_keys import CONTEXT, State
from workbench.models.handshake_tokens import ROLE_TOKENS
from workbench.models.language import QT_TRANSLATE_NOOP
from workbench.views import theme
from workbench.views.handshake.canvas import TextMetrics
from workbench.views.handshake.diagram_values import Box
from workbench.views.handshake.keys.layout import BAR, SIGN, SIGN_GAP, Card, Edge, Style
from workbench.views.handshake.keys.looks import CardLook, EdgeLook, Frame

LETTERS = {
    Role.client: QT_TRANSLATE_NOOP("HandshakeKeys", "C"),
    Role.server: QT_TRANSLATE_NOOP("HandshakeKeys", "S"),
    Role.certification_authority: QT_TRANSLATE_NOOP("HandshakeKeys", "CA"),
    Role.attacker: QT_TRANSLATE_NOOP("HandshakeKeys", "A"),
    Role.eavesdropper: QT_TRANSLATE_NOOP("HandshakeKeys", "E"),
    Role.name_server: QT_TRANSLATE_NOOP("HandshakeKeys", "N"),
}
"""One letter for each party, in the circle that says that it holds a value."""
FAINT, ASIDE = 0.32, 0.25
RADIUS, ARROW = 7.0, 6.0


def font(look: theme.Theme, style: Style) -> QFont:
    if style in (Style.name, Style.value):
        made = look.monospace(theme.MUTED_PX if style is Style.name else theme.MUTED_PX - 0.5)
        made.setWeight(QFont.Weight.DemiBold if style is Style.name else QFont.Weight.Normal)
        return made
    return look.font(theme.MUTED_PX - (0.5 if style is Style.does else 0.0))


class KeysMetrics(TextMetrics[Style]):
    """Measures text in the fonts of a theme."""

    def __init__(self, look: theme.Theme) -> None:
        super().__init__({style: font(look, style) for style in Style})


class KeysPainter:
    """Draws with the colours and fonts of one theme."""

    def __init__(self, look: theme.Theme) -> None:
        self.look = look
        self._fonts = {style: font(look, style) for style in Style}

    def paint(self, painter: QPainter, frame: Frame, seen: QRectF | None = None) -> None:
        """Draw what lies in `seen`, all of it without."""
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        strong = sorted(frame.picture.edges, key=lambda edge: frame.edges[edge.source, edge.target].strong)
        for edge in strong:
            self._edge(painter, edge, frame.edges[edge.source, edge.target])
        for card in frame.picture.cards.values():
            if seen is None or seen.intersects(_rect(card.box).adjusted(-4.0, -4.0, 4.0, 4.0)):
                self._card(painter, card, frame.cards[card.id])

    def _edge(self, painter: QPainter, edge: Edge, look: EdgeLook) -> None:
        painter.setOpacity((1.0 if look.lit else FAINT) * (ASIDE if look.aside else 1.0))
        colour = self.look.colour("accent" if look.strong else look.colour)
        pen = QPen(colour, 2.2 if look.strong else 1.4)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        *_, (before_x, before_y), (x, y) = edge.points
        across, down = (x > before_x) - (x < before_x), (y > before_y) - (y < before_y)
        if across:
            down = 0
        path = _rounded([*edge.points[:-1], (x - across * ARROW, y - down * ARROW)])
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        back = QPointF(x - across * ARROW, y - down * ARROW)
        side = QPointF(down * 3.6, across * 3.6)
        painter.drawPolygon(QPolygonF([QPointF(x, y), back + side, back - side]))
        painter.setOpacity(1.0)

    def _card(self, painter: QPainter, card: Card, look: CardLook) -> None:
        gone, unborn = look.state is State.gone, look.state is State.unborn
        box = _rect(card.box)
        strength = (FAINT if unborn else 1.0) * (ASIDE if look.aside else 1.0)
        if strength < 1.0:  # lines do not shine through
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.colour("surface"))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.setOpacity(strength)
        border = QPen(self.look.colour("muted" if gone or unborn else look.colour), 1.3)
        if gone:
            border.setDashPattern([3.0, 3.0])
        painter.setPen(border)
        ground = "surface" if gone or unborn else "raised"
        painter.setBrush(self._tint(look.colour) if look.tint and not gone and not unborn else self.look.colour(ground))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if not gone and not unborn:
            self._bars(painter, box, look.holders)
        for line in card.lines:
            style = line.style
            chosen = QFont(self._fonts[style])
            chosen.setStrikeOut(gone and style is Style.name)
            painter.setFont(chosen)
            painter.setPen(self.look.colour("text" if style is Style.name and not gone else "muted"))
            painter.drawText(QPointF(line.x, line.y + QFontMetricsF(chosen).ascent()), line.text)
        if not unborn:
            self._signs(painter, card.signs, look.holders)
        painter.setOpacity(1.0)
        if look.state is State.new or look.selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = QPen(self.look.colour("accent"), 2.4 if look.selected else 1.8)
            painter.setPen(pen)
            painter.drawRoundedRect(box.adjusted(-2.5, -2.5, 2.5, 2.5), RADIUS + 2.0, RADIUS + 2.0)

    def _bars(self, painter: QPainter, box: QRectF, holders: tuple[Role, ...]) -> None:
        """The client's colour on the left side, that of the other end on the right side: both where both hold it."""
        painter.save()
        clip = QPainterPath()
        clip.addRoundedRect(box, RADIUS, RADIUS)
        painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
        if Role.client in holders:
            painter.fillRect(QRectF(box.x(), box.y(), BAR, box.height()), self.look.colour(ROLE_TOKENS[Role.client]))
        other = Role.server if Role.server in holders else Role.attacker if Role.attacker in holders else None
        if other is not None:
            painter.fillRect(QRectF(box.right() - BAR, box.y(), BAR, box.height()), self.look.colour(ROLE_TOKENS[other]))
        painter.restore()

    def _signs(self, painter: QPainter, box: Box, holders: tuple[Role, ...]) -> None:
        size = box.height
        step = min(size + SIGN_GAP, (box.width - size) / max(1, len(holders) - 1))
        for number, role in enumerate(reversed(holders)):
            self.sign(painter, QRectF(box.right - size - number * step, box.y, size, size), role)

    def sign(self, painter: QPainter, circle: QRectF, role: Role) -> None:
        """A party: a circle in its colour with its letter."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.colour(ROLE_TOKENS[role]))
        painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5))
        letter = QCoreApplication.translate(CONTEXT, LETTERS[role])
        made = self.look.font(theme.MUTED_PX, semibold=True)
        made.setPixelSize(max(6, round(circle.height() * (0.62 if len(letter) == 1 else 0.5))))
        painter.setFont(made)
        painter.setPen(self.look.colour("surface"))
        painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), letter)

    def _tint(self, token: str) -> QColor:
        """A colour, thin over the surface."""
        over, ground, part = self.look.colour(token), self.look.colour("surface"), 0.22 if self.look.dark else 0.14
        pairs = ((over.red(), ground.red()), (over.green(), ground.green()), (over.blue(), ground.blue()))
        return QColor(*(round(a * part + b * (1.0 - part)) for a, b in pairs))


def sign_size(look: theme.Theme) -> float:
    return SIGN * look.scale


def _rounded(points: list[tuple[float, float]]) -> QPainterPath:
    """A line through corners, which are rounded off."""
    path = QPainterPath(QPointF(*points[0]))
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        first, second = _towards(corner, before), _towards(corner, after)
        path.lineTo(QPointF(*first))
        path.quadTo(QPointF(*corner), QPointF(*second))
    path.lineTo(QPointF(*points[-1]))
    return path


def _towards(corner: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    x, y = other[0] - corner[0], other[1] - corner[1]
    length = math.hypot(x, y)
    part = min(5.0, length / 2) / length if length else 0.0
    return corner[0] + x * part, corner[1] + y * part


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)
