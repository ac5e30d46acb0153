"""Who knows what, for the back row: large dots in the colours of the parties, plain words, always the newest rows in sight."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from workbench.models.handshake_knowledge import KnowledgeRole
from workbench.models.handshake_tokens import ROLE_TOKENS
from workbench.views import theme

TEXT_PX, HEAD_PX, DOT_PX = 25.0, 21.0, 30.0
"""At 1920x1080; nothing is drawn smaller than 20."""
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_TOP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_HEAD = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter)


class KnowledgeBoard(QWidget):
    """Draws a model of who knows what. `scale` 1 is for 1920x1080."""

    def __init__(self, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model, self.scale, self.title, self.nothing = model, 1.0, "", ""
        self.setMouseTracking(True)
        model.modelReset.connect(self.update)
        model.layoutChanged.connect(self.update)

    def set_scale(self, scale: float) -> None:
        self.scale = scale
        self.update()

    def font_of(self, size: float, semibold: bool = False) -> QFont:
        found = theme.current().font(semibold=semibold)
        found.setPixelSize(max(1, round(size * self.scale)))
        return found

    # -- what goes where -------------------------------------------------------------------------------------------

    def _columns(self) -> list[float]:
        """How wide each party's column is."""
        metrics = QFontMetricsF(self.font_of(HEAD_PX, semibold=True))
        found = []
        for column in range(1, self.model.columnCount()):
            lines = str(self.model.headerData(column, Qt.Orientation.Horizontal) or "").splitlines() or [""]
            found.append(max(max(metrics.horizontalAdvance(line) for line in lines) + 18.0 * self.scale, 2.4 * DOT_PX * self.scale))
        return found

    def _heights(self, room: float) -> list[float]:
        """How high each row is when its name has so much room."""
        metrics = QFontMetricsF(self.font_of(TEXT_PX))
        names = [str(self.model.index(row, 0).data() or "") for row in range(self.model.rowCount())]
        return [max(metrics.boundingRect(QRectF(0, 0, room, 10_000), _WRAP, name).height(), DOT_PX) + 18.0 * self.scale for name in names]

    def _new(self, row: int) -> bool:
        return any(self.model.index(row, column).data(KnowledgeRole.NEW) for column in range(1, self.model.columnCount()))

    def shown_rows(self, heights: list[float], room: float) -> range:
        """The rows that fit: from the first one, else as far down as the last new one."""
        news = [row for row in range(len(heights)) if self._new(row)]
        last = news[-1] if news else len(heights) - 1
        first, used = 0, sum(heights[: last + 1])
        while used > room and first < last:
            used -= heights[first]
            first += 1
        end = last + 1
        while end < len(heights) and used + heights[end] <= room:
            used += heights[end]
            end += 1
        return range(first, end)

    # -- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        look, unit = theme.current(), self.scale
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(self.rect(), look.colour("surface"))
        margin = 20.0 * unit
        columns = self._columns()
        left, right = margin, self.width() - margin
        name_room = max(60.0, right - left - sum(columns) - 8.0 * unit)
        y = self._paint_head(painter, left, name_room + 8.0 * unit, columns, margin * 0.6)
        heights = self._heights(name_room)
        for row in self.shown_rows(heights, self.height() - y - margin * 0.6):
            self._paint_row(painter, row, QRectF(left, y, right - left, heights[row]), name_room, columns)
            y += heights[row]
        if not heights:
            painter.setFont(self.font_of(TEXT_PX))
            painter.setPen(look.colour("muted"))
            painter.drawText(QRectF(left, y + margin, right - left, self.height() - y), _TOP, self.nothing)
        painter.end()

    def _paint_head(self, painter: QPainter, left: float, name_room: float, columns: list[float], y: float) -> float:
        """The title, and the parties in their colours. Returns where the rows begin."""
        look = theme.current()
        painter.setFont(self.font_of(HEAD_PX, semibold=True))
        height = 2.0 * QFontMetricsF(painter.font()).height() + 8.0 * self.scale
        painter.setPen(look.colour("muted"))
        painter.drawText(QRectF(left, y, name_room, height), _WRAP, self.title)
        x = left + name_room
        for column, width in enumerate(columns, 1):
            party = self.model.headerData(column, Qt.Orientation.Horizontal, KnowledgeRole.PARTY)
            painter.setPen(look.colour(ROLE_TOKENS[party] if party is not None else "muted"))
            painter.drawText(QRectF(x, y, width, height), _HEAD, str(self.model.headerData(column, Qt.Orientation.Horizontal) or ""))
            x += width
        painter.setPen(QPen(look.colour("line"), max(1.0, 2.0 * self.scale)))
        painter.drawLine(QPointF(left, y + height), QPointF(x, y + height))
        return y + height + 4.0 * self.scale

    def _paint_row(self, painter: QPainter, row: int, box: QRectF, name_room: float, columns: list[float]) -> None:
        look, unit = theme.current(), self.scale
        if self._new(row):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_tint"))
            painter.drawRoundedRect(box.adjusted(-8.0 * unit, 2.0 * unit, 8.0 * unit, -2.0 * unit), 8.0 * unit, 8.0 * unit)
        painter.setFont(self.font_of(TEXT_PX))
        painter.setPen(look.colour("text"))
        painter.drawText(QRectF(box.left(), box.top(), name_room, box.height()), _WRAP, str(self.model.index(row, 0).data() or ""))
        x = box.left() + name_room + 8.0 * unit
        for column, width in enumerate(columns, 1):
            self._paint_dot(painter, self.model.index(row, column), QPointF(x + width / 2, box.center().y()))
            x += width

    def _paint_dot(self, painter: QPainter, index: QModelIndex, middle: QPointF) -> None:
        look, unit = theme.current(), self.scale
        party = index.data(KnowledgeRole.PARTY)
        colour = look.colour(ROLE_TOKENS.get(party, "muted"))
        radius = DOT_PX * unit / 2
        if index.data(KnowledgeRole.KNOWS):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(middle, radius, radius)
        elif index.data(KnowledgeRole.FORGOTTEN):
            painter.setPen(QPen(look.colour("muted"), 2.5 * unit))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, radius * 0.8, radius * 0.8)
            edge = radius * 0.8 * 0.707
            painter.drawLine(QPointF(middle.x() - edge, middle.y() + edge), QPointF(middle.x() + edge, middle.y() - edge))
        else:
            painter.setPen(QPen(look.colour("muted"), 3.0 * unit))
            painter.drawLine(QPointF(middle.x() - radius / 2, middle.y()), QPointF(middle.x() + radius / 2, middle.y()))
        if index.data(KnowledgeRole.NEW):
            painter.setPen(QPen(colour, 2.5 * unit))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, radius + 5.0 * unit, radius + 5.0 * unit)
