"""Lifetimes as bars over time, with a line where the verdict stands. Drawn by pyqtgraph, which is loaded when it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workbench.models import jobs
from workbench.models.lifetimes import Bar, ticks
from workbench.views import theme
from workbench.views.plot import load, make_plot

ROW = 26
"""Pixels of one bar with its distance, at the normal text size."""
AXIS = 30
TITLE_WIDTH = 160
SAME_MOMENT = timedelta(minutes=1)
LATER_MS = 250
"""The plot library is loaded when the answer has been on the screen for this long."""


class LifetimeChart(QWidget):
    """One bar a certificate, root first. What it shows stands in its accessible description too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Sequence[Bar] = ()
        self._now = datetime.now(UTC)
        self._graph: Any = None
        self._plot: Any = None
        self._box: Any = None
        self._axes: tuple[Any, Any] = (None, None)
        self._shapes: Any = None
        self._line: Any = None
        self._loading = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self._begin_loading)

    def show_bars(self, bars: Sequence[Bar], now: datetime) -> None:
        """now: the moment judged at."""
        if bars == self._bars and abs(now - self._now) < SAME_MOMENT:
            return
        self._bars, self._now = bars, now
        self.setFixedHeight(theme.current().px(len(bars) * ROW + AXIS))
        self.retranslate()
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._graph is None and not self._loading:
            self._later.start()

    def _begin_loading(self) -> None:
        self._loading = True
        jobs.run(load).finished.connect(self._loaded)

    def _loaded(self, graph: Any) -> None:
        self._graph = graph
        self._draw()

    def _draw(self) -> None:
        graph = self._graph
        if graph is None or not self._bars:
            return
        if self._plot is None:
            self._plot = self._make_plot(graph)
            self._column.addWidget(self._plot)
        look = theme.current()
        plot = self._plot
        plot.setBackground(look.colour("surface"))
        count = len(self._bars)
        starts = [bar.not_before.timestamp() for bar in self._bars]
        ends = [max(bar.not_after.timestamp(), start) for bar, start in zip(self._bars, starts, strict=True)]
        brushes = [graph.mkBrush(look.colour("good" if bar.valid else "bad")) for bar in self._bars]
        levels = [count - 1 - number for number in range(count)]
        self._shapes.setOpts(x0=starts, x1=ends, y=levels, height=0.4, brushes=brushes, pen=graph.mkPen(None))
        self._line.setPen(graph.mkPen(look.colour("accent"), width=2))
        self._line.setValue(self._now.timestamp())
        left, bottom = self._axes
        font = look.font(theme.MUTED_PX)
        for axis in (left, bottom):
            axis.setTextPen(look.colour("text" if axis is left else "muted"))
            axis.setPen(graph.mkPen(None) if axis is left else look.colour("line"))
            axis.setTickFont(font)
        metrics = self.fontMetrics()
        names = [_elide(bar.title) for bar in self._bars]
        left.setTicks([[(count - 1 - number, name) for number, name in enumerate(names)]])
        left.setWidth(min(look.px(TITLE_WIDTH * 1.4), max([look.px(60), *(metrics.horizontalAdvance(name) + 16 for name in names)])))
        if self._bars:
            low, high = min(*starts, self._now.timestamp()), max(*ends, self._now.timestamp())
            margin = (high - low) * 0.02 or 86400
            self._box.setXRange(low - margin, high + margin, padding=0)
            bottom.setTicks([[(moment.timestamp(), text) for moment, text in ticks(low, high)]])
            self._box.setYRange(-0.6, count - 0.4, padding=0)

    def _make_plot(self, graph: Any) -> Any:
        plot, self._box, left, bottom = make_plot(graph)
        self._axes = left, bottom
        plot.setFocusPolicy(self.focusPolicy())
        plot.setAccessibleName(self.accessibleName())
        self._shapes = graph.BarGraphItem(x0=[], x1=[], y=[], height=0.4)
        self._line = graph.InfiniteLine(0, angle=90)
        self._box.addItem(self._shapes)
        self._box.addItem(self._line)
        return plot

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Lifetimes"))
        lines = [
            self.tr("{title}: valid from {start} to {end}").format(
                title=bar.title, start=bar.not_before.strftime("%Y-%m-%d"), end=bar.not_after.strftime("%Y-%m-%d")
            )
            for bar in self._bars
        ]
        self.setAccessibleDescription("\n".join(lines))

    def refresh(self) -> None:
        """Theme or text size changed."""
        self.setFixedHeight(theme.current().px(len(self._bars) * ROW + AXIS))
        self._draw()


def _elide(text: str, longest: int = 28) -> str:
    return text if len(text) <= longest else f"{text[: longest // 2]}…{text[-longest // 2 :]}"
