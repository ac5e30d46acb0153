"""Boxes to tick and links whose text goes on in the next line where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QWidget

NARROWEST = 120
"""Pixels that they want at least."""


def lines(text: str, font: QFont, room: int) -> list[str]:
    """A text as the lines it takes in so many pixels, broken between words (Japanese anywhere)."""
    if room < NARROWEST // 2 or QFontMetrics(font).horizontalAdvance(text) <= room:
        return [text]
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    found = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        found.append(text[line.textStart() : line.textStart() + line.textLength()].rstrip())
    layout.endLayout()
    return found


BOX, LINK = 32, 14
"""Pixels beside the text."""


class Box(QCheckBox):
    """A box to tick."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._whole = ""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        """Its text: plain, without a letter to press."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def whole(self) -> str:
        return self._whole

    def _fit(self) -> None:
        shown = "\n".join(lines(self._whole, self.font(), self.width() - BOX)).replace("&", "&&")
        if shown != self.text():
            self.setText(shown)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(NARROWEST, self.sizeHint().width()), self.sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + BOX + 4, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._whole:
            self._fit()


class Link(QPushButton):
    """What looks like a link and does something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._whole = ""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setProperty("kind", "link")

    def say(self, text: str) -> None:
        """Its text: plain, without a letter to press."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def whole(self) -> str:
        return self._whole

    def _fit(self) -> None:
        shown = "\n".join(lines(self._whole, self.font(), self.width() - LINK)).replace("&", "&&")
        if shown != self.text():
            self.setText(shown)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(NARROWEST, self.sizeHint().width()), self.sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + LINK + 4, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._whole:
            self._fit()
