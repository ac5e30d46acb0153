"""The rows of two diagrams side by side: which moment of one belongs to which of the other, and how the two differ. No Qt here."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from workbench.core.handshake.compare import Aspect, Comparison, Difference, common_subsequence
from workbench.core.handshake.transcript import Step
from workbench.models.handshake_compare_text import both_sides, remark
from workbench.models.handshake_steps import Detail, Moment, moments, steps_of
from workbench.models.handshake_text import HandshakeText


class Sign(StrEnum):
    """How the two sides of a row differ, in the order of weight: the first that fits."""

    same = "same"
    size = "size"
    differs = "differs"
    protection = "protection"
    outcome = "outcome"
    left_only = "left_only"
    right_only = "right_only"


_SIGNS: tuple[tuple[frozenset[Aspect], Sign], ...] = (
    (frozenset({Aspect.outcome, Aspect.reason}), Sign.outcome),
    (frozenset({Aspect.protection}), Sign.protection),
    (frozenset({Aspect.facts, Aspect.values, Aspect.parties}), Sign.differs),
    (frozenset({Aspect.size}), Sign.size),
)


@dataclass(frozen=True)
class Row:
    """Two moments at the same height; the number of each among those of its own diagram, None for a gap.

    left_steps, right_steps   what of each transcript belongs to it; a step may be there though the diagram shows none
    differences               of the two steps; of stages none: they are told from their steps
    """

    left: int | None
    right: int | None
    left_steps: tuple[Step, ...]
    right_steps: tuple[Step, ...]
    sign: Sign
    differences: tuple[Difference, ...] = ()
    stage: bool = False


@dataclass(frozen=True)
class Rows:
    """All rows of a comparison at a level of detail, and the moments of either side."""

    rows: tuple[Row, ...]
    left: tuple[Moment, ...]
    right: tuple[Moment, ...]
    marked: ClassVar = frozenset(Sign) - {Sign.same, Sign.size}
    """Signs of rows that one wants to go to: a size alone is different nearly everywhere."""

    def at(self, t: float, right: bool) -> float:
        """Where one side's own clock stands when `t` rows have passed."""
        places = [place for place, row in enumerate(self.rows) if (row.right if right else row.left) is not None]
        done = bisect_left(places, int(t))
        under_way = done < len(places) and places[done] == int(t)
        return done + (t - int(t) if under_way else 0.0)

    def place_of(self, number: int, right: bool = False) -> int:
        """The row that a step of one side belongs to; the nearest before it where it has none, 0 where there is nothing."""
        found = 0
        for place, row in enumerate(self.rows):
            moment = row.right if right else row.left
            if moment is None:
                continue
            found = place
            if number <= (self.right if right else self.left)[moment].last:
                break
        return found

    def next_difference(self, place: int, by: int) -> int | None:
        """The next row (`by` 1) or the one before (-1) in which the two differ in more than a size."""
        found = range(place + 1, len(self.rows)) if by > 0 else range(min(place, len(self.rows)) - 1, -1, -1)
        return next((number for number in found if self.rows[number].sign in self.marked), None)


def rows_of(comparison: Comparison, detail: Detail) -> Rows:
    """Every moment of both sides in one row, those of each side in their own order."""
    left, right = moments(comparison.left, detail), moments(comparison.right, detail)
    rows = _of_stages(comparison, left, right) if detail is Detail.stages else _of_steps(comparison, left, right)
    return Rows(tuple(rows), left, right)


def _of_steps(comparison: Comparison, left: Sequence[Moment], right: Sequence[Moment]) -> list[Row]:
    places = [{moment.step.number: place for place, moment in enumerate(found)} for found in (left, right)]
    rows = []
    for pair in comparison.pairs:
        a = places[0].get(pair.left.number) if pair.left is not None else None
        b = places[1].get(pair.right.number) if pair.right is not None else None
        if a is None and b is None:
            continue
        steps = tuple(() if step is None else (step,) for step in (pair.left, pair.right))
        rows.append(Row(a, b, steps[0], steps[1], _sign(steps[0], steps[1], pair.differences), pair.differences))
    return rows


def _sign(left: tuple[Step, ...], right: tuple[Step, ...], differences: Sequence[Difference]) -> Sign:
    if not left or not right:
        return Sign.left_only if left else Sign.right_only
    aspects = {difference.aspect for difference in differences}
    return next((sign for which, sign in _SIGNS if aspects & which), Sign.same)


def _of_stages(comparison: Comparison, left: Sequence[Moment], right: Sequence[Moment]) -> list[Row]:
    keys = [[(moment.step.connection, moment.stage) for moment in found] for found in (left, right)]
    rows = []
    i = j = 0

    def row(a: int | None, b: int | None) -> Row:
        of_left = steps_of(comparison.left, left[a]) if a is not None else ()
        of_right = steps_of(comparison.right, right[b]) if b is not None else ()
        if a is None or b is None:
            sign = Sign.left_only if b is None else Sign.right_only
        else:
            same = [(step.kind, step.name, step.protection) for step in of_left] == [
                (step.kind, step.name, step.protection) for step in of_right
            ]
            ends = [[(step.outcome, step.reason) for step in steps if step.reason is not None] for steps in (of_left, of_right)]
            sizes = [[step.size for step in steps] for steps in (of_left, of_right)]
            alike = Sign.same if sizes[0] == sizes[1] else Sign.size
            sign = Sign.outcome if ends[0] != ends[1] else alike if same else Sign.differs
        return Row(a, b, of_left, of_right, sign, stage=True)

    for to_i, to_j in [*common_subsequence(*keys), (len(left), len(right))]:
        rows += [row(a, None) for a in range(i, to_i)]
        rows += [row(None, b) for b in range(j, to_j)]
        if to_i < len(left) and to_j < len(right):
            rows.append(row(to_i, to_j))
        i, j = to_i + 1, to_j + 1
    return rows


# --- in words ---------------------------------------------------------------------------------------------------------------------------


def title_of(row: Row, rows: Rows, text: HandshakeText) -> str:
    """What the row shows: a stage, or a step and who sends it to whom."""
    place, found = (row.left, rows.left) if row.left is not None else (row.right, rows.right)
    moment = found[place] if place is not None else None
    if moment is not None and moment.stage is not None:
        return text.stage(moment.stage)
    return title_and_way((row.left_steps or row.right_steps)[0], text)


def title_and_way(step: Step, text: HandshakeText) -> str:
    """What a step is called, and who sends it to whom or does it."""
    title, way = text.title(step), text.way(step)
    return f"{title}（{way}）" if text.language == "ja" else f"{title} ({way})"


def lines_of(row: Row, text: HandshakeText) -> list[tuple[str, str, str]]:
    """(in what they differ, left, right), one for each difference; of a row that only one side has, what is to be said of it."""
    if row.stage:
        return _lines_of_stage(row, text)
    if not row.left_steps or not row.right_steps:
        step = (row.left_steps or row.right_steps)[0]
        told = [(text.say("compare_aspect_size"), text.size(step)), (text.say("compare_aspect_about"), remark(text, step))]
        told.insert(1, (text.say("compare_aspect_protection"), text.level(step.protection) if step.receiver is not None else ""))
        return [(name, value, "") if row.left_steps else (name, "", value) for name, value in told if value]
    return [(text.say(f"compare_aspect_{found.aspect}"), *both_sides(text, found)) for found in row.differences]


def _lines_of_stage(row: Row, text: HandshakeText) -> list[tuple[str, str, str]]:
    def told(steps: tuple[Step, ...]) -> tuple[str, ...]:
        sent = [step for step in steps if step.receiver is not None]
        size = sum(step.size for step in sent)
        alone = sum(step.receiver is None for step in steps)
        why = next((text.message(step.reason) for step in steps if step.reason is not None), "")
        names = text.names(dict.fromkeys(text.title(step) for step in sent))
        return (names, f"{size:,} B" if size else "", f"{alone:,}" if alone else "", why)

    names = ("messages", "size", "computations", "reason")
    both = zip(names, told(row.left_steps), told(row.right_steps), strict=True)
    return [(text.say(f"compare_aspect_{name}"), a, b) for name, a, b in both if a != b]


def sentence_of(sign: Sign, text: HandshakeText) -> str:
    """What a sign between the diagrams says."""
    return text.say(f"compare_sign_{sign}")
