"""The page "Issue"."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.views.panes import Pane
from workbench.views.shell import Shell


class IssuancePage(QWidget):
    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        column = QVBoxLayout(self)
        column.addWidget(Pane())
