"""The parameters of a scenario: one button each, whose menu changes it. A change runs the handshake again."""

from __future__ import annotations

import functools

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from workbench.models.handshake_parameters import Choice
from workbench.views.inspector.flow_layout import FlowLayout


class ParameterPanel(QWidget):
    """A button says its value as soon as it is not left to the scenario.

    changed(name, value)   another value was chosen
    """

    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.buttons: dict[str, QToolButton] = {}
        self._choices: tuple[Choice, ...] = ()
        self._flow = FlowLayout(self, 6)
        self._flow.setContentsMargins(0, 0, 0, 0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.retranslate()

    def show_choices(self, choices: tuple[Choice, ...]) -> None:
        """Show these; buttons that stay keep the focus."""
        self._choices = choices
        wanted = [choice.name for choice in choices]
        if wanted != list(self.buttons):
            while (item := self._flow.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
            self.buttons = {name: self._button() for name in wanted}
        for choice in choices:
            self._fill(self.buttons[choice.name], choice)
        self.setVisible(bool(choices))
        self.updateGeometry()

    def _button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "condition")
        button.setProperty("dense", True)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        button.setMenu(QMenu(button))
        self._flow.addWidget(button)
        button.show()
        return button

    def _fill(self, button: QToolButton, choice: Choice) -> None:
        text = self.tr("{parameter}: {value}").format(parameter=choice.label, value=choice.text)
        shown = choice.label if choice.by_itself else text
        button.setText(shown.replace("&", "&&"))
        button.setToolTip(text)
        button.setAccessibleName(text)
        menu = button.menu()
        menu.clear()
        group = QActionGroup(menu)
        for value, name in choice.options:
            action = QAction(name.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(value == choice.value)
            action.triggered.connect(functools.partial(self._chosen, choice.name, value))
            group.addAction(action)
            menu.addAction(action)

    def _chosen(self, name: str, value: object, checked: bool = True) -> None:
        current = next(choice for choice in self._choices if choice.name == name)
        if value != current.value:
            self.changed.emit(name, value)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Parameters of the handshake"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
