"""From events to a transcript.

While a handshake runs, the recorder only keeps what it is told, with the time. `build` makes the steps afterwards: it joins messages with
the records that carried them, what one side sent with what the other received, and puts everything in an order that a reader can follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from workbench.core.handshake import parts
from workbench.core.handshake.export.key_log import key_log_lines
from workbench.core.handshake.facts import facts_of, headline
from workbench.core.handshake.knowledge import Learning
from workbench.core.handshake.ordering import in_reading_order
from workbench.core.handshake.reading import Item, Reading
from workbench.core.handshake.transcript import Connection, Outcome, Party, Role, Step, StepKind, Transcript, Value
from workbench.core.handshake.wire import Attacked, PacketSent, WireEvent
from workbench.core.tls.alerts import AlertLevel
from workbench.core.tls.events import (
    AlertSent,
    Computation,
    Event,
    Level,
    Listener,
)


class Recorder:
    """Listens to the endpoints and the wire of one or several connections.

    now   seconds since the beginning
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self._log: list[tuple[int, Role | None, float, Any]] = []

    def endpoint(self, role: Role, connection: int) -> Listener:
        """The listener of the endpoint that `role` has in this connection."""
        log, now = self._log, self.now

        def listen(event: Event) -> None:
            log.append((connection, role, now(), event))

        return listen

    def wire(self, connection: int) -> Callable[[WireEvent], None]:
        """The listener of the wire of this connection."""

        def listen(event: WireEvent) -> None:
            self._log.append((connection, None, self.now(), event))

        return listen

    def add(self, step: Step) -> None:
        """A step that no endpoint and no wire tells: a preparation, a file handed over. Its number is given by `build`."""
        self._log.append((step.connection, None, step.time, step))

    def build(self, name: str, parties: tuple[Party, ...], connections: Iterable[Connection], epoch: float) -> Transcript:
        """Everything so far as a transcript."""
        reading = Reading(self._log)
        items = in_reading_order(reading.items)
        steps = _steps(items, reading.negotiated, Learning(frozenset(party.role for party in parties)))
        finished = tuple(_finished(connection, reading) for connection in connections)
        packets = tuple(sorted(reading.packets, key=lambda packet: packet.time))
        outcome, sentence = headline(steps, finished)
        return Transcript(name, parties, steps, finished, packets, outcome, sentence, epoch)


def _finished(connection: Connection, reading: Reading) -> Connection:
    negotiated = reading.negotiated.get(connection.number, {})
    secrets = reading.secrets.get(connection.number, {})
    log = key_log_lines(secrets, secrets["client_random"], negotiated["version"]) if "client_random" in secrets and negotiated else ()
    return replace(connection, negotiated=negotiated, key_log=log)


def _steps(items: list[Item], negotiated: dict[int, dict[str, Any]], learning: Learning) -> tuple[Step, ...]:
    steps: list[Step] = []
    for item in items:
        if item.shown:
            steps.append(_step(item, len(steps), negotiated.get(item.connection, {}), learning))
    return tuple(steps)


def _values(done: Computation | None, item: Item, number: int, learning: Learning) -> tuple[Value, ...]:
    if done is None or not done.values:
        return ()
    assert item.role is not None
    alone = frozenset((item.role,))
    return tuple(
        Value(
            v.name, v.value, v.formula, v.inputs, v.citation, v.secret,
            learning.derive(number, item.connection, alone, v.name, v.value, v.secret),
        )
        for v in done.values
    )  # fmt: skip


def _step(item: Item, number: int, negotiated: dict[str, Any], learning: Learning) -> Step:
    event = item.event
    if isinstance(event, Step):
        return replace(event, number=number)
    if isinstance(event, PacketSent):
        packet = event.packet
        frame = event.parts[-1].data
        return Step(
            number, item.connection, item.kind, item.name, packet.sender, packet.receiver, item.time, packet.time,
            wire=frame, size=len(frame), parts=event.parts, facts=event.facts,
        )  # fmt: skip
    if isinstance(event, Attacked):
        return Step(
            number, item.connection, StepKind.attack, "attack", Role.attacker, event.chunk.receiver, item.time, item.time,
            outcome=Outcome.warning, reason=event.did, parts=parts.attack(event),
        )  # fmt: skip
    assert item.role is not None
    if item.kind in (StepKind.computation, StepKind.close):
        done: Computation | None = event
        values = _values(done, item, number, learning)
        learning.destroy(item.connection, item.role, item.destroyed)
        return Step(
            number, item.connection, item.kind, item.name, item.role, None, item.time, item.time,
            seconds=done.seconds if done else None,
            outcome=_outcome(done),
            reason=done.detail if done else None,
            citation=done.citation if done else "",
            subject=done.subject if done else None,
            values=values,
            parts=parts.computation(done) if done else (),
            destroyed=item.destroyed,
        )  # fmt: skip
    if item.level is Level.none:
        learning.overhear(item.connection, item.wire)
    name = parts.name_of(item.kind, item.content)
    alert = item.kind is StepKind.alert and item.content[0] == AlertLevel.fatal
    return Step(
        number, item.connection, item.kind, name, item.role, item.receiver, item.time,
        item.arrival if item.arrival is not None else item.time,
        protection=item.level, wire=item.wire, size=item.size, records=tuple(item.records),
        parts=parts.of_message(item.kind, item.content, item.records, negotiated),
        facts=facts_of(item.kind, item.content, negotiated),
        outcome=Outcome.failed if alert else Outcome.none,
        reason=event.reason if isinstance(event, AlertSent) else None,
    )  # fmt: skip


def _outcome(done: Computation | None) -> Outcome:
    if done is None or done.ok is None:
        return Outcome.none
    return Outcome.ok if done.ok else Outcome.failed
