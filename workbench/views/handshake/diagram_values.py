"""What a diagram is made of: boxes, labels, arrows, rows, and what stands beside them.

Pure values: no widget, no painter, no time. Lengths are pixels at 96 dpi. Whatever has a place can be `moved` down (or up) as a whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Protocol, TypeVar

from workbench.core.handshake.transcript import Outcome, Role
from workbench.models.handshake_steps import Moment

_Placed = TypeVar("_Placed", "Box", "Arrow")


class Style(Enum):
    """How a text is set."""

    party = "party"
    title = "title"
    compact = "compact"
    fact = "fact"
    number = "number"


class Metrics(Protocol):
    """Measures text."""

    def width(self, text: str, style: Style) -> float: ...

    def height(self, style: Style) -> float: ...

    def elided(self, text: str, style: Style, room: float) -> str: ...


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom

    def moved(self, by: float) -> Box:
        return Box(self.x, self.y + by, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text in a box, in the middle of its height; `align` is "left", "centre" or "right"."""

    text: str
    style: Style
    box: Box
    colour: str = "text"
    align: str = "left"

    def moved(self, by: float) -> Label:
        return replace(self, box=self.box.moved(by))


@dataclass(frozen=True, slots=True)
class Arrow:
    """From x to x at a height. `thick` for alerts, `dashed` for what goes outside of the network, `both` has a head at either end."""

    start: float
    end: float
    y: float
    thick: bool = False
    dashed: bool = False
    both: bool = False

    def moved(self, by: float) -> Arrow:
        return replace(self, y=self.y + by)


@dataclass(frozen=True, slots=True)
class Pill:
    """A local computation on its party's lifeline. `dashed`: something is gone afterwards."""

    box: Box
    label: Label
    colour: str
    dashed: bool = False

    def moved(self, by: float) -> Pill:
        return replace(self, box=self.box.moved(by), label=self.label.moved(by))


@dataclass(frozen=True, slots=True)
class Mini:
    """One line of a block: a message (or a run of them) that crosses the wire, or something that was done and must be seen.

    first, last   numbers of the transcript's steps that it stands for
    """

    first: int
    last: int
    colour: str
    box: Box
    arrow: Arrow | None = None
    band: Box | None = None
    lock: Box | None = None
    octagon: Box | None = None
    sign: Box | None = None
    outcome: Outcome = Outcome.none
    labels: tuple[Label, ...] = ()

    def moved(self, by: float) -> Mini:
        return replace(
            self, box=self.box.moved(by), arrow=_moved(self.arrow, by), band=_moved(self.band, by), lock=_moved(self.lock, by),
            octagon=_moved(self.octagon, by), sign=_moved(self.sign, by), labels=_all_moved(self.labels, by),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A whole stage: number and title, a line about it, and what crosses the wire in it, in order.

    colour   token of its outline
    minis    its lines; a failure among them is drawn as one
    places   x of the lifelines that pass through it
    inner    where the lines stand
    beats    the lines as they are played one after the other, -1 for something that has none
    """

    box: Box
    colour: str
    inner: Box
    labels: tuple[Label, ...] = ()
    minis: tuple[Mini, ...] = ()
    places: tuple[float, ...] = ()
    beats: tuple[int, ...] = ()

    def moved(self, by: float) -> Block:
        return replace(
            self, box=self.box.moved(by), inner=self.inner.moved(by),
            labels=_all_moved(self.labels, by), minis=tuple(mini.moved(by) for mini in self.minis),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What one moment looks like.

    frame     its whole place: what is outlined when it is selected, and answers to a click
    colour    token of what protects it
    band      the tinted ground of a protected message, None for none
    lock      a small lock stands here
    octagon   an alert's sign stands here
    sign      the outcome of a check stands here
    block     the whole of it where stages are shown
    changed   a change of a parameter made it otherwise than it was: a bar stands at `mark`, with a sign on its upper end
    """

    moment: Moment
    frame: Box
    colour: str
    arrow: Arrow | None = None
    band: Box | None = None
    lock: Box | None = None
    octagon: Box | None = None
    sign: Box | None = None
    outcome: Outcome = Outcome.none
    pill: Pill | None = None
    labels: tuple[Label, ...] = ()
    agreed: tuple[Label, ...] = ()
    block: Block | None = None
    changed: bool = False
    mark: Box | None = None

    def moved(self, by: float) -> Row:
        if not by:
            return self
        return replace(
            self, frame=self.frame.moved(by), arrow=_moved(self.arrow, by), band=_moved(self.band, by), lock=_moved(self.lock, by),
            octagon=_moved(self.octagon, by), sign=_moved(self.sign, by), pill=None if self.pill is None else self.pill.moved(by),
            labels=_all_moved(self.labels, by), agreed=_all_moved(self.agreed, by),
            block=None if self.block is None else self.block.moved(by), mark=_moved(self.mark, by),
        )  # fmt: skip

    def height_of(self, number: int) -> float | None:
        """Where the step of this number is drawn, None when it is not in this row."""
        if not self.moment.first <= number <= self.moment.last:
            return None
        if self.block is not None:
            return next((mini.box.middle for mini in self.block.minis if mini.first <= number <= mini.last), self.frame.middle)
        return self.arrow.y if self.arrow is not None else self.frame.middle


@dataclass(frozen=True, slots=True)
class Heading:
    """Stands above the rows of one connection, the first of which is `row`."""

    label: Label
    line: Box
    row: int = 0

    def moved(self, by: float) -> Heading:
        return replace(self, label=self.label.moved(by), line=self.line.moved(by))


@dataclass(frozen=True, slots=True)
class Bracket:
    """A stage beside its rows, from `first` to `last`. `labels`: its number and its title, as far as there is room."""

    first: int
    last: int
    bar: Box
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruler:
    """A round trip beside the rows: from where somebody begins to wait (a row, a height) to the answer."""

    first: int
    last: int
    x: float
    top: float
    bottom: float
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Something carried over: from the row in which somebody got it along the lifeline to the row in which it is used.

    chip   its name, above the rows of the later connection, the first of which is `row`
    """

    first: int
    last: int
    row: int
    x: float
    top: float
    bottom: float
    colour: str
    chip: Pill


@dataclass(frozen=True, slots=True)
class Lifeline:
    role: Role
    colour: str
    x: float
    card: Box
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Diagram:
    """All of it. `tops` are the upper edges of the rows, for finding one by its height."""

    width: float
    height: float
    head: float
    lifelines: tuple[Lifeline, ...]
    rows: tuple[Row, ...]
    headings: tuple[Heading, ...]
    tops: tuple[float, ...]
    brackets: tuple[Bracket, ...] = ()
    rulers: tuple[Ruler, ...] = ()
    links: tuple[Link, ...] = ()

    def row_at(self, x: float, y: float) -> int | None:
        """The number of the row at a point."""
        number = bisect_right(self.tops, y) - 1
        return number if number >= 0 and self.rows[number].frame.holds(x, y) else None

    def between(self, top: float, bottom: float) -> range:
        """The numbers of the rows that may show between two heights."""
        return range(max(0, bisect_right(self.tops, top) - 1), bisect_right(self.tops, bottom))


def with_tops(diagram: Diagram, tops: Sequence[float]) -> Diagram:
    """The diagram with row i beginning at `tops[i]`, and everything that belongs to the row with it: headings and titles above it,
    brackets, rulers and links beside it. The gaps between rows may grow, never shrink: something may stand in them."""
    by = [new - old for new, old in zip(tops, diagram.tops, strict=True)]
    if not any(by):
        return diagram
    return replace(
        diagram,
        height=diagram.height + by[-1],
        rows=tuple(row.moved(shift) for row, shift in zip(diagram.rows, by, strict=True)),
        headings=tuple(heading.moved(by[heading.row]) for heading in diagram.headings),
        tops=tuple(tops),
        brackets=tuple(_stretched_bracket(bracket, by) for bracket in diagram.brackets),
        rulers=tuple(_stretched_ruler(ruler, by) for ruler in diagram.rulers),
        links=tuple(
            replace(link, top=link.top + by[link.first], bottom=link.bottom + by[link.last], chip=link.chip.moved(by[link.row]))
            for link in diagram.links
        ),
    )


def _stretched_bracket(bracket: Bracket, by: Sequence[float]) -> Bracket:
    bar, longer = bracket.bar, by[bracket.last] - by[bracket.first]
    stretched = Box(bar.x, bar.y + by[bracket.first], bar.width, bar.height + longer)
    return replace(bracket, bar=stretched, labels=_all_moved(bracket.labels, by[bracket.first]))


def _stretched_ruler(ruler: Ruler, by: Sequence[float]) -> Ruler:
    first, last = by[ruler.first], by[ruler.last]
    return replace(ruler, top=ruler.top + first, bottom=ruler.bottom + last, labels=_all_moved(ruler.labels, (first + last) / 2))


def _moved(part: _Placed | None, by: float) -> _Placed | None:
    return None if part is None else part.moved(by)


def _all_moved(labels: Iterable[Label], by: float) -> tuple[Label, ...]:
    return tuple(label.moved(by) for label in labels)
