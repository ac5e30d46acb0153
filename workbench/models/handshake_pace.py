"""Which steps of a transcript a moment plays one after the other, how long it lasts, and where in it the clock stands at a step."""

from __future__ import annotations

import math
from dataclasses import dataclass

from workbench.core.handshake.stages import Stage, stages
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_playback import MOMENT_MS
from workbench.models.handshake_steps import Moment, place_of, tells

ALONE_MS = 650.0
"""How long a moment lasts in which nothing travels."""
STAGE_MS = (1200.0, 6000.0)
"""A stage lasts as long as its messages, within these."""
BEGUN = 1 / 1024
"""The part of a moment that has passed when what it shows is about to happen: what it is made of has been done."""


@dataclass(frozen=True)
class Place:
    """Where one is in a transcript: a step, and how far it has come (more than 0, 1 when it is over)."""

    step: int
    part: float = 1.0


@dataclass(frozen=True)
class Mark:
    """A stage of one connection, and the moments that it goes over, both included."""

    stage: Stage
    connection: int
    first: int
    last: int


def marks(transcript: Transcript, moments: tuple[Moment, ...]) -> tuple[Mark, ...]:
    """Every stage in the order of the moments; one that is interrupted (0-RTT) comes twice."""
    of = stages(transcript)
    found: list[Mark] = []
    for number, moment in enumerate(moments):
        stage, connection = of[moment.step.number], moment.step.connection
        if found and (found[-1].stage, found[-1].connection) == (stage, connection):
            found[-1] = Mark(stage, connection, found[-1].first, number)
        else:
            found.append(Mark(stage, connection, number, number))
    return tuple(found)


def beats(transcript: Transcript, moment: Moment) -> tuple[int, ...]:
    """The numbers of the steps that a moment plays one after the other, each for the same time: of a stage those that are shown
    among the messages, else the one that the moment shows."""
    if moment.stage is None:
        return (moment.step.number,)
    found = tuple(step.number for step in transcript.steps[moment.first : moment.last + 1] if tells(step))
    return found or (moment.last,)


def length_of(transcript: Transcript, moment: Moment) -> float:
    """How many milliseconds a moment lasts at 1x."""
    if moment.stage is not None:
        low, high = STAGE_MS
        sent = [step for step in transcript.steps[moment.first : moment.last + 1] if step.receiver is not None]
        return min(max(len(sent) * MOMENT_MS, low), high)
    return MOMENT_MS if moment.step.receiver is not None or moment.agreed is not None else ALONE_MS


def lengths(transcript: Transcript, moments: tuple[Moment, ...]) -> tuple[float, ...]:
    """The length of every moment."""
    return tuple(length_of(transcript, moment) for moment in moments)


def place_at(transcript: Transcript, moments: tuple[Moment, ...], position: float) -> Place | None:
    """The step that was begun last when the clock stands at a position, None for the beginning."""
    number = math.ceil(position) - 1
    if not 0 <= number < len(moments):
        return None
    played = beats(transcript, moments[number])
    passed = (position - number) * len(played)
    beat = min(max(math.ceil(passed) - 1, 0), len(played) - 1)
    return Place(played[beat], min(max(passed - beat, BEGUN), 1.0))


def position_of(transcript: Transcript, moments: tuple[Moment, ...], place: Place) -> float:
    """Where the clock stands when one is at a place."""
    number = place_of(moments, place.step)
    played = beats(transcript, moments[number])
    beat = next((beat for beat, step in enumerate(played) if place.step <= step), len(played) - 1)
    part = place.part if played[beat] == place.step else BEGUN if place.step < played[beat] else 1.0
    return number + (beat + part) / len(played)
