"""A text that is as large as its room allows, within limits."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.views import theme

_FLAGS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class LargeText(QWidget):
    """One text, drawn in the largest of the sizes between `least` and `most` pixels in which all of it fits."""

    def __init__(self, least: float, most: float, token: str = "text", semibold: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.least, self.most, self._token, self._semibold = least, most, token, semibold
        self.scale, self._text = 1.0, ""
        self.setMouseTracking(True)

    def set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def text(self) -> str:
        return self._text

    def font_at(self, size: float) -> QFont:
        found = theme.current().font(semibold=self._semibold)
        found.setPixelSize(max(1, round(size * self.scale)))
        return found

    def fitting(self) -> float:
        """The size in which it is drawn, in pixels at 1920x1080."""
        size = self.most
        while size > self.least:
            box = QFontMetricsF(self.font_at(size)).boundingRect(QRectF(0, 0, self.width(), 100_000), _FLAGS, self._text)
            if box.height() <= self.height() and box.width() <= self.width():
                break
            size -= 1.0
        return size

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font_at(self.fitting()))
        painter.setPen(theme.colour(self._token))
        painter.drawText(QRectF(self.rect()), _FLAGS, self._text)
        painter.end()
