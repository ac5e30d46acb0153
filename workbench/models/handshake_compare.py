"""Two handshakes for the page to compare: the one it shows, and another one that is played for it, off the GUI thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from workbench.core.handshake.compare import Comparison, compare, one_connection
from workbench.core.handshake.counts import Counts, count
from workbench.core.handshake.scenarios import BY_ID
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_compare_presets import Offer, Preset, Side, offers, usual
from workbench.models.handshake_player import HandshakePlayer
from workbench.models.handshake_run import HandshakeRun

RUNS, RUNS_SECONDS = 3, 0.4
"""How often both are played again to measure their computations, as long as that has taken less than so many seconds."""


@dataclass(frozen=True)
class Compared:
    """A comparison and what it is one of.

    left, right   what was played: of the left one the handshake that the page shows
    connections   numbers of the connections that either handshake has in whole
    preset        what was asked for, None for a scenario chosen by hand
    """

    left: Side
    right: Side
    comparison: Comparison
    connections: tuple[tuple[int, ...], tuple[int, ...]]
    preset: Preset | None


class HandshakeCompare(QObject):
    """Follows the page's handshake and keeps a comparison of it with another one.

    changed            another comparison, or none any more
    failed(message)    the other one could not be played
    running(bool)      it is being played
    """

    changed = Signal()
    failed = Signal(object)
    running = Signal(bool)

    def __init__(self, player: HandshakePlayer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.player = player
        self.compared: Compared | None = None
        self.offers: Mapping[Preset, Offer] = {}
        self.preset: Preset | None = None
        self.left_connection: int | None = None
        self.right: Side | None = None
        self._transcript: Transcript | None = None
        self._side: Side | None = None
        self._run = HandshakeRun(self)
        self._run.finished.connect(self._finished)
        self._run.failed.connect(self._failed)
        self._run.running.connect(self.running)

    def follow(self) -> None:
        """Compare what the page shows now. A preset that was chosen is kept as far as it makes sense, a scenario chosen by hand stays."""
        shown, (scenario, parameters) = self.player.shown, self.player.ran
        if shown is None or scenario is None or shown.transcript is self._transcript:
            return
        by_hand = self.right is not None and self.preset is None
        self._transcript, self._side = shown.transcript, Side(scenario.id, parameters)
        before = None if self.player.before is None else Side(scenario.id, self.player.before)
        self.offers = offers(self._side, shown.transcript, before)
        if by_hand:
            self.left_connection = None
            self._start()
        else:
            kept = self.preset if self.preset in self.offers and Preset.change not in (self.preset, *self.offers) else None
            self.choose_preset(kept or usual(self.offers, self._side, shown.transcript))

    def choose_preset(self, preset: Preset | None) -> None:
        """Compare with what a preset offers. Nothing happens for one that is not offered."""
        offer = self.offers.get(preset) if preset is not None else None
        if offer is not None:
            self.preset, self.left_connection, self.right = preset, offer.connection, offer.right
            self._start()

    def choose_scenario(self, id: str) -> None:
        """Compare with another scenario, as it is by itself."""
        self.preset, self.right = None, Side(id)
        self._start()

    def choose_connection(self, right: bool, number: int | None) -> None:
        """Compare one connection of a side alone, or all of it (None)."""
        if not right:
            self.left_connection = number
        elif self.right is not None:
            self.right = replace(self.right, connection=number)
        self.preset = None
        self._start()

    def _start(self) -> None:
        if self._transcript is None or self._side is None or self.right is None:
            return
        left = replace(self._side, connection=self.left_connection)
        self._run.start(_work(self._transcript, left, self.right, self.preset), None)

    def _failed(self, message: object) -> None:
        """What cannot be is taken back: what is said to be chosen is what is shown."""
        known = self.compared
        if known is not None and self._side is not None and known.left.scenario == self._side.scenario:
            self.left_connection, self.right, self.preset = known.left.connection, known.right, known.preset
        self.failed.emit(message)

    def _finished(self, compared: Compared) -> None:
        self.compared = compared
        self.changed.emit()


def _work(transcript: Transcript, left: Side, right: Side, preset: Preset | None) -> Callable[[object], Compared]:
    return lambda nothing: play(transcript, left, right, preset)


def play(transcript: Transcript, left: Side, right: Side, preset: Preset | None = None) -> Compared:
    """Play the right one and compare. The times in the counts are the least of a few runs: the first ones of a program are slow.

    Raises UsageError for what cannot be played, and for a connection that is not there.
    """
    other = BY_ID[right.scenario].run(right.parameters)
    found = compare(_part(transcript, left.connection), _part(other, right.connection))
    again = _counts_again(left, right)
    found = replace(
        found, left_counts=_fastest(found.left_counts, [pair[0] for pair in again]),
        right_counts=_fastest(found.right_counts, [pair[1] for pair in again]),
    )  # fmt: skip
    numbers = tuple(tuple(connection.number for connection in side.connections) for side in (transcript, other))
    return Compared(left, right, found, (numbers[0], numbers[1]), preset)


def _part(transcript: Transcript, connection: int | None) -> Transcript:
    return transcript if connection is None else one_connection(transcript, connection)


def _counts_again(left: Side, right: Side) -> list[tuple[Sequence[Counts], Sequence[Counts]]]:
    found: list[tuple[Sequence[Counts], Sequence[Counts]]] = []
    begin = time.monotonic()
    while len(found) < RUNS and time.monotonic() - begin < RUNS_SECONDS:
        both = [count(_part(BY_ID[side.scenario].run(side.parameters), side.connection)) for side in (left, right)]
        found.append((both[0], both[1]))
    return found


def _fastest(counts: Sequence[Counts], others: Sequence[Sequence[Counts]]) -> tuple[Counts, ...]:
    """The counts with the least time that either side ever needed for the same connection."""
    found = []
    for one in counts:
        same = [one, *(other for run in others for other in run if other.connection == one.connection)]
        client, server = min(other.client_seconds for other in same), min(other.server_seconds for other in same)
        found.append(replace(one, client_seconds=client, server_seconds=server, seconds=client + server))
    return tuple(found)
