"""What the handshake page shows: a scenario with its parameters, its transcript, the level of detail, and where it plays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.core.handshake.changes import Changes, changes
from workbench.core.handshake.scenarios import BY_ID, Scenario
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Outcome, Transcript
from workbench.models.handshake_pace import BEGUN, Mark, Place, lengths, marks, place_at, position_of
from workbench.models.handshake_parameters import with_choice
from workbench.models.handshake_playback import Playback
from workbench.models.handshake_run import HandshakeRun
from workbench.models.handshake_steps import Detail, Moment, moments, place_of

TROUBLE = (Outcome.failed, Outcome.warning)
"""Outcomes of a step that one wants to jump to."""


@dataclass(frozen=True)
class Shown:
    """A transcript at a level of detail. `changed`: numbers of the steps that came to be otherwise by the last change of a parameter."""

    transcript: Transcript
    detail: Detail
    moments: tuple[Moment, ...]
    changed: frozenset[int] = frozenset()


class HandshakePlayer(QObject):
    """Joins the run of a scenario, the transcript and the clock.

    shown_changed      another transcript or another level of detail
    scenario_changed   another scenario or other parameters
    failed(message)    a run could not be; what was shown stays
    """

    shown_changed = Signal()
    scenario_changed = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.playback = Playback(self)
        self.run = HandshakeRun(self)
        self.scenario: Scenario | None = None
        self.parameters = Parameters()
        self.detail = Detail.messages
        self.shown: Shown | None = None
        self._ran: tuple[Scenario | None, Parameters] = (None, self.parameters)
        self.before: Parameters | None = None  # of the same scenario, as it ran before its last change
        self.changes: Changes | None = None  # what that change came to; None when the last run was of another scenario, or of the same
        self.agreed_before: Mapping[str, Any] = {}
        self._remembered: tuple[Place | None, float] = (None, 0.0)  # a place, as long as the clock stands at this position
        self._marks: tuple[Shown, tuple[Mark, ...]] | None = None
        self.run.finished.connect(self.show_transcript)
        self.run.failed.connect(self._failed)

    def choose(self, id: str) -> None:
        """Run another scenario, as it is by itself."""
        if self.scenario is None or self.scenario.id != id:
            self._start(BY_ID[id], Parameters())

    def choose_with(self, id: str, parameters: Parameters) -> None:
        """Run a scenario with these parameters."""
        self._start(BY_ID[id], parameters)

    def take_key_away(self) -> None:
        """The private key of somebody's own certificate may be used no longer: what is shown stays, and cannot be run again."""
        if self.parameters.own is not None:
            self.parameters = replace(self.parameters, own=self.parameters.own.without_key())
        scenario, ran = self._ran
        if ran.own is not None:
            self._ran = (scenario, replace(ran, own=ran.own.without_key()))

    def change(self, name: str, value: Any) -> None:
        """Run the scenario again with one parameter changed."""
        if self.scenario is not None:
            self._start(self.scenario, with_choice(self.parameters, name, value))

    def reset(self) -> None:
        """Run the scenario again as it is by itself."""
        if self.scenario is not None and self.parameters != Parameters():
            self._start(self.scenario, Parameters())

    def forget_changes(self) -> None:
        """What came to be otherwise is not to be marked any more."""
        if self.shown is not None and self.changes is not None:
            self.changes = None
            self.shown = replace(self.shown, changed=frozenset())
            self.shown_changed.emit()

    def _start(self, scenario: Scenario, parameters: Parameters) -> None:
        self.scenario, self.parameters = scenario, parameters
        self.scenario_changed.emit()
        self.run.start(scenario.run, parameters)

    def show_transcript(self, transcript: Transcript) -> None:
        """Show a transcript: whole, with nothing chosen; after a change of a parameter at the step one was at, with what changed marked."""
        self.agreed_before = self.agreed
        self.before = self._ran[1] if self._ran[0] is self.scenario and self._ran[1] != self.parameters else None
        self._ran = (self.scenario, self.parameters)
        earlier, place = self.shown, self.place
        self.changes = changes(earlier.transcript, transcript) if earlier is not None and self.before is not None else None
        changed = self.changes.numbers if self.changes is not None else frozenset()
        self.shown = Shown(transcript, self.detail, moments(transcript, self.detail), changed)
        position = None
        if self.changes is not None and place is not None:
            there = Place(self.changes.place(place.step), place.part)
            position = position_of(transcript, self.shown.moments, there)
        self.playback.pause()
        self.playback.load(len(self.shown.moments), position, lengths(transcript, self.shown.moments))
        self.shown_changed.emit()

    def _failed(self, message: object) -> None:
        """Parameters that cannot be are taken back: what is said to be chosen is what is shown."""
        self.scenario, self.parameters = self._ran
        self.scenario_changed.emit()
        self.failed.emit(message)

    # -- where one is ----------------------------------------------------------------------------------------------

    def set_detail(self, detail: Detail) -> None:
        """Another level of detail at the same step; it goes on playing."""
        if detail is self.detail:
            return
        self.detail = detail
        if self.shown is None:
            return
        before, clock, place = self.shown, self.playback, self.place
        self.shown = replace(before, detail=detail, moments=moments(before.transcript, detail))
        if place is not None:
            position: float | None = position_of(before.transcript, self.shown.moments, place)
        else:
            position = None if clock.position >= len(before.moments) else 0.0
        clock.load(len(self.shown.moments), position, lengths(before.transcript, self.shown.moments))
        self._remembered = (place, clock.position)
        self.shown_changed.emit()

    def go_to(self, number: int) -> None:
        """Make the moment of a transcript's step the current one: it has happened; of a stage what comes up to the step."""
        if self.shown is not None and self.shown.moments:
            staged = self.shown.detail is Detail.stages
            whole = place_of(self.shown.moments, number) + 1.0
            self.playback.seek(position_of(self.shown.transcript, self.shown.moments, Place(number)) if staged else whole)
            self._remembered = (Place(number), self.playback.position)

    def go_to_stage(self, by: int) -> None:
        """Go to where the next stage begins (`by` 1), or the current one, or from its beginning the one before (-1)."""
        if self.shown is None or not self.shown.moments:
            return
        places = [0.0, *(mark.first + BEGUN for mark in self.marks), float(len(self.shown.moments))]
        here = self.playback.position if self.playback.current is not None or by < 0 else 0.0
        later = [place for place in places if place > here + BEGUN / 2]
        earlier = [place for place in places if place < here - BEGUN / 2]
        self.playback.seek(min(later, default=places[-1]) if by > 0 else max(earlier, default=0.0))

    def begin_stage(self, mark: Mark) -> None:
        """Go to where a stage begins: its first moment is the current one."""
        self.playback.seek(mark.first + BEGUN)

    def go_to_trouble(self) -> bool:
        """Go to the next step that failed or gives cause for concern, from the last one to the first again. False when there is none."""
        if self.shown is None:
            return False
        troubled = [step.number for step in self.shown.transcript.steps if step.outcome in TROUBLE]
        if not troubled:
            return False
        here = self.place.step if self.place is not None else -1
        self.go_to(next((number for number in troubled if number > here), troubled[0]))
        return True

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The stages of what is shown, and from which moment to which each goes."""
        shown, known = self.shown, self._marks
        if shown is None:
            return ()
        if known is None or known[0] is not shown:
            known = self._marks = (shown, marks(shown.transcript, shown.moments))
        return known[1]

    @property
    def place(self) -> Place | None:
        """The step one is at, None at the beginning and where nothing is chosen."""
        if self.shown is None or self.playback.current is None:
            return None
        place, position = self._remembered
        if place is not None and position == self.playback.position:
            return place
        return place_at(self.shown.transcript, self.shown.moments, self.playback.position)

    @property
    def moment(self) -> Moment | None:
        """The current moment, None for none."""
        current = self.playback.current
        return self.shown.moments[current] if self.shown is not None and current is not None else None

    @property
    def ran(self) -> tuple[Scenario | None, Parameters]:
        """Of what scenario, with which parameters, the transcript is that is shown."""
        return self._ran

    @property
    def as_written(self) -> bool:
        """Whether what is shown ran with nothing changed but the seed."""
        return replace(self._ran[1], seed=None) == Parameters()

    @property
    def agreed(self) -> Mapping[str, Any]:
        """What the last connection of the scenario agreed on, as far as it is shown; empty when nothing is known."""
        if self.shown is None or self._ran[0] is not self.scenario:
            return {}
        return next((connection.negotiated for connection in reversed(self.shown.transcript.connections) if connection.negotiated), {})
