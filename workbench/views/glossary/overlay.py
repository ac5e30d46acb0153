"""Where a card goes: over the window, below the words it explains, or above them where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFrame, QWidget

from workbench.views import theme

EDGE = 8
"""Pixels between a card and the window's edge."""


LARGE = "large_text"
"""Property of a window that is read from afar: its cards are larger."""
LARGE_FACTOR = 1.7


def dress(card: QFrame, window: QWidget) -> None:
    """Let a card look like one, in the size of its window."""
    card.setProperty("part", "overlay")
    card.setProperty("large", bool(window.property(LARGE)))


def card_width(window: QWidget, width: int) -> int:
    """`width` pixels at 100 % in the chosen text size, but no more than there are."""
    factor = LARGE_FACTOR if window.property(LARGE) else 1.0
    return max(120, min(theme.current().px(width * factor), window.width() - 2 * EDGE))


def put(card: QFrame, window: QWidget, place: QRect, width: int, height: int) -> None:
    """Show the card beside `place` (in the window) without covering it, as far as there is room."""
    height = min(height, window.height() - 2 * EDGE)
    below, above = place.bottom() + 5, place.top() - 4 - height
    top = below if below + height <= window.height() - EDGE or above < EDGE else above
    left = min(max(EDGE, place.left()), window.width() - width - EDGE)
    card.setGeometry(left, max(EDGE, min(top, window.height() - height - EDGE)), width, height)
    card.show()
    card.raise_()
