"""The bytes of a step: its message, its record, a certificate in it, each as a tree beside its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from workbench.core.handshake.transcript import Part, Step
from workbench.core.node import Node
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.node_hex_pane import NodeHexPane
from workbench.views.panes import Text
from workbench.views.shell import Shell


class StepFields(QWidget):
    """A chooser where a step has several parts, and the fields of the chosen one."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self._step: Step | None = None
        self.parts = QComboBox()
        self.parts.currentIndexChanged.connect(lambda number: self._show_part())
        self.fields = NodeHexPane("handshake_fields", shell.language, shell.settings)
        self.empty = Text("", "quiet", wrap=True)
        self.empty.setContentsMargins(12, 6, 12, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(theme.GRID)
        row = QHBoxLayout()
        row.setContentsMargins(10, 0, 10, 0)
        row.addWidget(self.parts, 1)
        column.addLayout(row)
        column.addWidget(self.empty)
        column.addWidget(self.fields, 1)
        column.addStretch()
        self.setFocusProxy(self.fields)
        self.retranslate()

    def show_step(self, step: Step, text: HandshakeText) -> None:
        """Show the parts of a step; the message rather than the record around it."""
        self._step = step
        self.parts.blockSignals(True)
        self.parts.clear()
        for part in step.parts:
            self.parts.addItem(_name(step.parts, part, text))
        wanted = next((number for number, part in enumerate(step.parts) if part.id == "message"), 0)
        self.parts.setCurrentIndex(wanted if step.parts else -1)
        self.parts.blockSignals(False)
        self.parts.setVisible(len(step.parts) > 1)
        self.fields.setVisible(bool(step.parts))
        self.empty.setVisible(not step.parts)
        self._show_part()

    def _show_part(self) -> None:
        step, number = self._step, self.parts.currentIndex()
        if step is None or not 0 <= number < len(step.parts):
            self.fields.clear()
            return
        part = step.parts[number]
        self.fields.set_node(_secret(part.node) if part.secret else part.node, part.data)

    def retranslate(self) -> None:
        self.parts.setAccessibleName(self.tr("Which bytes"))
        self.empty.setText(self.tr("No bytes belong to this step alone."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


def _name(parts: Sequence[Part], part: Part, text: HandshakeText) -> str:
    name = text.part(part.id)
    several = sum(other.id == part.id for other in parts) > 1
    return f"{name} {part.number + 1}" if several else name


def _secret(node: Node) -> Node:
    """The same tree, all of it masked until asked for."""
    return replace(node, secret=True, children=tuple(_secret(child) for child in node.children))
