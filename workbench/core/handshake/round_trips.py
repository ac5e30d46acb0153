"""The round trips that somebody waits for: the name's lookup, TCP's handshake, the flights of TLS, the first answer.

Each is a span of steps, from the first one of what was sent to the last one of what had to come back. `counts` counts the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.core.handshake.counts import TLS, client_of
from workbench.core.handshake.transcript import Role, Step, StepKind, Transcript


class Waiting(StrEnum):
    """What a round trip is for."""

    lookup = "lookup"
    tcp = "tcp"
    tls = "tls"
    answer = "answer"


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """A wait of the client.

    kind          what for
    first, last   numbers of the transcript's steps between which the client waits, both included
    number        its place among those of the connection, from 1
    """

    connection: int
    kind: Waiting
    first: int
    last: int
    number: int


def round_trips(transcript: Transcript) -> tuple[RoundTrip, ...]:
    """Those of every connection, in the order of their steps.

    Of TLS: what the client waits for before it sends application data, also when it never comes to that; `answer`: what it waits for
    from then on until application data comes back, nothing where none does.
    """
    found: list[RoundTrip] = []
    for connection in sorted({step.connection for step in transcript.steps} - {0}):
        steps = [step for step in transcript.steps if step.connection == connection]
        client = client_of(steps, connection)
        spans = (*_asked(steps, StepKind.name_lookup, Waiting.lookup, client), *_asked(steps, StepKind.tcp, Waiting.tcp, client))
        for number, (kind, first, last) in enumerate((*spans, *_flights(steps, client)), 1):
            found.append(RoundTrip(connection, kind, first.number, last.number, number))
    return tuple(found)


Span = tuple[Waiting, Step, Step]


def _asked(steps: Sequence[Step], kind: StepKind, waiting: Waiting, client: Role) -> Iterator[Span]:
    """Every answer of a kind before TLS begins, with the question that came before it."""
    asked: Step | None = None
    for step in steps:
        if step.name == "ClientHello":
            return
        if step.kind is kind and step.receiver is client:
            yield waiting, asked or step, step
            asked = None
        elif step.kind is kind and step.sender is client and asked is None:
            asked = step


def _flights(steps: Sequence[Step], client: Role) -> Iterator[Span]:
    """Pairs of a flight of the client and the one that answers it, until the first application data comes back."""
    tls = [step for step in steps if step.kind in TLS]
    asked = next((step for step in tls if step.kind is StepKind.application_data and step.sender is client), None)
    answer = next((step for step in tls if step.kind is StepKind.application_data and step.receiver is client), None)
    first = asked or answer
    begin: Step | None = None
    last: Step | None = None
    for step in tls:
        if step is answer:
            yield Waiting.answer, begin or step, step
            return
        if step is first:
            if begin is not None and last is not None:
                yield Waiting.tls, begin, last
            if answer is None:
                return
            begin, last = step, None
        elif step.sender is client:
            if begin is not None and last is not None:
                yield (Waiting.tls if first is None or step.number < first.number else Waiting.answer), begin, last
                begin = last = None
            begin = begin or step
        elif step.receiver is client:
            begin, last = begin or step, step
    if first is None and begin is not None and last is not None and begin is not last:
        yield Waiting.tls, begin, last
