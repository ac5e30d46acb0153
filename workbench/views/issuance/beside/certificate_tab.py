"""The fields of what would be made, with their bytes; what is only a stand-in is said to be one."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QVBoxLayout, QWidget

from workbench.models.issuance.beside.preview import Preview
from workbench.views import theme
from workbench.views.glossary.term_text import TermText
from workbench.views.issuance.beside.tree_keeper import show_anew
from workbench.views.node_hex_pane import FOLD_BELOW, NodeHexPane
from workbench.views.shell import Shell

BYTES_FROM = 200
BYTES_BELOW_FROM = 440
"""Pixels of height (at the normal text size) from which on the bytes are shown too, beside the tree or below it."""


class CertificateTab(QWidget):
    """Keeps the tree in sight, greyed, while the same form is not complete."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview: Preview | None = None
        self._shown: Preview | None = None
        self.note = TermText(shell.language, role="quiet")
        self.pane = NodeHexPane("issuance_beside_tree", shell.language, shell.settings)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.note)
        column.addWidget(self.pane, 1)
        column.addStretch(0)
        self.setFocusProxy(self.pane)
        self.retranslate()

    @property
    def stale(self) -> bool:
        """What is shown is what the form said before."""
        return self._shown is not None and self._shown is not self._preview

    def show_preview(self, preview: Preview) -> None:
        self._preview = preview
        if preview.node is not None:
            if self._shown is not None and self._alike(preview, self._shown):
                if self._shown.der != preview.der or self._shown.node != preview.node:
                    show_anew(self.pane, preview.node, preview.der)
            else:
                self.pane.set_node(preview.node, preview.der)
            self._shown = preview
        elif self._shown is not None and not self._alike(preview, self._shown):
            self.pane.clear()
            self._shown = None
        self.pane.setEnabled(not self.stale)
        self._fade(self.stale)
        self.pane.setVisible(self._shown is not None)
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        least = BYTES_BELOW_FROM if event.size().width() < FOLD_BELOW else BYTES_FROM
        self.pane.bytes.setVisible(event.size().height() >= theme.current().px(least))
        QTimer.singleShot(0, self.pane.tree.view, self.pane.tree.view.fit_label_column)  # as soon as the tree has its new width

    def _fade(self, on: bool) -> None:
        if on is (self.pane.graphicsEffect() is not None):
            return
        effect = QGraphicsOpacityEffect(self.pane) if on else None
        if effect is not None:
            effect.setOpacity(0.5)
        self.pane.setGraphicsEffect(effect)  # type: ignore[arg-type]  # None takes it away again

    @staticmethod
    def _alike(one: Preview, other: Preview) -> bool:
        return one.wish.intent == other.wish.intent

    def retranslate(self) -> None:
        if self.stale:
            text = self.tr("As it was before: what the form says now cannot be made yet.")
        elif self._shown is None:
            text = self.tr("It is shown here as soon as the form is complete.")
        elif self._shown.wish.request:
            text = self.tr("A preview. The signature and a new key are made with the request; until then other values stand in.")
        else:
            text = self.tr("A preview. Serial number, signature and new key are made when it is issued; until then other values stand in.")
        if text != self.note.text():
            self.note.setText(text)
