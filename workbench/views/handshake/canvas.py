"""What the drawn views of a handshake have in common: a frame when the focus came by keyboard, dragging, and measures of text."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QFont, QFontMetricsF, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget

from workbench.views import theme

BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)

Style = TypeVar("Style", bound=Hashable)


class Canvas(QAbstractScrollArea):
    """A drawing that scrolls; `paint_focus` ends its painting."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_keyboard = False
        self.setFrameShape(QFrame.Shape.NoFrame)

    def paint_focus(self, painter: QPainter) -> None:
        """A frame in the coordinates of the viewport, where Tab led here: whoever clicked knows where they are."""
        if self._by_keyboard and self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.viewport().rect()).adjusted(2.5, 2.5, -2.5, -2.5), 6.0, 6.0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keyboard = event.reason() in BY_KEYBOARD
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


class DraggedCanvas(Canvas):
    """A drawing that is moved by dragging; what was only clicked is told of. The views fill in the last three."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: QPointF | None = None
        self._dragged = False

    def answers(self, position: QPointF) -> bool:
        """Whether a click at this place of the viewport does anything."""
        return False

    def clicked(self, position: QPointF) -> None:
        """The left button was pressed and let go at this place of the viewport."""

    def drag_begins(self) -> None:
        """From now on the drawing is moved by hand."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            shape = Qt.CursorShape.PointingHandCursor if self.answers(event.position()) else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            return
        way = event.position() - self._pressed
        if not self._dragged and way.manhattanLength() < QApplication.startDragDistance():
            return
        if not self._dragged:
            self._dragged = True
            self.drag_begins()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._pressed = event.position()
        self.verticalScrollBar().setValue(round(self.verticalScrollBar().value() - way.y()))
        self.horizontalScrollBar().setValue(round(self.horizontalScrollBar().value() - way.x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if self._dragged:
            self._dragged = False
            self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        elif pressed is not None and event.button() is Qt.MouseButton.LeftButton:
            self.clicked(event.position())


class TextMetrics(Generic[Style]):
    """Measures text in the font of each style; what was measured once is remembered."""

    def __init__(self, fonts: Mapping[Style, QFont]) -> None:
        self._metrics = {style: QFontMetricsF(font) for style, font in fonts.items()}
        self._widths: dict[tuple[str, Style], float] = {}

    def width(self, text: str, style: Style) -> float:
        key = (text, style)
        if key not in self._widths:
            self._widths[key] = self._metrics[style].horizontalAdvance(text)
        return self._widths[key]

    def height(self, style: Style) -> float:
        return math.ceil(self._metrics[style].height())

    def elided(self, text: str, style: Style, room: float) -> str:
        """The text, with an ellipsis where it is wider than the room."""
        if self.width(text, style) <= room:
            return text
        return self._metrics[style].elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))
