"""What the colours of a chart mean: a small square and a word each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.views import theme
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.panes import Text


class Legend(QWidget):
    """Breaks into several lines where it is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self._flow = FlowLayout(self, 12)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._series: Sequence[tuple[str, str]] = ()

    def show_series(self, series: Sequence[tuple[str, str]]) -> None:
        """(name, colour token) each; one alone with nothing to tell it from needs none."""
        if list(series) == list(self._series):
            return
        self._series = tuple(series)
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for name, token in series:
            entry = QWidget()
            entry.setProperty("part", "clear")
            row = QHBoxLayout(entry)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            row.addWidget(_Square(token))
            row.addWidget(Text(name, "muted"))
            self._flow.addWidget(entry)
            entry.show()
        self.updateGeometry()


class _Square(QWidget):
    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self.setFixedSize(12, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self._token))
        painter.drawRoundedRect(QRectF(self.rect()), 3.0, 3.0)
        painter.end()
