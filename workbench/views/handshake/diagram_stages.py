"""A whole stage as one block: number and title, what protects it, and one line for each message that crosses the wire in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workbench.core.handshake.transcript import Outcome, Role, Step, StepKind, Transcript
from workbench.core.tls.events import Level
from workbench.models.handshake_pace import beats
from workbench.models.handshake_steps import Moment, agreements, caught, tells
from workbench.models.handshake_text import HandshakeText
from workbench.views.handshake.diagram_lifelines import Area
from workbench.views.handshake.diagram_lines import Line, folded, in_runs, worth_saying
from workbench.views.handshake.diagram_rows import COMPACT, INSET, SIGN, done, ends, is_bad, pill_colour, row_colour, square
from workbench.views.handshake.diagram_values import Arrow, Block, Box, Label, Metrics, Mini, Row, Style

PADDING = 14.0
"""How far a block reaches beyond the lifelines, and what it leaves free around its words."""
TIP = 0.78
"""Of a line's height: what is between a lifeline and the words on an arrow. Its head needs that."""
BESIDE, REACH = 6.0, 0.2
"""Between an arrow and words that stand beside it; the part of an arrow's length by which words may reach beyond its tail."""


class BlockMaker:
    """Makes the rows of stages. `shown`: the moments, each a stage; `places`: x of every lifeline."""

    def __init__(
        self,
        transcript: Transcript,
        shown: Sequence[Moment],
        places: Mapping[Role, float],
        text: HandshakeText,
        metrics: Metrics,
        area: Area,
    ) -> None:
        self.transcript, self.shown, self.places = transcript, shown, places
        self.text, self.metrics, self.area = text, metrics, area
        self.agreed, self.caught = agreements(transcript.steps), caught(transcript.steps)
        self.tip = max(14.0, TIP * metrics.height(Style.fact))
        self.sides = self._all_sides(shown)

    def make(self, row: int, number: int, top: float, changed: bool) -> Row:
        """The block of a row whose upper edge is at a height. `number`: its place among the stages, 0 for none."""
        moment = self.shown[row]
        steps = self.transcript.steps[moment.first : moment.last + 1]
        lines = folded(self._lines(steps))
        left, right = self.sides[row]
        labels, y = self._head(moment, steps, number, left + PADDING, right - PADDING, top + 8.0, changed)
        minis = []
        inner_top = y + 3.0
        y = inner_top
        for line in lines:
            mini = self._mini(line, y, left + INSET, right - INSET)
            minis.append(mini)
            y = mini.box.bottom
        bad = any(step.outcome is Outcome.failed for step in steps)
        box = Box(left, top, right - left, y + (8.0 if lines else 5.0) - top)
        inner = Box(left, inner_top, right - left, y - inner_top)
        through = tuple(sorted(x for x in self.places.values() if left < x < right))
        block = Block(box, "bad" if bad else "line", inner, labels, tuple(minis), through, self._beats(moment, minis))
        frame = Box(box.x - 3.0, box.y - 3.0, box.width + 6.0, box.height + 6.0)
        colours = [row_colour(step) for step in steps if step.receiver is not None]
        mark = Box(box.x, box.y + 2.0, 3.0, box.height - 4.0) if changed else None
        outcome = Outcome.failed if bad else Outcome.none
        colour = colours[-1] if colours else "unprotected"
        return Row(moment, frame, colour, outcome=outcome, block=block, changed=changed, mark=mark)

    def _beats(self, moment: Moment, minis: Sequence[Mini]) -> tuple[int, ...]:
        """Which line every step belongs to that is played one after the other; -1 for none."""
        return tuple(
            next((place for place, mini in enumerate(minis) if mini.first <= number <= mini.last), -1)
            for number in beats(self.transcript, moment)
        )

    def _all_sides(self, shown: Sequence[Moment]) -> tuple[tuple[float, float], ...]:
        """The left and right edge of every block: those between the same lifelines have the same ones."""
        found: dict[tuple[float, float], tuple[float, float]] = {}
        places = []
        for moment in shown:
            steps = self.transcript.steps[moment.first : moment.last + 1]
            between = self._between(steps)
            left, right = self._sides(moment, steps, between)
            before = found.get(between, (left, right))
            found[between] = min(left, before[0]), max(right, before[1])
            places.append(between)
        return tuple(found[between] for between in places)

    def _between(self, steps: Sequence[Step]) -> tuple[float, float]:
        """The outermost lifelines that take part."""
        who = {step.sender for step in steps} | {step.receiver for step in steps if step.receiver is not None}
        places = [self.places[role] for role in who if role in self.places] or [self.area.left + self.area.width / 2]
        return min(places), max(places)

    def _sides(self, moment: Moment, steps: Sequence[Step], between: tuple[float, float]) -> tuple[float, float]:
        """From beyond one lifeline to beyond another one; wide enough for the words."""
        left, right = between[0] - PADDING, between[1] + PADDING
        needed = [self.metrics.width(self._title(moment, 9), Style.title) + 12.0]
        needed.append(self.metrics.width(self._protections(steps), Style.fact) + 4.0)
        for line in self._lines(steps):
            step = line.steps[0]
            start, end = ends(self.places, self._moment(step), self.area)
            wanted = self.metrics.width(done(self.text, step), Style.compact) + 44.0
            if end is None and step.connection == 0:
                left, right = min(left, start - wanted / 2), max(right, start + wanted / 2)
            elif end is None:
                needed.append(wanted if line.met is None else 0.0)
            else:
                over, aside = self._overhang(step, self._said(line), start, end)
                low, high = min(start, end) - PADDING, max(start, end) + PADDING
                left = min(left, low - over if aside or end > start else low)
                right = max(right, high + over if end < start and not aside else high)
        missing = max(0.0, max(needed) + 2 * PADDING - (right - left))
        left, right = left - missing / 2, right + missing / 2
        shift = max(0.0, self.area.left - left) - max(0.0, right - self.area.right)
        return max(self.area.left, left + shift), min(self.area.right, right + shift)

    def _moment(self, step: Step) -> Moment:
        return Moment(step, step.number, step.number, caught=step.number in self.caught)

    # -- the head --------------------------------------------------------------------------------------------------

    def _title(self, moment: Moment, number: int) -> str:
        title = self.text.stage(moment.stage) if moment.stage is not None else self.text.title(moment.step)
        return f"{number}  {title}" if number else title

    def _levels(self, steps: Sequence[Step]) -> list[Level]:
        """What protects the messages, in their order; of what only carries them where there are none."""
        sent = [step for step in steps if step.receiver is not None and step.kind not in (StepKind.handover, StepKind.attack)]
        telling = [step for step in sent if step.kind not in COMPACT]
        return list(dict.fromkeys(step.protection for step in telling or sent))

    def _protections(self, steps: Sequence[Step]) -> str:
        """What protects the messages of a stage, in words: colour never stands alone."""
        return self.text.names(self.text.level(level) for level in self._levels(steps))

    def _head(
        self, moment: Moment, steps: Sequence[Step], number: int, x: float, stop: float, y: float, changed: bool
    ) -> tuple[tuple[Label, ...], float]:
        metrics, edge = self.metrics, stop
        high = metrics.height(Style.title)
        title = self._title(moment, number)
        room = min(metrics.width(title, Style.title) + 2.0, stop - x)
        labels = [Label(metrics.elided(title, Style.title, stop - x), Style.title, Box(x, y, room, high))]
        size = sum(step.size for step in steps)
        said = f"{size:,} B" if size else ""
        wide = metrics.width(said, Style.number) + 2.0 if said else 0.0
        if said and x + room + 10.0 + wide <= stop:
            labels.append(Label(said, Style.number, Box(stop - wide, y, wide, high), "muted", "right"))
            stop -= wide + 10.0
        if changed:
            sign = self.text.say("diagram_changed")
            wide = metrics.width(sign, Style.compact) + 2.0
            if x + room + 10.0 + wide <= stop:
                labels.append(Label(sign, Style.compact, Box(x + room + 10.0, y, wide, high), "accent"))
        y += high + 1.0
        if levels := self._protections(steps):
            line = metrics.height(Style.fact)
            wide = min(metrics.width(levels, Style.fact) + 2.0, edge - x)
            labels.append(Label(metrics.elided(levels, Style.fact, edge - x), Style.fact, Box(x, y, wide, line), "muted"))
            y += line + 1.0
        return tuple(labels), y

    # -- the lines -------------------------------------------------------------------------------------------------

    def _is_shown(self, step: Step) -> bool:
        if step.receiver is not None or step.kind is StepKind.attack or step.connection == 0:
            return True
        return step.outcome in (Outcome.failed, Outcome.warning) or bool(step.destroyed and step.kind is StepKind.close)

    def _lines(self, steps: Sequence[Step]) -> list[Line]:
        """What is worth a line; in a stage in which nothing crosses the wire what is done."""
        quiet = not any(step.receiver is not None for step in steps)
        met = worth_saying(self.agreed, steps)
        found: list[Line] = []
        for step in steps:
            if step.number in met:
                found.append(Line((step,), met[step.number]))
            elif self._is_shown(step) or (quiet and tells(step)):
                found.append(Line((step,)))
        return in_runs(found)

    def _mini(self, line: Line, y: float, left: float, right: float) -> Mini:
        step = line.steps[0]
        high = self.metrics.height(Style.fact) + 3.0
        box = Box(left, y, right - left, high)
        if line.met is not None:
            words, who = self.text.agreed(line.met)
            return self._centred(line, box, [(words, Style.compact, "good"), (who, Style.fact, "muted")], self._middle())
        if line.folded:
            words = self.text.say("diagram_more", count=len(line.steps))
            return self._centred(line, box, [(words, Style.fact, "muted")], self._middle())
        start, end = ends(self.places, self._moment(step), self.area)
        if end is None:
            colour = {"line": "text"}.get(pill_colour(step), pill_colour(step))
            return self._centred(line, box, [(done(self.text, step), Style.fact, colour)], start, step.outcome)
        return self._sent(line, box, start, end)

    def _icon(self) -> float:
        """The size of a sign in a line."""
        return max(14.0, SIGN * self.metrics.height(Style.fact))

    def _middle(self) -> float:
        """The middle of client and server, where what both have is said."""
        places = [self.places[role] for role in (Role.client, Role.server) if role in self.places]
        return sum(places) / len(places) if places else self.area.left + self.area.width / 2

    def _centred(self, line: Line, box: Box, said: Sequence[tuple[str, Style, str]], x: float, outcome: Outcome = Outcome.none) -> Mini:
        """Words around a place, within the block; the first ones alone where not all fit."""
        metrics = self.metrics
        icon = self._icon()
        signed = icon + 4.0 if outcome is not Outcome.none else 0.0
        said = [part for part in said if part[0]]
        rooms = [metrics.width(words, style) + 2.0 for words, style, _ in said]
        while len(said) > 1 and sum(rooms) + 8.0 * (len(said) - 1) > box.width:
            said, rooms = said[:-1], rooms[:-1]
        whole = min(sum(rooms) + 8.0 * (len(rooms) - 1) + signed, box.width)
        at = min(max(x - whole / 2, box.x), box.right - whole)
        sign = square(at, box.y, box.height, icon) if signed else None
        at += signed
        labels = []
        for (words, style, colour), room in zip(said, rooms, strict=True):
            room = min(room, box.right - at)
            labels.append(Label(metrics.elided(words, style, room), style, Box(at, box.y, room, box.height), colour))
            at += room + 8.0
        first, last = line.steps[0].number, line.steps[-1].number
        return Mini(first, last, "line", box, sign=sign, outcome=outcome, labels=tuple(labels))

    def _said(self, line: Line) -> str:
        """What stands on the arrow of a line."""
        title = self.text.title(line.steps[0])
        return f"{len(line.steps)} × {title}" if len(line.steps) > 1 else title

    def _wide(self, step: Step, title: str) -> float:
        """How wide a message's signs and name are."""
        icon = self._icon()
        judged = is_bad(step) or step.outcome in (Outcome.failed, Outcome.warning)
        signs = (icon + 2.0 if step.protection is not Level.none else 0.0) + (icon + (5.0 if is_bad(step) else 4.0) if judged else 0.0)
        return signs + self.metrics.width(title, Style.compact) + 2.0

    def _overhang(self, step: Step, title: str, start: float, end: float) -> tuple[float, bool]:
        """By how much a message's name is too long for its arrow, and whether it stands aside, to the left of the arrow, for that. Else it
        reaches over the arrow's tail; never over its head."""
        wide, length = self._wide(step, title), abs(end - start) - 6.0
        over = max(0.0, wide + 2 * self.tip - length)
        aside = end < start and over > REACH * length
        return (wide + BESIDE if aside else over), aside

    def _sent(self, line: Line, box: Box, start: float, end: float) -> Mini:
        step, metrics = line.steps[0], self.metrics
        both = len({of.sender for of in line.steps}) > 1
        alert, protected = is_bad(step), step.protection is not Level.none
        left, right = min(start, end) + 3.0, max(start, end) - 3.0
        title = self._said(line)
        over, aside = self._overhang(step, title, start, end)
        x, stop = left + self.tip, right - self.tip
        band = Box(left, box.y + 1.0, right - left, box.height - 2.0) if protected else None
        if aside:
            x, stop = max(left - BESIDE - self._wide(step, title), box.x), left - BESIDE
            band = replace(band, x=x - BESIDE, width=right - x + BESIDE) if band is not None else None
        elif end > start:
            before = min(over, max(0.0, x - box.x - 4.0))
            x -= before
            band = replace(band, x=band.x - before, width=band.width + before) if band is not None else None
        else:
            after = min(over, max(0.0, box.right - stop - 4.0))
            stop += after
            band = replace(band, width=band.width + after) if band is not None else None
        lock = octagon = sign = None
        icon = self._icon()
        if protected:
            lock = square(x, box.y, box.height, icon - 2.0)
            x += icon + 2.0
        if alert:
            octagon = square(x, box.y, box.height, icon + 1.0)
            x += icon + 5.0
        elif step.outcome in (Outcome.failed, Outcome.warning):
            sign = square(x, box.y, box.height, icon)
            x += icon + 4.0
        room = metrics.width(title, Style.compact) + 2.0
        labels = [Label(
            metrics.elided(title, Style.compact, stop - x), Style.compact, Box(x, box.y, min(room, stop - x), box.height),
            "bad" if alert else "text",
        )]  # fmt: skip
        x += room
        size = sum(of.size for of in line.steps)
        said = f"{size:,} B" if size else ""
        wide = metrics.width(said, Style.number) + 2.0
        if said and x + 30.0 + wide <= stop:
            labels.append(Label(said, Style.number, Box(stop - wide, box.y, wide, box.height), "muted", "right"))
        way = 3.0 if end > start else -3.0
        arrow = Arrow(start + way, end - way, box.middle, alert, step.kind is StepKind.handover, both)
        first, last = line.steps[0].number, line.steps[-1].number
        return Mini(first, last, row_colour(step), box, arrow, band, lock, octagon, sign, step.outcome, tuple(labels))
