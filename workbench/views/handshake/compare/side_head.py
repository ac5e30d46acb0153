"""What stands above one of two diagrams: which handshake it is, or a button to choose one, and what was agreed on in it."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from workbench.core.handshake.scenarios import SCENARIOS
from workbench.core.handshake.transcript import Outcome, Transcript
from workbench.core.handshake.wording import BETWEEN, negotiated
from workbench.models.handshake_compare_presets import Preset
from workbench.models.handshake_scenarios import ScenarioModel
from workbench.models.handshake_text import HandshakeText
from workbench.views.menus import empty
from workbench.views.panes import ElidedText


class _Strut(QWidget):
    """As high as a button, and nothing else: so the two heads are alike."""

    def __init__(self, button: QToolButton) -> None:
        super().__init__()
        self._button = button
        self.setProperty("part", "clear")

    def sizeHint(self) -> QSize:
        return QSize(0, self._button.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class SideHead(QWidget):
    """connection_wanted(number or None)   one connection alone, or all of them
    scenario_wanted(id), preset_wanted(preset)   only from the one whose handshake can be chosen
    """

    connection_wanted = Signal(object)
    scenario_wanted = Signal(str)
    preset_wanted = Signal(object)

    def __init__(self, can_be_chosen: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.title = ElidedText("", "strong")
        self.agreed = ElidedText("", "muted")
        self.choice, self.part = self._button(), self._button()
        for unused in (self.title if can_be_chosen else self.choice, self.part):  # to show what has no parent yet opens a window
            unused.hide()
        row = QHBoxLayout()
        row.setSpacing(6)
        if can_be_chosen:
            row.addWidget(self.choice)
        else:
            row.addWidget(self.title, 1)
            row.addWidget(_Strut(self.choice))
        row.addWidget(self.part)
        if can_be_chosen:
            row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.agreed)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "condition")
        button.setProperty("dense", True)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(QMenu(button))
        return button

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_side(self, transcript: Transcript | None, connections: Sequence[int], chosen: int | None, text: HandshakeText) -> None:
        """connections: the numbers of all that the whole handshake has; `chosen`: the one that is shown alone, None for all of it."""
        lines = [BETWEEN.join(negotiated(connection)) for connection in transcript.connections] if transcript is not None else []
        agreed = next((line for line in reversed(lines) if line), "")
        troubled = transcript is not None and transcript.outcome in (Outcome.failed, Outcome.warning)
        whole = text.whole(transcript.outcome) if transcript is not None and troubled else ""
        self.agreed.setText(BETWEEN.join(part for part in (whole, agreed) if part))
        self.part.setVisible(len(connections) > 1)
        if len(connections) < 2:
            return
        every = self.tr("All connections")
        names = {number: text.connection(number, False) for number in connections}
        self._put(self.part, names.get(chosen, every) if chosen is not None else every)
        menu = self.part.menu()
        empty(menu)
        group = QActionGroup(menu)
        for wanted, name in [(None, every), *names.items()]:
            action = QAction(name, menu)
            action.setCheckable(True)
            action.setChecked(wanted == chosen)
            action.triggered.connect(functools.partial(self._connection, wanted))
            group.addAction(action)
            menu.addAction(action)

    def show_choices(self, title: str, model: ScenarioModel, presets: Mapping[Preset, str]) -> None:
        """What can be chosen: the presets that make sense (in words), then every scenario under its heading."""
        self._put(self.choice, title or self.tr("Choose a handshake…"))
        menu = self.choice.menu()
        empty(menu)
        for preset, words in presets.items():
            action = QAction(words.replace("&", "&&"), menu)
            action.triggered.connect(functools.partial(self._preset, preset))
            menu.addAction(action)
        if presets:
            menu.addSeparator()
        of_group: dict[str, QMenu] = {}
        for scenario in SCENARIOS:
            if scenario.group not in of_group:
                of_group[scenario.group] = menu.addMenu(model.group(scenario.group).replace("&", "&&"))
            action = QAction(model.title(scenario.id).replace("&", "&&"), menu)
            action.setObjectName(scenario.id)
            action.triggered.connect(functools.partial(self._scenario, scenario.id))
            of_group[scenario.group].addAction(action)

    def _put(self, button: QToolButton, words: str) -> None:
        button.setText(words.replace("&", "&&"))
        button.setAccessibleName(words)

    def _connection(self, number: int | None, checked: bool = True) -> None:
        self.connection_wanted.emit(number)

    def _scenario(self, id: str, checked: bool = True) -> None:
        self.scenario_wanted.emit(id)

    def _preset(self, preset: Preset, checked: bool = True) -> None:
        self.preset_wanted.emit(preset)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.choice.setToolTip(self.tr("Compare with another handshake"))
