"""Draws a frame of the diagram with a QPainter: the same strokes on the screen, in a PNG and in an SVG."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from workbench.core.handshake.transcript import Outcome
from workbench.views import theme
from workbench.views.handshake.canvas import TextMetrics
from workbench.views.handshake.diagram_values import Block, Box, Diagram, Label, Lifeline, Mini, Pill, Row, Style
from workbench.views.handshake.painter_signs import draw_arrow, draw_changed, draw_lock, draw_octagon, draw_outcome, draw_ruler
from workbench.views.handshake.scene import Frame, Look

SMALL = 0.84
"""How strong the arrows in a block are, of those of a row."""
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


class FontMetrics(TextMetrics[Style]):
    """Measures text in the fonts of a theme."""

    def __init__(self, look: theme.Theme) -> None:
        super().__init__({style: font(look, style) for style in Style})


class DiagramPainter:
    """Draws with the colours and fonts of one theme."""

    def __init__(self, look: theme.Theme) -> None:
        self.look = look
        self._fonts = {style: font(look, style) for style in Style}
        self._heft = max(1.0, look.scale) ** 0.6

    def paint(self, painter: QPainter, frame: Frame, top: float = 0.0, height: float | None = None, head: float | None = None) -> None:
        """Draw what lies between `top` and `top + height` (all of it by default); the cards stand at `head` (their place by default)."""
        diagram = frame.diagram
        bottom = diagram.height if height is None else top + height
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        for line in diagram.lifelines:
            painter.setPen(QPen(self._colour("line"), 2.0))
            painter.drawLine(QPointF(line.x, max(line.card.bottom, top)), QPointF(line.x, min(diagram.height - 8.0, bottom)))
        self._links(painter, frame, top, bottom)
        for heading in diagram.headings:
            if heading.line.y <= bottom and heading.label.box.bottom >= top:
                self._clear_below(painter, heading.label.box)
                self._label(painter, heading.label)
                painter.fillRect(_rect(heading.line), self._colour("line"))
        self._beside(painter, frame, top, bottom)
        for number in diagram.between(top, bottom):
            self._row(painter, frame, number)
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

    def _beside(self, painter: QPainter, frame: Frame, top: float, bottom: float) -> None:
        """Brackets and rulers: as strong as the first row of a stage, and as the answer that was waited for."""
        for bracket in frame.diagram.brackets:
            if bracket.bar.y > bottom or bracket.bar.bottom < top:
                continue
            painter.setOpacity(frame.look(bracket.first).strength)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour("line"))
            begin, end = max(bracket.bar.y, top - 8.0), min(bracket.bar.bottom, bottom + 8.0)  # what is very long takes long
            painter.drawRoundedRect(QRectF(bracket.bar.x, begin, bracket.bar.width, end - begin), 1.5, 1.5)
            for label in bracket.labels:
                self._clear_below(painter, label.box)
                self._label(painter, label)
        for ruler in frame.diagram.rulers:
            if ruler.top > bottom or ruler.bottom < top:
                continue
            painter.setOpacity(frame.look(ruler.last).strength)
            draw_ruler(painter, ruler.x, max(ruler.top, top - 8.0), min(ruler.bottom, bottom + 8.0), self._colour("muted"))
            for label in ruler.labels:
                self._label(painter, label)
        painter.setOpacity(1.0)

    def _links(self, painter: QPainter, frame: Frame, top: float, bottom: float) -> None:
        for link in frame.diagram.links:
            if link.top > bottom or link.bottom < top:
                continue
            painter.setOpacity(frame.look(link.first).strength)
            pen = QPen(self._colour(link.colour), 3.0)
            pen.setDashPattern([2.5, 2.0])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(link.x, max(link.top, top - 100.0)), QPointF(link.x, min(link.bottom, bottom + 100.0)))
        for link in frame.diagram.links:  # a later link may run below an earlier one's name
            if link.chip.box.y <= bottom and link.chip.box.bottom >= top:
                painter.setOpacity(frame.look(link.first).strength)
                self._pill(painter, link.chip, "surface")
        painter.setOpacity(1.0)

    def _row(self, painter: QPainter, frame: Frame, number: int) -> None:
        row, look = frame.diagram.rows[number], frame.look(number)
        painter.setOpacity(look.strength)
        colour = self._colour(row.colour)
        if row.block is not None:
            self._block(painter, row.block, frame, number)
        elif row.arrow is not None:
            self._message(painter, row, colour)
        if row.pill is not None:
            self._pill(painter, row.pill)
        if row.sign is not None:
            self._outcome(painter, row.sign, row.outcome)
        if row.agreed and look.born > 0.0:
            painter.setOpacity(look.born)
            for label in row.agreed:
                self._clear_below(painter, label.box)
                self._label(painter, label)
        painter.setOpacity(1.0)
        if row.mark is not None:
            draw_changed(painter, row.mark, self._colour("accent"), self._colour("surface"))
        if number == frame.selected:
            painter.setPen(QPen(self._colour("accent"), 1.75))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(_rect(row.frame), 8.0, 8.0)
        self._dot(painter, row, look, colour)

    def _message(self, painter: QPainter, row: Row, colour: QColor) -> None:
        if row.band is not None:
            self._band(painter, row.band, colour)
        else:
            for label in row.labels:
                self._clear_below(painter, label.box)
        if row.lock is not None:
            draw_lock(painter, row.lock, colour)
        if row.octagon is not None:
            draw_octagon(painter, row.octagon, self._colour("bad"), self._colour("surface"))
        for label in row.labels:
            self._label(painter, label)
        if row.arrow is not None:
            draw_arrow(painter, row.arrow, colour, self._heft)

    def _block(self, painter: QPainter, block: Block, frame: Frame, number: int) -> None:
        strength = painter.opacity()
        painter.setOpacity(1.0)  # the lifelines do not shine through
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour("surface"))
        painter.drawRoundedRect(_rect(block.box), 10.0, 10.0)
        painter.setPen(QPen(self._colour("line"), 1.0))
        for x in block.places:
            painter.drawLine(QPointF(x, block.inner.y), QPointF(x, block.inner.bottom))
        painter.setOpacity(strength)
        painter.setPen(QPen(self._colour(block.colour), 1.25))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(_rect(block.box), 10.0, 10.0)
        for label in block.labels:
            self._label(painter, label)
        for place, mini in enumerate(block.minis):
            self._mini(painter, mini, frame.line(number, place))
        painter.setOpacity(strength)

    def _mini(self, painter: QPainter, mini: Mini, look: Look) -> None:
        painter.setOpacity(look.strength)
        colour = self._colour(mini.colour)
        begin = min((box.x for box in (mini.lock, mini.octagon, mini.sign) if box is not None), default=None)
        gaps = []
        for place, label in enumerate(mini.labels):
            left = (begin if place == 0 and begin is not None else label.box.x) - 4.0
            gaps.append(Box(left, label.box.y + 2.0, label.box.right + 4.0 - left, label.box.height - 4.0))
            self._ground(painter, gaps[-1], self._colour("surface"))
        if mini.band is not None:
            self._band(painter, mini.band, colour)
        if mini.arrow is not None:
            draw_arrow(painter, mini.arrow, colour, SMALL * self._heft, gaps)
        if mini.lock is not None:
            draw_lock(painter, mini.lock, colour)
        if mini.octagon is not None:
            draw_octagon(painter, mini.octagon, self._colour("bad"), self._colour("surface"))
        if mini.sign is not None:
            self._outcome(painter, mini.sign, mini.outcome)
        for label in mini.labels:
            self._label(painter, label)
        self._dot(painter, mini, look, colour)

    def _dot(self, painter: QPainter, on: Row | Mini, look: Look, colour: QColor) -> None:
        """What travels."""
        if look.travel is None or on.arrow is None:
            return
        size = (5.0 if isinstance(on, Mini) else 6.5) * self._heft
        x = on.arrow.start + (on.arrow.end - on.arrow.start) * look.travel
        painter.setPen(QPen(self._colour("surface"), 2.0))
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x, on.arrow.y), size, size)

    def _pill(self, painter: QPainter, pill: Pill, ground: str = "raised") -> None:
        round_ = pill.box.height / 2
        if painter.opacity() < 1.0:  # the lifeline does not shine through
            painter.save()
            painter.setOpacity(1.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour("surface"))
            painter.drawRoundedRect(_rect(pill.box), round_, round_)
            painter.restore()
        pen = QPen(self._colour(pill.colour), 1.25)
        if pill.dashed:
            pen.setColor(self._colour("muted" if pill.colour == "line" else pill.colour))
            pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.setBrush(self._colour(ground))
        painter.drawRoundedRect(_rect(pill.box), round_, round_)
        self._label(painter, pill.label)

    def _label(self, painter: QPainter, label: Label) -> None:
        painter.setFont(self._fonts[label.style])
        painter.setPen(self._colour(label.colour))
        # A hair more room than measured: a line must never lose its last letter to rounding.
        box = _rect(label.box).adjusted(-1.0 if label.align != "left" else 0.0, -2.0, 1.0 if label.align != "right" else 0.0, 2.0)
        flags = _ALIGN[label.align] | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
        painter.drawText(box, int(flags), label.text)

    def _outcome(self, painter: QPainter, box: Box, outcome: Outcome) -> None:
        draw_outcome(painter, box, outcome, self._colour({Outcome.ok: "good", Outcome.warning: "warning"}.get(outcome, "bad")))

    def _band(self, painter: QPainter, box: Box, colour: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._tint(colour))
        painter.drawRoundedRect(_rect(box), 6.0, 6.0)

    def _clear_below(self, painter: QPainter, box: Box) -> None:
        """A lifeline does not run through a text."""
        self._ground(painter, Box(box.x - 3.0, box.y, box.width + 6.0, box.height), self._colour("surface"))

    def _ground(self, painter: QPainter, box: Box, colour: QColor) -> None:
        """What is faint is not seen through."""
        before = painter.opacity()
        painter.setOpacity(1.0)
        painter.fillRect(_rect(box), colour)
        painter.setOpacity(before)

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
