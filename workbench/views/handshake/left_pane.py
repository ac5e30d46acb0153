"""The left side of the handshake page: the scenarios, and below a line what can be changed about the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.views import theme
from workbench.views.handshake.parameter_panel import ParameterPanel
from workbench.views.handshake.scenario_list import ScenarioList
from workbench.views.panes import Line, Pane

AT_LEAST = 176
"""Pixels of its width, with text of the usual size."""
PARAMETERS_AT_MOST = 0.46
"""The list of the scenarios keeps more than half of the height."""


class LeftPane(Pane):
    def __init__(self, scenarios: ScenarioList, parameters: ParameterPanel, parent: QWidget | None = None) -> None:
        super().__init__("", 0, parent)
        self._parameters = parameters
        self._widen()
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.setSpacing(0)
        self.column.addWidget(scenarios, 1)
        self.column.addWidget(Line())
        self.column.addWidget(parameters)

    def _widen(self) -> None:
        """Larger text needs more room."""
        self.setMinimumWidth(round(AT_LEAST * max(1.0, theme.current().scale)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._widen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._parameters.setMaximumHeight(int(self.height() * PARAMETERS_AT_MOST))
