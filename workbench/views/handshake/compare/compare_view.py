"""Two handshakes side by side: a sentence that says what it comes to, both diagrams playing together, what was counted, each difference."""

from __future__ import annotations

import functools

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import Message
from workbench.core.handshake.scenarios import SCENARIOS
from workbench.models.handshake_compare import Compared, HandshakeCompare
from workbench.models.handshake_compare_counts import round_trip_ms
from workbench.models.handshake_compare_presets import Preset
from workbench.models.handshake_compare_rows import Rows, rows_of, title_of
from workbench.models.handshake_compare_verdict import names_of, verdict
from workbench.models.handshake_pace import length_of
from workbench.models.handshake_playback import Playback
from workbench.models.handshake_player import HandshakePlayer, Shown
from workbench.models.handshake_scenarios import ScenarioModel
from workbench.models.handshake_steps import Detail
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.glossary.term_text import TermText
from workbench.views.handshake.compare.canvas import GUTTER, CompareCanvas
from workbench.views.handshake.compare.counts_table import CountsTable
from workbench.views.handshake.compare.pair_panel import PairPanel
from workbench.views.handshake.compare.side_head import SideHead
from workbench.views.handshake.diagram import row_colour
from workbench.views.handshake.player import TransportBar
from workbench.views.inspector.flow_layout import FlowLayout
from workbench.views.panes import Line, Splitter
from workbench.views.shell import Shell

FOLD_BELOW = 1240
"""Narrower than this, counts and differences stand below the diagrams."""
UPRIGHT_BELOW = 540
"""Where the two have less room than this, they stand one above the other."""
ONE_AT_A_TIME_BELOW = 640
"""Narrower than this, diagrams and counts are shown one at a time, and presets stand in the menu only."""
DIAGRAMS, COUNTS = range(2)


class CompareView(QWidget):
    """A `HandshakeView` with a clock of its own, which counts rows.

    step_wanted(number)   a row was clicked: its step is the current one of the page's handshake too
    """

    step_wanted = Signal(int)

    def __init__(self, shell: Shell, player: HandshakePlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "clear")
        self.shell, self.player = shell, player
        self.compare = HandshakeCompare(player, self)
        self.playback = Playback(self)
        self.scenarios = ScenarioModel([(scenario.id, scenario.group) for scenario in SCENARIOS], shell.language.current, self)
        self.rows: Rows | None = None
        self._shown: tuple[Compared | None, Detail] = (None, player.detail)
        self._detail = player.detail
        self._text = HandshakeText(shell.language.current)
        self._names, self._labels = ("", ""), ("", "")
        self._trouble: Message | None = None
        self.presets = {preset: QPushButton() for preset in Preset}
        self.levels = {detail: QPushButton() for detail in Detail}
        self.verdict = TermText(shell.language, role="strong")
        self.heads = (SideHead(False), SideHead(True))
        self.canvas, self.counts, self.pair = CompareCanvas(), CountsTable(), PairPanel(shell.language)
        self.transport = TransportBar(self.playback)
        self.parts = (QPushButton(), QPushButton())
        self._lay_out()
        self._connect()
        self.retranslate()

    # -- layout ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        tools = QWidget()
        tools.setProperty("part", "clear")
        flow = FlowLayout(tools, 4)
        flow.setContentsMargins(12, 8, 12, 0)
        self.tool_boxes = (QWidget(), QWidget(), QWidget())
        for box, group in zip(self.tool_boxes, (self.presets.values(), self.levels.values(), self.parts), strict=True):
            box.setProperty("part", "clear")
            row = QHBoxLayout(box)
            row.setContentsMargins(0, 0, 12, 0)
            row.setSpacing(0)
            for button in group:
                button.setCheckable(True)
                button.setProperty("kind", "segment")
                row.addWidget(button)
            flow.addWidget(box)
        self.heads_row = QHBoxLayout()
        self.heads_row.setContentsMargins(12, 6, 12, 8)
        self.heads_row.addWidget(self.heads[0], 1)
        self.heads_row.addWidget(self.heads[1], 1)
        self._part = DIAGRAMS
        self.verdict.setContentsMargins(12, 2, 12, 2)
        self.body = Splitter("handshake_compare", self.shell.settings, FOLD_BELOW, shares=(72, 28), folded_shares=(69, 31))
        self.body.addWidget(self._diagrams())
        self.body.addWidget(self._beside())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(tools)
        column.addWidget(self.verdict)
        column.addWidget(Line())
        column.addWidget(self.body, 1)
        column.addWidget(Line())
        column.addWidget(self.transport)
        self.setFocusProxy(self.canvas)

    def _diagrams(self) -> QWidget:
        """Both, with what they are above them."""
        self.diagrams = QWidget()
        self.diagrams.setProperty("part", "clear")
        column = QVBoxLayout(self.diagrams)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.heads_row)
        column.addWidget(Line())
        column.addWidget(self.canvas, 1)
        return self.diagrams

    def _beside(self) -> QWidget:
        """The chosen row and the counts: one above the other beside the diagrams, side by side below them."""
        self.inner = Splitter("handshake_compare_beside", self.shell.settings, UPRIGHT_BELOW, shares=(42, 58), folded_shares=(38, 62))
        self.inner.addWidget(self.pair)
        self.inner.addWidget(self.counts)
        return self.inner

    def _fit(self) -> None:
        width, scale = self.width(), theme.current().scale
        single = width < ONE_AT_A_TIME_BELOW * scale
        presets, _, parts = self.tool_boxes
        presets.setVisible(not single)
        parts.setVisible(single)
        self.diagrams.setVisible(not single or self._part == DIAGRAMS)
        self.pair.setVisible(not single or self._part == DIAGRAMS)
        self.counts.setVisible(not single or self._part == COUNTS)
        for number, button in enumerate(self.parts):
            button.setChecked(number == self._part)
        self.heads_row.setSpacing(round(GUTTER * scale) // 2 + 12)

    def _show_part(self, number: int) -> None:
        self._part = number
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.playback.pause()

    def _connect(self) -> None:
        clock = self.playback
        for preset, button in self.presets.items():
            button.clicked.connect(lambda checked=False, wanted=preset: self._choose_preset(wanted))
        for number, part in enumerate(self.parts):
            part.clicked.connect(lambda checked=False, wanted=number: self._show_part(wanted))
        for detail, level in self.levels.items():
            level.clicked.connect(lambda checked=False, wanted=detail: self._choose_level(wanted))
        left, right = self.heads
        left.connection_wanted.connect(lambda number: self.compare.choose_connection(False, number))
        right.connection_wanted.connect(lambda number: self.compare.choose_connection(True, number))
        right.scenario_wanted.connect(self.compare.choose_scenario)
        right.preset_wanted.connect(self._choose_preset)
        self.compare.changed.connect(self._show_compared)
        self.compare.failed.connect(self._failed)
        self.compare.running.connect(lambda running: self._show_choices())
        self.canvas.row_wanted.connect(self._go_to_row)
        self.pair.next_wanted.connect(self.next_difference)
        self.transport.jump_wanted.connect(self.jump)
        self.transport.clicked.connect(self._focus_canvas)
        for chosen in (left.connection_wanted, right.connection_wanted, right.scenario_wanted, right.preset_wanted):
            chosen.connect(lambda wanted: self._focus_canvas())
        for button in (*self.presets.values(), *self.levels.values(), *self.parts, self.pair.back, self.pair.forward):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(functools.partial(self._clicked, button))
        clock.moved.connect(lambda position: self._show_moment())
        clock.playing_changed.connect(lambda playing: self._show_moment())
        self.canvas.keys = {
            Qt.Key.Key_Space: clock.toggle, Qt.Key.Key_Left: clock.step_back, Qt.Key.Key_Up: clock.step_back,
            Qt.Key.Key_Right: clock.step_forward, Qt.Key.Key_Down: clock.step_forward, Qt.Key.Key_Home: clock.first,
            Qt.Key.Key_End: clock.last, Qt.Key.Key_PageDown: lambda: self.next_difference(1),
            Qt.Key.Key_PageUp: lambda: self.next_difference(-1), Qt.Key.Key_N: lambda: self.next_difference(1), Qt.Key.Key_G: self.jump,
            Qt.Key.Key_L: lambda: clock.set_loop(not clock.loop), Qt.Key.Key_BracketLeft: lambda: clock.faster(-1),
            Qt.Key.Key_BracketRight: lambda: clock.faster(1), Qt.Key.Key_1: lambda: self._choose_level(Detail.stages),
            Qt.Key.Key_2: lambda: self._choose_level(Detail.messages), Qt.Key.Key_3: lambda: self._choose_level(Detail.computations),
        }  # fmt: skip

    def _focus_canvas(self) -> None:
        """The keys work there."""
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clicked(self, button: QPushButton, checked: bool = False) -> None:
        if not button.hasFocus():  # by the mouse: the keys are to go on working
            self._focus_canvas()

    # -- what the page tells ---------------------------------------------------------------------------------------

    def show_transcript(self, shown: Shown | None, text: HandshakeText) -> None:
        """Another handshake is played against; another level or language keeps the place."""
        self._text = text
        self.scenarios.set_language(text.language)
        if shown is not None:
            self._detail = shown.detail
        self.compare.follow()
        self._show_compared()

    def show_moment(self, t: float, current: int | None, playing: bool) -> None:
        """The page's clock is not the one that plays here; whether motion is reduced is the same everywhere."""
        self.playback.reduced_motion = self.player.playback.reduced_motion

    # -- what is chosen --------------------------------------------------------------------------------------------

    def _choose_preset(self, preset: Preset) -> None:
        self.compare.choose_preset(preset)
        self._show_choices()

    def _choose_level(self, detail: Detail) -> None:
        self.levels[detail].setChecked(True)
        if self.player.shown is not None:
            self.player.set_detail(detail)

    def _go_to_row(self, place: int) -> None:
        """A row was clicked."""
        self.playback.seek(place + 1.0)
        compared = self._shown[0]
        row = self.rows.rows[place] if self.rows is not None else None
        if compared is not None and row is not None and row.left_steps and compared.left.connection is None:
            self.step_wanted.emit(row.left_steps[0].number)

    def next_difference(self, by: int) -> None:
        """On to the next row in which the two differ in more than a size, or back to the one before."""
        if self.rows is None:
            return
        current = self.playback.current
        here = current if current is not None else -1 if by > 0 else len(self.rows.rows)
        place = self.rows.next_difference(here, by)
        if place is not None:
            self.playback.seek(place + 1.0)

    def jump(self) -> None:
        """Ask to which difference to go."""
        rows = self.rows
        if rows is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, row in enumerate(rows.rows):
            if row.sign in rows.marked:
                action = QAction(title_of(row, rows, self._text).replace("&", "&&"), menu)
                action.triggered.connect(functools.partial(self._jumped, place))
                menu.addAction(action)
        button = self.transport.place
        menu.popup(button.mapToGlobal(QPoint(button.width() - menu.sizeHint().width(), -menu.sizeHint().height())))

    def _jumped(self, place: int, checked: bool = False) -> None:
        self.playback.seek(place + 1.0)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show_compared(self) -> None:
        compared, before = self.compare.compared, self._shown
        self._trouble = None if compared is not before[0] else self._trouble
        again = compared is before[0] and self._detail is before[1] and self.rows is not None
        if compared is None:
            self.rows = None
        elif not again:
            earlier, current = self.rows, self.playback.current
            kept = earlier if compared is before[0] else None
            self.rows = rows_of(compared.comparison, self._detail)
            self._shown = (compared, self._detail)
            self._load(kept, current)
        self._say()
        self.canvas.show_rows(compared.comparison if compared is not None else None, self.rows, self._detail, self._text)
        self.transport.set_colours(_colours(self.rows))
        self._show_choices()
        self._show_moment()

    def _load(self, kept: Rows | None, current: int | None) -> None:
        """Begin with other rows; `kept` are those before of the same comparison, whose current one is found again."""
        rows, compared = self.rows, self._shown[0]
        assert rows is not None and compared is not None
        lengths = [
            max(
                length_of(side, moments[place]) for side, moments, place in (
                    (compared.comparison.left, rows.left, row.left), (compared.comparison.right, rows.right, row.right)
                ) if place is not None
            )
            for row in rows.rows
        ]  # fmt: skip
        position = None
        if kept is not None and current is not None and current < len(kept.rows):
            row = kept.rows[current]
            steps, right = (row.left_steps, False) if row.left is not None else (row.right_steps, True)
            position = rows.place_of(steps[0].number, right) + 1.0
        self.playback.load(len(rows.rows), position, lengths)

    def _say(self) -> None:
        """Everything that is words: the verdict, the counts, the heads."""
        compared, text = self.compare.compared, self._text
        self._fill_verdict()
        comparison = compared.comparison if compared is not None else None
        latency = round_trip_ms(comparison.left) if comparison is not None else None
        self.counts.show_counts(comparison, self._labels, text, latency)
        left, right = self.heads
        left.title.setText(self._title(compared.left.scenario) if compared is not None else "")
        if compared is not None:
            left.show_side(compared.comparison.left, compared.connections[0], compared.left.connection, text)
            right.show_side(compared.comparison.right, compared.connections[1], compared.right.connection, text)

    def _fill_verdict(self) -> None:
        compared, text = self.compare.compared, self._text
        if self._trouble is not None:
            self.verdict.setText(self.shell.language.say(self._trouble))
            return
        if compared is None:
            self.verdict.setText(self.tr("Playing the other handshake…"))
            return
        titles = self._title(compared.left.scenario, False), self._title(compared.right.scenario, False)
        of_a_change = compared.preset is Preset.change
        self._names = names_of(compared.comparison, titles, text, of_a_change)
        self._labels = names_of(compared.comparison, titles, text, of_a_change, "short")
        self.verdict.setText(verdict(compared.comparison, self._names, text, of_a_change))

    def _title(self, id: str, with_group: bool = True) -> str:
        title = self.scenarios.title(id)
        group = next((scenario.group for scenario in SCENARIOS if scenario.id == id), "")
        return f"{self.scenarios.group(group)} · {title}" if with_group and group else title

    def _show_choices(self) -> None:
        """Which preset it is, which ones there are, what stands on the right."""
        words = {
            Preset.version: self.tr("TLS 1.2 / 1.3"), Preset.resumed: self.tr("Full / resumed"),
            Preset.failing: self.tr("Good / failing"), Preset.change: self.tr("Now / before the change"),
        }  # fmt: skip
        for preset, button in self.presets.items():
            button.setText(words[preset])
            button.setVisible(preset in self.compare.offers)
            button.setChecked(preset is self.compare.preset)
        for detail, level in self.levels.items():
            level.setChecked(detail is self._detail)
        offered = {preset: words[preset] for preset in self.compare.offers}
        right = self.compare.right
        title = self._title(right.scenario) if right is not None else ""
        if self.compare.preset is Preset.change:
            title = self.tr("{title}, before the change").format(title=title)
        self.heads[1].show_choices(title, self.scenarios, offered)

    def _show_moment(self) -> None:
        clock = self.playback
        if self.rows is None or clock.count != len(self.rows.rows):
            return
        self.canvas.show_moment(clock.position, clock.current, clock.playing)
        self.pair.show_row(self.rows, clock.current, self._labels, self._text)

    def _failed(self, message: Message) -> None:
        self._trouble = message
        self._fill_verdict()
        self._show_choices()

    # -- language --------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Comparison of two handshakes"))
        names = (self.tr("Stages"), self.tr("Messages"), self.tr("Every computation"))
        for button, words in zip(self.levels.values(), names, strict=True):
            button.setText(words)
        for button, words in zip(self.parts, (self.tr("Diagrams"), self.tr("Counted")), strict=True):
            button.setText(words)
        self._show_choices()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


def _colours(rows: Rows | None) -> list[str]:
    """The colour of what protects each row, for the scrub bar: what is done alone has that of the message before it."""
    found: list[str] = []
    if rows is None:
        return found
    for row in rows.rows:
        moment = rows.left[row.left] if row.left is not None else rows.right[row.right or 0]
        alone = moment.step.receiver is None
        found.append(found[-1] if alone and found else row_colour(moment.step))
    return found
