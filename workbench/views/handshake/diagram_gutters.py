"""What stands beside the rows: the brackets of the stages on the left, the round trips on the right, what is carried over between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.handshake.carried_over import TICKET_KEY, CarriedOver
from workbench.core.handshake.round_trips import RoundTrip, round_trips
from workbench.core.handshake.stages import NUMBERED, Stage, stages
from workbench.core.handshake.transcript import Role, Transcript
from workbench.models.handshake_steps import Detail, Moment, place_of
from workbench.models.handshake_text import HandshakeText
from workbench.views.handshake.diagram_lifelines import MARGIN, Area
from workbench.views.handshake.diagram_values import Box, Bracket, Label, Lifeline, Metrics, Row, Ruler, Style

BAR, WORDS = 9.0, 18.0
"""From the left edge to a bracket's bar, and to its words."""
TITLES_AT_MOST = 0.16
"""Titles stand in the gutter where it takes no more than this part of the width, else between the lifelines."""
TICK = 12.0
"""From the lifelines' area to a ruler."""
ROOMY = 40.0
"""A diagram that is wider than this many lines are high has room for words at the rulers."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stage as it stands in the diagram: its first and its last row; `number` counts the stages of a connection, 0 for none."""

    stage: Stage
    connection: int
    first: int
    last: int
    number: int


def runs(transcript: Transcript, shown: Sequence[Moment]) -> tuple[Run, ...]:
    """Every stage in the order of the rows; one that is interrupted (0-RTT) comes twice, with a number of its own each time."""
    of = stages(transcript)
    found: list[Run] = []
    count: dict[int, int] = {}
    for row, moment in enumerate(shown):
        stage, connection = of[moment.step.number], moment.step.connection
        if found and (found[-1].stage, found[-1].connection) == (stage, connection):
            found[-1] = Run(stage, connection, found[-1].first, row, found[-1].number)
            continue
        if stage in NUMBERED:
            count[connection] = count.get(connection, 0) + 1
        found.append(Run(stage, connection, row, row, count.get(connection, 0) if stage in NUMBERED else 0))
    return tuple(found)


class Gutters:
    """How much room is left and right of the lifelines, and what stands there.

    area     between the gutters
    titles   the titles of stages stand in the left gutter
    """

    def __init__(self, transcript: Transcript, detail: Detail, text: HandshakeText, metrics: Metrics, width: float) -> None:
        self.text, self.metrics = text, metrics
        self.trips = round_trips(transcript)
        self.titles = False
        self.roomy = width >= ROOMY * metrics.height(Style.fact)
        left = MARGIN
        if detail is not Detail.stages:
            widest = max((metrics.width(text.stage(stage), Style.fact) for stage in set(stages(transcript))), default=0.0)
            in_gutter = WORDS + widest + 14.0
            self.titles = in_gutter <= TITLES_AT_MOST * width
            left = in_gutter if self.titles else WORDS + metrics.width("9", Style.compact) + 10.0
        right = MARGIN
        if self.trips:
            words = [words for trip in self.trips for words in self._said(trip)]
            right = TICK + 9.0 + max(metrics.width(part, Style.compact) for part in words) + 6.0
        self.area = Area(left, width - right)

    # -- stages ----------------------------------------------------------------------------------------------------

    def title_line(self, run: Run, lifelines: Sequence[Lifeline], y: float) -> tuple[Label, ...]:
        """The title of a stage above its first row, between two lifelines: where the gutter is too narrow for it. Right of the client, or
        where there is most room."""
        title, line = self.text.stage(run.stage), self.metrics.height(Style.fact)
        rooms = [(right.x - left.x, left) for left, right in zip(lifelines, lifelines[1:], strict=False)]
        if not rooms:
            return ()
        wanted = self.metrics.width(title, Style.fact) + 2.0
        widest = max(rooms, key=lambda room: room[0])
        fitting = [(room, line) for room, line in rooms if line.role is Role.client and room - 28.0 >= wanted]
        room, line_left = (fitting or [widest])[0]
        left = line_left.x
        shown = self.metrics.elided(title, Style.fact, room - 28.0)
        return (Label(shown, Style.fact, Box(left + 14.0, y, min(wanted, room - 28.0), line), "muted"),)

    def bracket(self, run: Run, top: float, bottom: float, title: Sequence[Label] = ()) -> Bracket:
        """The bracket of a stage from its upper to its lower edge. `title`: what stands elsewhere already."""
        line = self.metrics.height(Style.compact)
        labels = list(title)
        y = top
        if run.number:
            number = str(run.number)
            labels.append(Label(number, Style.compact, Box(WORDS, y, self.metrics.width(number, Style.compact) + 2.0, line)))
            y += line
        if self.titles:
            words = self.text.stage(run.stage)
            room = self.area.left - WORDS - 4.0
            labels.append(Label(words, Style.fact, Box(WORDS, y, room, self.metrics.height(Style.fact)), "muted"))
        return Bracket(run.first, run.last, Box(BAR, top, 3.0, bottom - top), tuple(labels))

    def bracket_height(self, run: Run) -> float:
        """How high a bracket must be for its words."""
        lines = (self.metrics.height(Style.compact) if run.number else 0.0) + (self.metrics.height(Style.fact) if self.titles else 0.0)
        return lines + 2.0

    # -- round trips -----------------------------------------------------------------------------------------------

    def _said(self, trip: RoundTrip) -> tuple[str, str]:
        if self.roomy:
            return self.text.say("diagram_round_trip", number=trip.number), self.text.say(f"diagram_waiting_{trip.kind}")
        return str(trip.number), self.text.say("diagram_round_trip_unit")

    def rulers(self, shown: Sequence[Moment], rows: Sequence[Row]) -> tuple[Ruler, ...]:
        """A ruler for every round trip, labelled where there is room."""
        found: list[Ruler] = []
        x, taken = self.area.right + TICK, 0.0
        line = self.metrics.height(Style.compact)
        for trip in self.trips:
            first, last = place_of(shown, trip.first), place_of(shown, trip.last)
            top, bottom = rows[first].height_of(trip.first), rows[last].height_of(trip.last)
            if top is None or bottom is None:
                continue
            if top == bottom:
                top, bottom = top - 6.0, bottom + 6.0
            words: Sequence[str] = self._said(trip)
            middle = (top + bottom) / 2
            if middle - line < taken:
                words = words[:1]
            y = middle - line * len(words) / 2
            labels = []
            if y >= taken:
                for said, style, colour in zip(words, (Style.compact, Style.fact), ("text", "muted"), strict=False):
                    room = self.metrics.width(said, style) + 2.0
                    labels.append(Label(said, style, Box(x + 8.0, y, room, line), colour))
                    y += line
                taken = y
            found.append(Ruler(first, last, x, top, bottom, tuple(labels)))
        return tuple(found)

    # -- what is carried over --------------------------------------------------------------------------------------

    def chip_words(self, carried: CarriedOver) -> str:
        """What a party has kept, and from which connection."""
        own = {TICKET_KEY: "diagram_ticket_key", "session_id": "diagram_session_id"}
        names = [self.text.say(own[name]) if name in own else self.text.names([name]) for name in carried.names]
        return self.text.say("diagram_carried", names=" + ".join(names), number=carried.from_connection)
