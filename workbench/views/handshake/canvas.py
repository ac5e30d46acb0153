"""What the drawn views of a handshake have in common: a frame when the focus came by keyboard, and measures of text."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

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
