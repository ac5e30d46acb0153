"""The geometry of the sequence diagram: what stands where, made from a transcript once for each width, language and level of detail.

Pure values: no widget, no painter, no time. Lengths are pixels at 96 dpi; text is measured by whoever asks for the layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from workbench.core.handshake.carried_over import CarriedOver, carried_over
from workbench.core.handshake.counts import TLS
from workbench.core.handshake.transcript import Role, Step, Transcript
from workbench.core.tls.events import Level
from workbench.models.handshake_steps import Detail, Moment, moments, place_of
from workbench.models.handshake_text import HandshakeText
from workbench.views.handshake.diagram_gutters import Gutters, Run, runs
from workbench.views.handshake.diagram_lifelines import MARGIN, place_lifelines
from workbench.views.handshake.diagram_rows import RowMaker, row_colour
from workbench.views.handshake.diagram_stages import BlockMaker
from workbench.views.handshake.diagram_values import (
    Box,
    Bracket,
    Diagram,
    Heading,
    Label,
    Link,
    Metrics,
    Pill,
    Row,
    Style,
    with_tops,
)

__all__ = ["NARROWEST", "Box", "Diagram", "Label", "Metrics", "Row", "Style", "lay_out", "row_colour", "stops", "with_tops"]

NARROWEST, WIDER = 420.0, 1.5
BETWEEN_ROWS, BETWEEN_FLIGHTS, BETWEEN_STAGES, BETWEEN_BLOCKS = 2.0, 9.0, 7.0, 14.0


def lay_out(
    transcript: Transcript, text: HandshakeText, detail: Detail, metrics: Metrics, width: float, changed: frozenset[int] = frozenset()
) -> Diagram:
    """The diagram of a transcript at this level of detail, `width` pixels wide (never less than `NARROWEST`); up to `WIDER` times as
    wide where a name would be cut so short that it may be another: `Certificate…`. `changed`: numbers of steps to be marked."""
    least = max(width, NARROWEST)
    steps = [least * (1.0 + (WIDER - 1.0) * part / 6) for part in range(7)]
    made = _Layout(transcript, text, detail, metrics, steps[0], changed).make()
    for wider in steps[1:]:
        if not _cuts_a_name(made, text):
            break
        made = _Layout(transcript, text, detail, metrics, wider, changed).make()
    return made


def _cuts_a_name(made: Diagram, text: HandshakeText) -> bool:
    """Whether a name is cut so short that it may be another message, or that next to nothing is left of a party."""
    if any(label.text.endswith("…") and len(label.text) < 4 for label in (line.labels[0] for line in made.lifelines)):
        return True
    shown = {(row.labels[0].text, text.title(row.moment.step)) for row in made.rows if row.arrow is not None and row.labels}
    titles = {title for _, title in shown}
    return any(
        name != title and any(other != title and other.startswith(name.rstrip("…").rstrip()) for other in titles) for name, title in shown
    )


def first_uses(steps: Sequence[Step]) -> dict[int, str]:
    """Step number -> the name of the key that protects it, where it is the first one under that key in its direction."""
    last: dict[tuple[int, Role], str] = {}
    found: dict[int, str] = {}
    for step in steps:
        key = next((record.key for record in step.records if record.level is not Level.none and record.key), "")
        if key and last.get((step.connection, step.sender)) != key:
            last[step.connection, step.sender] = key
            found[step.number] = key
    return found


class _Layout:
    """Puts one row under the other; `y` is where the next one begins."""

    def __init__(
        self, transcript: Transcript, text: HandshakeText, detail: Detail, metrics: Metrics, width: float, changed: frozenset[int]
    ) -> None:
        self.transcript, self.text, self.metrics, self.width, self.changed = transcript, text, metrics, width, changed
        self.stages = detail is Detail.stages
        self.shown = moments(transcript, detail)
        self.gutters = Gutters(transcript, detail, text, metrics, width)
        self.area = self.gutters.area
        self.lifelines, self.head = place_lifelines(transcript, text, metrics, self.area)
        self.places = {line.role: line.x for line in self.lifelines}
        self.rows: list[Row] = []
        self.headings: list[Heading] = []
        self.brackets: list[Bracket] = []
        self.chips: list[tuple[CarriedOver, int, Pill]] = []
        self.y = self.head + 12.0
        self.flight: tuple[int, Role] | None = None
        self.maker = RowMaker(self.places, text, metrics, self.area, first_uses(transcript.steps))

    def make(self) -> Diagram:
        several = len({moment.step.connection for moment in self.shown}) > 1
        carried = carried_over(self.transcript) if several else ()
        connection: int | None = None
        for run in runs(self.transcript, self.shown):
            if several and run.connection != connection:
                self._begin_connection(run.connection, [part for part in carried if part.connection == run.connection])
            elif self.rows:
                self.y += BETWEEN_BLOCKS - BETWEEN_ROWS if self.stages else BETWEEN_STAGES
            connection = run.connection
            if self.stages:
                self._add_block(run)
            else:
                self._add_stage(run)
        rows = tuple(self.rows)
        return Diagram(
            self.width, self.y + 24.0, self.head, self.lifelines, rows, tuple(self.headings), tuple(row.frame.y for row in rows),
            tuple(self.brackets), self.gutters.rulers(self.shown, rows), tuple(self._link(*chip) for chip in self.chips),
        )  # fmt: skip

    @cached_property
    def _blocks(self) -> BlockMaker:
        return BlockMaker(self.transcript, self.shown, self.places, self.text, self.metrics, self.area)

    def _is_changed(self, moment: Moment) -> bool:
        return bool(self.changed) and any(number in self.changed for number in range(moment.first, moment.last + 1))

    def _begin_connection(self, number: int, carried: Sequence[CarriedOver]) -> None:
        """A heading, and below it what the parties have kept from an earlier connection."""
        height = self.metrics.height(Style.fact)
        words = self.text.connection(number, bool(self.rows))
        room = min(self.metrics.width(words, Style.fact) + 2, self.width - 2 * MARGIN)
        box = Box(MARGIN, self.y + 8.0, room, height)
        shown = self.metrics.elided(words, Style.fact, room)
        line = Box(box.right + 10.0, box.middle, max(0.0, self.width - MARGIN - box.right - 10.0), 1.0)
        self.headings.append(Heading(Label(shown, Style.fact, box, "muted"), line, len(self.rows)))
        self.y = box.bottom + 8.0
        self.flight = None
        for part in carried:
            if part.role in self.places:
                self._add_chip(part)
        self.y += 4.0 if carried else 0.0

    def _add_chip(self, part: CarriedOver) -> None:
        words = self.gutters.chip_words(part)
        wide = min(self.metrics.width(words, Style.fact) + 26.0, self.area.width)
        x = self.places[part.role] - wide / 2
        x = min(max(x, self.area.left), self.area.right - wide)
        before = self.chips[-1][2].box if self.chips and self.chips[-1][1] == len(self.rows) else None
        high = self.metrics.height(Style.fact) + 6.0
        beside = before is not None and (x > before.right + 8.0 or x + wide < before.x - 8.0)
        y = before.y if before is not None and beside else self.y + 2.0
        box = Box(x, y, wide, high)
        shown = self.metrics.elided(words, Style.fact, wide - 24.0)
        label = Label(shown, Style.fact, Box(x + 12.0, y, wide - 24.0, high), "text", "centre")
        colour = next(line.colour for line in self.lifelines if line.role is part.role)
        self.chips.append((part, len(self.rows), Pill(box, label, colour, True)))
        self.y = max(self.y, box.bottom + 4.0)

    def _link(self, part: CarriedOver, row: int, chip: Pill) -> Link:
        first, last = place_of(self.shown, part.first), place_of(self.shown, part.last)
        top = self.rows[first].frame.bottom - 4.0 if self.stages else self.rows[first].height_of(part.first)
        bottom = self.rows[last].frame.y + 3.0 if self.stages else self.rows[last].height_of(part.last)
        assert top is not None and bottom is not None
        return Link(first, last, row, self.places[part.role], top, bottom, chip.colour, chip)

    def _add_block(self, run: Run) -> None:
        row = self._blocks.make(run.first, run.number, self.y, self._is_changed(self.shown[run.first]))
        self.rows.append(row)
        self.y = row.frame.bottom + BETWEEN_ROWS

    def _add_stage(self, run: Run) -> None:
        """The rows of a stage, with its title above them where there is no room beside them."""
        top = self.y
        title: Sequence[Label] = ()
        if not self.gutters.titles:
            title = self.gutters.title_line(run, self.lifelines, self.y + 2.0)
            self.y += self.metrics.height(Style.fact) + 3.0 if title else 0.0
        for moment in self.shown[run.first : run.last + 1]:
            self._begin_flight(moment.step)
            row = self.maker.make(moment, self.y, self._is_changed(moment))
            self.rows.append(row)
            self.y = row.frame.bottom + BETWEEN_ROWS
        self.y = max(self.y, top + self.gutters.bracket_height(run) + BETWEEN_ROWS)
        self.brackets.append(self.gutters.bracket(run, top, self.y - BETWEEN_ROWS, title))

    def _begin_flight(self, step: Step) -> None:
        """A flight, what one side sends before the other does, stands apart from the one before it."""
        if step.kind not in TLS:
            return
        flight = (step.connection, step.sender)
        if self.flight is not None and self.flight != flight and self.rows:
            self.y += BETWEEN_FLIGHTS
        self.flight = flight


def stops(shown: Sequence[Moment]) -> Sequence[str]:
    """The colour token of every moment, for the scrub bar: what is done alone has that of the message before it, a stage that of the
    message that says most about it."""
    found: list[str] = []
    for moment in shown:
        step = moment.sent or moment.step
        found.append(found[-1] if step.receiver is None and found else row_colour(step))
    return found
