"""How many certificates run out in each month, as bars over time. Drawn by pyqtgraph, which is loaded when it is needed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workbench.models import jobs
from workbench.models.library.timeline.overview import Overview
from workbench.views import theme
from workbench.views.plot import load, make_plot

BARS, NUMBERS = 110, 40
"""Height of the bars, and of the numbers above and the months below them, which alone grow with the text."""
LABELLED = 3
"""Every so many months one has its name below."""


class ExpiryChart(QWidget):
    """`month_wanted(datetime | None)`: a bar was clicked, or chosen with the arrow keys; Escape asks for all again.

    What it shows stands in its accessible description too.
    """

    month_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._overview: Overview | None = None
        self._graph: Any = None
        self._plot: Any = None
        self._shapes: Any = None
        self._line: Any = None
        self._numbers: list[Any] = []
        self._loading = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(BARS + theme.current().px(NUMBERS))

    def show_overview(self, overview: Overview) -> None:
        self._overview = overview
        self.retranslate()
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._graph is None and not self._loading:
            self._loading = True
            jobs.run(load).finished.connect(self._loaded)

    def _loaded(self, graph: Any) -> None:
        self._graph = graph
        self._draw()

    def refresh(self) -> None:
        """Theme or text size changed."""
        self.setFixedHeight(BARS + theme.current().px(NUMBERS))
        self._draw()

    # -- drawing ---------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        graph, found = self._graph, self._overview
        if graph is None or found is None:
            return
        if self._plot is None:
            self._plot = make_plot(graph)
            self._plot.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._plot.widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._plot.left.hide()
            self._shapes = graph.BarGraphItem(x=[], height=[], width=0.7)
            self._line = graph.InfiniteLine(0, angle=90)
            self._plot.box.addItem(self._shapes)
            self._plot.box.addItem(self._line)
            self._column.addWidget(self._plot.widget)
        look = theme.current()
        self._plot.widget.setBackground(look.colour("surface"))
        positions = [number + 0.5 for number in range(len(found.counts))]
        brushes = [graph.mkBrush(look.colour(self._token(number))) for number in range(len(found.counts))]
        bare, ringed = graph.mkPen(None), graph.mkPen(look.colour("accent"), width=2)
        chosen = [ringed if found.wanted.month == edge else bare for edge in found.edges[:-1]]
        self._shapes.setOpts(x=positions, height=list(found.counts), width=0.7, brushes=brushes, pens=chosen)
        self._line.setPen(graph.mkPen(look.colour("accent"), width=2))
        self._line.setValue(self._place_of(found.now))
        font = look.font(theme.MUTED_PX)
        bottom = self._plot.bottom
        bottom.setTextPen(look.colour("muted"))
        bottom.setPen(look.colour("line"))
        bottom.setTickFont(font)
        bottom.setTicks([[(number, f"{edge:%Y-%m}") for number, edge in enumerate(found.edges[:-1]) if number % LABELLED == 0]])
        most = max((*found.counts, 1))
        for item in self._numbers:
            self._plot.box.removeItem(item)
        self._numbers = []
        for position, count in zip(positions, found.counts, strict=True):
            if count:
                item = graph.TextItem(f"{count:,}", color=look.colour("text"), anchor=(0.5, 1))
                item.setFont(font)
                item.setPos(position, count)
                self._plot.box.addItem(item)
                self._numbers.append(item)
        self._plot.box.setXRange(0, len(found.counts), padding=0)
        self._plot.box.setYRange(0, most * 1.35, padding=0)

    def _token(self, number: int) -> str:
        """Over is bad, this month and the next are a warning, the rest is calm."""
        assert self._overview is not None
        this = int(self._place_of(self._overview.now))
        return "bad" if number < this else "warning" if number <= this + 1 else "good"

    def _place_of(self, moment: datetime) -> float:
        assert self._overview is not None
        edges = self._overview.edges
        for number, (begin, end) in enumerate(zip(edges, edges[1:], strict=False)):
            if begin <= moment < end:
                return number + (moment - begin) / (end - begin)
        return 0.0

    # -- asking ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._overview is None or self._plot is None:
            return
        view = self._plot.widget
        place = self._plot.box.mapSceneToView(view.mapToScene(view.mapFrom(self, event.position().toPoint())))
        self._ask(int(QPointF(place).x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        found = self._overview
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if found is None or event.key() not in (*steps, Qt.Key.Key_Escape):
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Escape:
            if found.wanted.month is None:
                super().keyPressEvent(event)
            else:
                self.month_wanted.emit(None)
            return
        edges, step = found.edges[:-1], steps[Qt.Key(event.key())]
        # With no month chosen, the first press chooses this one.
        here = edges.index(found.wanted.month) if found.wanted.month in edges else int(self._place_of(found.now)) - step
        self._ask(here + step)

    def _ask(self, number: int) -> None:
        assert self._overview is not None
        if 0 <= number < len(self._overview.counts):
            month = self._overview.edges[number]
            self.month_wanted.emit(None if self._overview.wanted.month == month else month)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("How many certificates run out in each month"))
        found = self._overview
        if found is not None:
            lines = [f"{edge:%Y-%m}: {count:,}" for edge, count in zip(found.edges[:-1], found.counts, strict=True) if count]
            self.setAccessibleDescription("\n".join(lines))
