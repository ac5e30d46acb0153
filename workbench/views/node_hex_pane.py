"""Tree and bytes side by side, linked both ways: select a field and its bytes light up; go to a byte and its field is selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.core.node import Node
from workbench.models.language import Language
from workbench.models.settings import Settings
from workbench.views.hex_view import HexView
from workbench.views.node_tree import NodeTree
from workbench.views.panes import Splitter

FOLD_BELOW = 620
"""Narrower than this the bytes stand under the tree."""


class NodeHexPane(QWidget):
    """Shows one tree of Nodes and the bytes that it speaks of. `name` is the key its splitter is remembered by.

    selected   the Node that is selected now
    """

    selected = Signal(object)

    def __init__(self, name: str, language: Language, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.tree = NodeTree(language)
        self.bytes = HexView()
        self.splitter = Splitter(name, settings, FOLD_BELOW, shares=(54, 46))
        self.splitter.addWidget(self.tree)
        self.splitter.addWidget(self.bytes)
        self._from_bytes = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self.tree.selected.connect(self._node_selected)
        self.tree.detail.reveal_wanted.connect(self.bytes.reveal)
        self.bytes.byte_selected.connect(self._byte_selected)
        self.setFocusProxy(self.tree)

    def set_node(self, node: Node | None, data: bytes) -> None:
        """Show this tree over these bytes; spans of secret nodes are masked in both."""
        secrets = [(part.start, part.length) for part in node.walk() if part.secret and part.start >= 0] if node is not None else []
        self.bytes.set_bytes(data, secrets)
        self.tree.set_node(node)

    def clear(self) -> None:
        self.set_node(None, b"")

    def show_field(self, labels: Sequence[str]) -> None:
        """Select the field with these labels and light up its bytes."""
        self.tree.select_labels(labels)

    def show_offset(self, offset: int) -> None:
        self.tree.select_offset(offset)

    def _node_selected(self, node: Node) -> None:
        if not self._from_bytes:
            self.bytes.highlight(node.start, node.length)
        self.selected.emit(node)

    def _byte_selected(self, offset: int) -> None:
        self._from_bytes = True
        try:
            self.tree.select_offset(offset)
        finally:
            self._from_bytes = False
        node = self.tree.current()
        if node is not None:
            self.bytes.highlight(node.start, node.length)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the tree goes to the bytes of the field, Escape in the bytes back to the tree."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.tree.view.hasFocus():
            self.bytes.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Escape and self.bytes.hasFocus():
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)
