"""What the handshake page shows: a scenario with its parameters, its transcript, the level of detail, and where it plays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.core.handshake.scenarios import BY_ID, Scenario
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_parameters import with_choice
from workbench.models.handshake_playback import Playback
from workbench.models.handshake_run import HandshakeRun
from workbench.models.handshake_steps import Detail, Moment, moments, place_of


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
        self.run.finished.connect(self.show_transcript)
        self.run.failed.connect(self._failed)

    def choose(self, id: str) -> None:
        """Run another scenario, as it is by itself."""
        if self.scenario is None or self.scenario.id != id:
            self._start(BY_ID[id], Parameters())

    def change(self, name: str, value: Any) -> None:
        """Run the scenario again with one parameter changed."""
        if self.scenario is not None:
            self._start(self.scenario, with_choice(self.parameters, name, value))

    def _start(self, scenario: Scenario, parameters: Parameters) -> None:
        self.scenario, self.parameters = scenario, parameters
        self.scenario_changed.emit()
        self.run.start(scenario.run, parameters)

    def show_transcript(self, transcript: Transcript) -> None:
        """Show a transcript, whole, with nothing chosen."""
        self._ran = (self.scenario, self.parameters)
        self.shown = Shown(transcript, self.detail, moments(transcript, self.detail))
        self.playback.load(len(self.shown.moments))
        self.shown_changed.emit()

    def _failed(self, message: object) -> None:
        """Parameters that cannot be are taken back: what is said to be chosen is what is shown."""
        self.scenario, self.parameters = self._ran
        self.scenario_changed.emit()
        self.failed.emit(message)

    def set_detail(self, detail: Detail) -> None:
        """Another level of detail at the same place; it goes on playing."""
        if detail is self.detail:
            return
        self.detail = detail
        if self.shown is None:
            return
        before, clock = self.shown, self.playback
        self.shown = replace(before, detail=detail, moments=moments(before.transcript, detail))
        playing, current = clock.playing, clock.current
        if current is None:
            whole = clock.position >= len(before.moments)
            clock.load(len(self.shown.moments), None if whole else 0.0)
        else:
            clock.load(len(self.shown.moments), place_of(self.shown.moments, before.moments[current].step.number) + 1.0)
        self.shown_changed.emit()
        if playing:
            clock.play()

    def go_to(self, number: int) -> None:
        """Make the moment of a transcript's step the current one."""
        if self.shown is not None and self.shown.moments:
            self.playback.seek(place_of(self.shown.moments, number) + 1.0)

    @property
    def moment(self) -> Moment | None:
        """The current moment, None for none."""
        current = self.playback.current
        return self.shown.moments[current] if self.shown is not None and current is not None else None

    @property
    def as_written(self) -> bool:
        """Whether what is shown ran with nothing changed but the seed."""
        return replace(self._ran[1], seed=None) == Parameters()

    @property
    def version(self) -> int | None:
        """The version that was agreed on in what is shown."""
        if self.shown is None:
            return None
        found = [connection.negotiated.get("version") for connection in self.shown.transcript.connections]
        return next((version for version in reversed(found) if isinstance(version, int)), None)
