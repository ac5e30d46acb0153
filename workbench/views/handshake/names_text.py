"""A scroll area that is as high as what is in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class FittingScroll(QScrollArea):
    """As high as what is in its `column` needs at its width, but never higher than `most`: then it scrolls."""

    def __init__(self, margin: int = 14) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.most = 10_000
        self._inner = QWidget()
        for widget in (self, self.viewport(), self._inner):
            widget.setProperty("part", "clear")
        self.column = QVBoxLayout(self._inner)
        self.column.setContentsMargins(margin, 0, margin, 0)
        self.column.setSpacing(4)
        self.setWidget(self._inner)
        self._inner.installEventFilter(self)

    def fit(self, most: int | None = None) -> None:
        """Take the height that is needed; `most` is the highest from now on."""
        self.most = most if most is not None else self.most
        needed = max(1, self.column.heightForWidth(self.viewport().width()))
        height = min(needed, max(1, self.most))
        if needed != self._inner.minimumHeight():
            self._inner.setMinimumHeight(needed)
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the scroll bar goes there is more width than was counted on."""
        super().resizeEvent(event)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """After what is in it has been laid out anew: a text came, went or is longer."""
        done = super().eventFilter(watched, event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.fit()
        return done
