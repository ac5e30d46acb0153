"""The bare plot that charts are drawn into. pyqtgraph is loaded when one is needed."""

from __future__ import annotations

import importlib
from typing import Any, NamedTuple


def load() -> Any:
    """Imports pyqtgraph (half a second, therefore in a job)."""
    return importlib.import_module("pyqtgraph")


class Plot(NamedTuple):
    """widget   what is put into a layout
    box, left, bottom   where shapes are added, and its axes"""

    widget: Any
    box: Any
    left: Any
    bottom: Any


def make_plot(graph: Any) -> Plot:
    """Not a `PlotWidget`: the menus and dialogs that nobody sees here would cost it a noticeable pause."""
    widget = graph.GraphicsView()
    layout = graph.GraphicsLayout(border=None)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    widget.setCentralItem(layout)
    box = graph.ViewBox(enableMenu=False, enableMouse=False)
    left, bottom = graph.AxisItem("left", linkView=box), graph.AxisItem("bottom", linkView=box)
    for item, row, column in ((left, 0, 0), (box, 0, 1), (bottom, 1, 1)):
        layout.addItem(item, row, column)
    return Plot(widget, box, left, bottom)
