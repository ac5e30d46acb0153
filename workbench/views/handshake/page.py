"""The handshake page: scenarios on the left, the diagram that plays in the middle, the current step on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QStyle, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.handshake.scenarios import SCENARIOS
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.wording import BETWEEN, negotiated
from workbench.models.handshake_parameters import choices
from workbench.models.handshake_player import HandshakePlayer
from workbench.models.handshake_scenarios import ScenarioModel
from workbench.models.handshake_steps import Detail
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.handshake.agreed_text import AgreedText
from workbench.views.handshake.change_line import ChangeLine
from workbench.views.handshake.diagram import stops
from workbench.views.handshake.diagram_view import DiagramView
from workbench.views.handshake.jump_menu import JumpMenu
from workbench.views.handshake.left_pane import LeftPane
from workbench.views.handshake.page_actions import PLAYING, add_actions, give_keys
from workbench.views.handshake.parameter_panel import ParameterPanel
from workbench.views.handshake.player import TransportBar
from workbench.views.handshake.scenario_list import ScenarioList
from workbench.views.handshake.stage_views import VIEWS, ViewRow
from workbench.views.handshake.step_detail import StepDetail
from workbench.views.handshake.taking_away.taking_away import TakingAway
from workbench.views.handshake.zoom_control import ZoomControl
from workbench.views.panes import Line, Pane, Splitter
from workbench.views.shell import Shell

if TYPE_CHECKING:
    from workbench.views.handshake.presenter.presenter import Presenter

FOLD_BELOW = 900
"""Narrower than this the step stands below the diagram."""
FOLDED_AT_LEAST = 212
"""Pixels (at the normal text size) that are left to the step then: it scrolls, the diagram needs the room."""


class HandshakePage(QWidget):
    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shell = shell
        self._trouble: Message | None = None
        self._to_watch = ""
        self.player = HandshakePlayer(self)
        self.text = HandshakeText(shell.language.current)
        self.model = ScenarioModel([(scenario.id, scenario.group) for scenario in SCENARIOS], shell.language.current, self)
        self.scenarios = ScenarioList(self.model)
        self.parameters = ParameterPanel(shell.settings)
        self._views: dict[str, QWidget] = {}
        self._view = VIEWS[0]
        self._told: object = None
        self.presenter: Presenter | None = None
        self._detailed: tuple[object, ...] = ()
        self.transport = TransportBar(self.player.playback)
        self.detail = StepDetail(shell)
        self.agreed = AgreedText("", "muted")
        self.agreed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.change_line = ChangeLine(self.player)
        self.stage = self._stage()
        self.inner = Splitter("handshake_stage", shell.settings, FOLD_BELOW, shares=(67, 33), folded_shares=(66, 34))
        self.inner.addWidget(self.stage)
        self.inner.addWidget(self.detail)
        self._leave_room()
        self.splitter = Splitter("handshake", shell.settings, shares=(16, 84))
        self.splitter.addWidget(LeftPane(self.scenarios, self.parameters))
        self.splitter.addWidget(self.inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.splitter)
        self._connect()
        add_actions(self)
        self.taking_away = TakingAway(self)
        self.show_view(VIEWS[0].id)
        self.retranslate()

    def _stage(self) -> Pane:
        pane = Pane("", 0)
        pane.column.setContentsMargins(1, 1, 1, 1)
        pane.column.setSpacing(0)
        self.stack = QStackedWidget()
        self.tabs = {row.id: QPushButton() for row in VIEWS}
        for id, button in self.tabs.items():
            button.clicked.connect(lambda checked=False, wanted=id: self.show_view(wanted))
        self.levels = {detail: QPushButton() for detail in Detail}
        for detail, button in self.levels.items():
            button.clicked.connect(lambda checked=False, wanted=detail: self.player.set_detail(wanted))
        for button in (*self.tabs.values(), *self.levels.values()):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda checked=False, button=button: self._clicked(button))
        self.zoom = ZoomControl(self.diagram)
        self.head = self._segments(list(self.tabs.values()))
        self.head.addStretch()
        below = self._segments(list(self.levels.values()))
        self.levels[self.player.detail].setChecked(True)
        below.addSpacing(12)
        below.addWidget(self.agreed, 1, Qt.AlignmentFlag.AlignVCenter)  # else the row is not higher than this line
        below.addSpacing(8)
        below.addWidget(self.zoom)
        self.level_row = QWidget()
        self.level_row.setProperty("part", "clear")
        self.level_row.setLayout(below)
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 12, 10)
        head.setSpacing(8)
        head.addLayout(self.head)
        head.addWidget(self.level_row)
        pane.column.addLayout(head)
        pane.column.addWidget(Line())
        pane.column.addWidget(self.change_line)
        pane.column.addWidget(self.stack, 1)
        self.transport_line = Line()
        pane.column.addWidget(self.transport_line)
        pane.column.addWidget(self.transport)
        return pane

    def _segments(self, buttons: list[QPushButton]) -> QHBoxLayout:
        """Buttons of which one is chosen."""
        group, row = QButtonGroup(self), QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in buttons:
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            group.addButton(button)
            row.addWidget(button)
        return row

    # -- ways to look at it ----------------------------------------------------------------------------------------

    def view(self, id: str) -> QWidget:
        """The view of this id; made when asked for first."""
        if id not in self._views:
            row = next(row for row in VIEWS if row.id == id)
            widget: Any = row.make(self.shell, self.player)
            self._views[id] = widget
            self.stack.addWidget(widget)
            widget.step_wanted.connect(self.player.go_to)
            if id == "keys":  # a card is a value of a step
                widget.value_wanted.connect(self.detail.show_value)
            if row.clock and id != "diagram":
                give_keys(self.shell.actions, widget, PLAYING)
        return self._views[id]

    def show_view(self, id: str) -> None:
        """Look at the handshake this way."""
        widget = self.view(id)
        row: ViewRow = next(row for row in VIEWS if row.id == id)
        self._view = row
        self.tabs[id].setChecked(True)
        self.level_row.setVisible(row.clock)
        self.zoom.setVisible(id == "diagram")
        for part in (self.transport, self.transport_line):
            part.setVisible(row.clock)
        self.detail.setVisible(row.detail)
        self.change_line.want(row.detail)
        self.stack.setCurrentWidget(widget)
        self.setFocusProxy(widget)
        self._tell_view()
        self._show_moment()
        if self.isVisible():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def current_view(self) -> Any:
        """The view that is looked at: a `HandshakeView`."""
        return self.view(self._view.id)

    @property
    def diagram(self) -> DiagramView:
        diagram = self.view("diagram")
        assert isinstance(diagram, DiagramView)
        return diagram

    def _tell_view(self) -> None:
        """Only the view that is looked at is kept up to date."""
        self._told = self.player.shown
        self.current_view.show_transcript(self.player.shown, self.text)

    def present(self) -> None:
        """Show it to a room full of people."""
        from workbench.views.handshake.presenter.presenter import Presenter

        if self.player.shown is None or self.presenter is not None:
            return
        if self.player.playback.current is None:  # nobody wants to see the end first
            self.player.playback.first()
        self.presenter = Presenter(self.shell, self.player, self)
        self.presenter.closed.connect(self._presented)
        self.presenter.begin()

    def _presented(self) -> None:
        self.presenter = None
        self._focus_view()

    def jump(self) -> None:
        """Ask where to go."""
        if self.player.shown is None:
            return
        place = self.transport.place
        menu = JumpMenu(self.player, self.text, self)
        menu.aboutToHide.connect(self._focus_view)
        menu.popup(place.mapToGlobal(QPoint(place.width() - menu.sizeHint().width(), -menu.sizeHint().height())))

    def _clicked(self, button: QPushButton) -> None:
        """By the mouse; who pressed it with the keyboard stays there."""
        if not button.hasFocus():
            self._focus_view()

    def _focus_view(self) -> None:
        """The keys work in the view."""
        self.current_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        player, clock = self.player, self.player.playback
        self.scenarios.chosen.connect(player.choose)
        self.scenarios.entered.connect(self._focus_view)
        self.scenarios.view.clicked.connect(lambda index: self._focus_view())
        self.transport.clicked.connect(self._focus_view)
        self.transport.jump_wanted.connect(self.jump)
        self.zoom.clicked.connect(self._focus_view)
        self.diagram.zoom_changed.connect(self.zoom.show_zoom)
        self.parameters.changed.connect(player.change)
        self.parameters.reset.connect(player.reset)
        self.change_line.compare_wanted.connect(lambda: self.show_view("compare"))
        player.scenario_changed.connect(self._show_parameters)
        player.shown_changed.connect(self._show_transcript)
        player.failed.connect(self._failed)
        player.run.finished.connect(lambda transcript: self._settle())
        player.run.finished.connect(lambda transcript: self._play_if_wanted())
        player.run.running.connect(self._show_running)
        clock.moved.connect(lambda position: self._show_moment())
        clock.playing_changed.connect(lambda playing: self._show_moment())
        self.detail.step_wanted.connect(self._go_to_step)
        self.shell.theme.changed.connect(self._refresh)
        self.shell.workspace.vault_changed.connect(self._keys_locked)
        self.shell.settings.changed.connect(lambda name: self._take_motion())

    def _go_to_step(self, number: int) -> None:
        """A step that was asked for by name: stages hold too many to tell which it is."""
        if self.player.detail is Detail.stages:
            self.player.set_detail(Detail.messages)
        self.player.go_to(number)

    def panes(self) -> list[QWidget]:
        """Between these F6 moves."""
        return [self.scenarios.view, self.parameters.heading, self.current_view, *self.detail.panes()]

    def showEvent(self, event: QShowEvent) -> None:
        """The first scenario is there at once."""
        super().showEvent(event)
        self._take_motion()
        if self.player.scenario is None and SCENARIOS:
            self.scenarios.choose(SCENARIOS[0].id)
        if not isinstance(self.window().focusWidget(), QLineEdit):  # a search or a password: its letters belong there
            self.current_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def watch(self, id: str) -> None:
        """Choose this scenario, and play it from its beginning as soon as it has run."""
        self._to_watch = id
        self.show_view("diagram")
        self.scenarios.choose(id)
        self._play_if_wanted()

    def watch_with(self, id: str, parameters: Parameters) -> None:
        """Run this scenario with these parameters, and play it from its beginning."""
        self._to_watch = id
        self.show_view("diagram")
        self.player.choose_with(id, parameters)

    def _keys_locked(self) -> None:
        if self.shell.workspace.locked:
            self.player.take_key_away()

    def _play_if_wanted(self) -> None:
        shown = self.player.shown
        wanted = (self.player.scenario, self.player.parameters)
        if shown is not None and self._to_watch and shown.transcript.name == self._to_watch and self.player.ran == wanted:
            self._to_watch = ""
            self.player.playback.first()
            self.player.playback.play()

    def _take_motion(self) -> None:
        """Nothing moves where the user, or the system, wants it so."""
        system = not QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
        self.player.playback.reduced_motion = system or self.shell.settings.motion == "reduced"

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show_parameters(self) -> None:
        scenario = self.player.scenario
        if scenario is None:
            return
        self.scenarios.choose(scenario.id)
        self.parameters.show_choices(choices(scenario, self.player.parameters, self.text, self.player.agreed), self.text)

    def _show_transcript(self) -> None:
        shown = self.player.shown
        if shown is None:
            return
        self._tell_view()
        self.transport.set_colours(stops(shown.moments))
        self.transport.scrub.set_stages([mark.first for mark in self.player.marks], self._describe)
        self._show_agreed()
        self.change_line.refresh(self.text)
        self.levels[shown.detail].setChecked(True)
        self._show_parameters()
        self._show_moment()

    def _describe(self, number: int) -> str:
        """A moment in one line: its stage, and its name."""
        mark = next(mark for mark in self.player.marks if mark.first <= number <= mark.last)
        assert self.player.shown is not None
        moment = self.player.shown.moments[number]
        stage = self.text.stage(mark.stage)
        return stage if moment.stage is not None else f"{stage}{BETWEEN}{number + 1}. {self.text.title(moment.step)}"

    def _show_running(self, running: bool) -> None:
        if running:
            self.agreed.setText(self.tr("Running the handshake…"))
        else:
            self._show_agreed()

    def _show_agreed(self) -> None:
        """What was agreed on last, in the corner."""
        connections = self.player.shown.transcript.connections if self.player.shown is not None else ()
        lines = [" · ".join(negotiated(connection)) for connection in connections]
        self.agreed.setText(next((line for line in reversed(lines) if line), ""))

    def _show_moment(self) -> None:
        """Draw where the clock stands, and show its step."""
        player, clock = self.player, self.player.playback
        if player.shown is None or player.shown is not self._told or clock.count != len(player.shown.moments):
            return  # the clock is ahead of the views, or behind
        self.current_view.show_moment(clock.position, clock.current, clock.playing)
        wanted = (player.shown, clock.current, self.text, player.as_written)
        if any(now is not before for now, before in zip(wanted, self._detailed or (None,) * 4, strict=True)):  # not with every frame
            self._detailed = wanted
            self.detail.as_written = player.as_written
            self.detail.show_moment(player.shown.transcript, player.moment, self.text)

    def _failed(self, message: Message) -> None:
        if self.player.scenario is None:  # it can be chosen again
            self.scenarios.choose("")
        self._settle()
        self._trouble = message
        self.shell.session.failed.emit(message)

    def _settle(self) -> None:
        """What was said about a run is of no interest once there is another."""
        if self._trouble is not None:
            self.shell.session.settled.emit(self._trouble)
            self._trouble = None

    # -- language and look -----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.text = HandshakeText(self.shell.language.current)
        self.model.set_language(self.shell.language.current)
        self.stage.setAccessibleName(self.tr("The handshake"))
        names = (self.tr("Stages"), self.tr("Messages"), self.tr("Every computation"))
        for button, text in zip(self.levels.values(), names, strict=True):
            button.setText(text)
        for row in VIEWS:
            self.tabs[row.id].setText(QCoreApplication.translate("HandshakeViews", row.title))
        self._show_parameters()
        self._show_transcript()

    def _leave_room(self) -> None:
        self.detail.setMinimumHeight(round(FOLDED_AT_LEAST * (1.0 + theme.current().scale) / 2))

    def _refresh(self) -> None:
        self._leave_room()
        if self._view.id == "diagram":
            self.diagram.refresh()
        self._show_moment()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
