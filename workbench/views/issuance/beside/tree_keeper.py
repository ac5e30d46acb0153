"""Another tree in the place of one like it: what was open stays open, what was selected stays selected, nothing jumps."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QModelIndex
from PySide6.QtWidgets import QScrollBar

from workbench.core.node import Node
from workbench.views.node_hex_pane import NodeHexPane

Path = tuple[tuple[str, int], ...]
"""Labels from the root on, each with which one of its name it is."""


def show_anew(pane: NodeHexPane, node: Node, data: bytes) -> None:
    """Show this tree. Fields that were there before stay as they were; new ones come as any tree is shown first."""
    view, model = pane.tree.view, pane.tree.model
    if model.root is None:
        pane.set_node(node, data)
        return
    before = dict(_walk(model, QModelIndex(), ()))
    opened = {path: view.isExpanded(index) for path, index in before.items()}
    chosen = next((path for path, index in before.items() if index == view.currentIndex().siblingAtColumn(0)), None)
    places = [bar.value() for bar in _bars(pane)]
    width = view.columnWidth(0)
    pane.setUpdatesEnabled(False)
    try:
        pane.set_node(node, data)
        after = dict(_walk(model, QModelIndex(), ()))
        for path, index in after.items():
            if path in opened:
                view.setExpanded(index, opened[path])
        while chosen and chosen not in after:
            chosen = chosen[:-1]
        if chosen:
            view.setCurrentIndex(after[chosen])
        view.setColumnWidth(0, width)
        for bar, value in zip(_bars(pane), places, strict=True):
            bar.setValue(value)
    finally:
        pane.setUpdatesEnabled(True)


def _bars(pane: NodeHexPane) -> tuple[QScrollBar, ...]:
    return pane.tree.view.verticalScrollBar(), pane.tree.view.horizontalScrollBar(), pane.bytes.verticalScrollBar()


def _walk(model: QAbstractItemModel, parent: QModelIndex, above: Path) -> Iterator[tuple[Path, QModelIndex]]:
    seen: dict[str, int] = {}
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        label = str(index.data())
        seen[label] = seen.get(label, -1) + 1
        path = (*above, (label, seen[label]))
        yield path, index
        yield from _walk(model, index, path)
