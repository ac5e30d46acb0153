"""Text that may be broken inside the long names that TLS has, and a scroll area that is as high as what is in it."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from workbench.views.panes import Text


class NamesText(Text):
    """Text whose long names may be broken after an underscore; `text` and what is copied are as they were given."""

    _BREAK = "\u200b"
    _WHOLE = 14
    """Letters of a name that stay together: `TLS_` alone at the end of a line reads badly."""

    def setText(self, text: str) -> None:
        super().setText(re.sub(r"\S+", lambda name: name[0][: self._WHOLE] + name[0][self._WHOLE :].replace("_", "_" + self._BREAK), text))
        self.setAccessibleName(text)

    def text(self) -> str:
        return super().text().replace(self._BREAK, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            QGuiApplication.clipboard().setText(self.selectedText().replace(self._BREAK, ""))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The label's own menu would copy the breaks too."""


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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """After what is in it has been laid out anew: a text came, went or is longer."""
        done = super().eventFilter(watched, event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.fit()
        return done
