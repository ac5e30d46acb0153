"""A chart of horizontal bars with their numbers beside them. Drawn by pyqtgraph, which is loaded when it is needed."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QHelpEvent, QKeyEvent, QKeySequence, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from workbench.models import jobs
from workbench.models.handshake_cost import Bars, Chart, Unit, amount, ticks
from workbench.views import theme
from workbench.views.panes import as_tool_tip
from workbench.views.plot import load, make_plot

BAR, BETWEEN, AXIS = 13.0, 9.0, 26.0
"""Pixels of one bar, between rows, of the axis below, at the normal text size."""
NAMES_AT_MOST = 0.34
"""Of the width, for the names of the rows."""
NUMBERS = 0.20
"""Of the width, kept free for the numbers at the ends of the bars."""


class BarChart(QWidget):
    """Shows a `Chart`. What it shows stands in its accessible description too, and is copied as a table.

    step_wanted(number)   the bar of a step was clicked
    """

    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = Chart(Unit.seconds, ())
        self._names: dict[str, str] = {}
        self._highest: float | None = None
        self._graph: Any = None
        self._plot: Any = None
        self._box: Any = None
        self._axes: tuple[Any, Any] = (None, None)
        self._shapes: Any = None
        self._numbers: list[Any] = []
        self._loading = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_chart(self, chart: Chart, names: dict[str, str], highest: float | None = None) -> None:
        """names     what each series is called
        highest   where the axis ends, None for the longest bar: two charts to be compared get the same"""
        self._chart, self._names, self._highest = chart, names, highest
        self.setFixedHeight(round(self._unit(sum(self._height(row) + BETWEEN for row in chart.rows) + AXIS + BETWEEN)))
        self.setAccessibleDescription("\n".join(self._line(row) for row in chart.rows))
        self._draw()

    def table(self) -> str:
        """The rows as text, with tabs between the cells."""
        return "\n".join(
            "\t".join((row.label, *(self._part_text(row, number) for number in range(len(row.parts))))) for row in self._chart.rows
        )

    def _unit(self, pixels: float) -> float:
        return pixels * theme.current().scale

    def _height(self, row: Bars) -> float:
        return BAR * (1 if self._chart.stacked else max(1, len(row.parts)))

    def _line(self, row: Bars) -> str:
        return f"{row.label}: " + ", ".join(self._part_text(row, number) for number in range(len(row.parts)))

    def _part_text(self, row: Bars, number: int) -> str:
        part = row.parts[number]
        return " ".join(text for text in (self._names.get(part.series, ""), amount(part.value, self._chart.unit), part.note) if text)

    # -- drawing ---------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._graph is None and not self._loading:
            self._loading = True
            jobs.run(load).finished.connect(self._loaded)

    def _loaded(self, graph: Any) -> None:
        self._graph = graph
        self._draw()

    def _place(self, value: float, lowest: float) -> float:
        """Where a value stands on the axis."""
        if not self._chart.log:
            return value
        return math.log10(max(value, lowest)) - math.log10(lowest)

    def _lowest(self) -> float:
        """Where a logarithmic axis begins: a power of ten below the shortest bar."""
        values = [part.value for row in self._chart.rows for part in row.parts if part.value > 0]
        return 10.0 ** math.floor(math.log10(min(values) * 0.9)) if values else 1.0

    def _draw(self) -> None:
        graph, chart = self._graph, self._chart
        if graph is None:
            return
        if self._plot is None:
            self._make_plot(graph)
        look, lowest = theme.current(), self._lowest()
        self._plot.setBackground(look.colour("surface"))
        for item in self._numbers:
            self._box.removeItem(item)
        self._numbers.clear()
        starts: list[float] = []
        ends: list[float] = []
        levels: list[float] = []
        brushes: list[Any] = []
        names: list[tuple[float, str]] = []
        y, font = BETWEEN, look.font(theme.MUTED_PX)
        for row in chart.rows:
            names.append((-(y + self._height(row) / 2), row.label))
            since = 0.0
            for number, part in enumerate(row.parts):
                middle = y + BAR / 2 + (0 if chart.stacked else number * BAR)
                starts.append(self._place(since, lowest) if chart.stacked else 0.0)
                ends.append(self._place(since + part.value, lowest))
                levels.append(-middle)
                brushes.append(graph.mkBrush(look.colour(part.token)))
                since = since + part.value if chart.stacked else 0.0
                if not chart.stacked:
                    self._number(graph, ends[-1], -middle, amount(part.value, chart.unit) + (f"  {part.note}" if part.note else ""), font)
            if chart.stacked:
                self._number(graph, self._place(row.total, lowest), -(y + BAR / 2), amount(row.total, chart.unit), font)
            y += self._height(row) + BETWEEN
        self._shapes.setOpts(x0=starts, x1=ends, y=levels, height=BAR - 2, brushes=brushes, pen=graph.mkPen(None))
        self._scale_axes(names, max(ends, default=1.0), lowest, y)

    def _number(self, graph: Any, x: float, y: float, text: str, font: Any) -> None:
        item = graph.TextItem(text, color=theme.colour("muted"), anchor=(0, 0.5))
        item.setFont(font)
        item.setPos(x, y)
        self._box.addItem(item, ignoreBounds=True)
        self._numbers.append(item)

    def _scale_axes(self, names: list[tuple[float, str]], longest: float, lowest: float, height: float) -> None:
        look, chart = theme.current(), self._chart
        left, bottom = self._axes
        font = look.font(theme.MUTED_PX)
        metrics = QFontMetricsF(font)
        for axis in (left, bottom):
            axis.setTextPen(look.colour("text" if axis is left else "muted"))
            axis.setPen(self._graph.mkPen(None) if axis is left else look.colour("line"))
            axis.setTickFont(font)
        room = max(60.0, self.width() * NAMES_AT_MOST)
        left.setTicks([[(y, metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)) for y, name in names]])
        left.setWidth(min(room, max((metrics.horizontalAdvance(name) for _, name in names), default=0.0)) + 14)
        highest = max(longest, self._place(self._highest, lowest) if self._highest is not None else 0.0) or 1.0
        top = 10.0**highest * lowest if chart.log else highest
        bottom.setTicks([[(self._place(value, lowest), text) for value, text in ticks(top, chart.unit, chart.log, lowest)]])
        self._box.setXRange(0.0, highest / (1.0 - NUMBERS), padding=0)
        self._box.setYRange(-height, 0.0, padding=0)

    def _make_plot(self, graph: Any) -> None:
        plot, self._box, left, bottom = make_plot(graph)
        self._axes = left, bottom
        self._shapes = graph.BarGraphItem(x0=[], x1=[], y=[], height=BAR)
        self._box.addItem(self._shapes)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._plot = plot
        self._column.addWidget(plot)

    # -- pointing --------------------------------------------------------------------------------------------------

    def _row_at(self, point: QPoint) -> Bars | None:
        if self._box is None:
            return None
        y, place = -float(self._box.mapSceneToView(self._plot.mapToScene(self._plot.mapFrom(self, point))).y()), BETWEEN / 2
        for row in self._chart.rows:
            end = place + self._height(row) + BETWEEN
            if place <= y < end:
                return row
            place = end
        return None

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self._row_at(event.pos())
            QToolTip.showText(event.globalPos(), as_tool_tip(self._line(row)), self) if row is not None else QToolTip.hideText()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and row is not None and row.step is not None:
            self.step_wanted.emit(row.step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.table())
        else:
            super().keyPressEvent(event)

    def refresh(self) -> None:
        """Theme, text size or width changed."""
        self.show_chart(self._chart, self._names, self._highest)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self.refresh()
