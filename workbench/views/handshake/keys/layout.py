"""The picture of a key schedule: cards in their cells, and lines that run between the cells only. Knows no widgets.

Lines run in the channels between rows and columns, so that none crosses a card. Everything that leaves one value shares a lane.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from workbench.models.handshake_keys import Shown
from workbench.views.handshake.diagram_values import Box
from workbench.views.handshake.keys.places import BAND_COLUMNS, Cell, Places, place


class Style(StrEnum):
    kind = "kind"
    name = "name"
    does = "does"
    value = "value"


class Metrics(Protocol):
    """Measures text; a height is that of a line."""

    def width(self, text: str, style: Style) -> float: ...

    def height(self, style: Style) -> float: ...

    def elided(self, text: str, style: Style, room: float) -> str: ...


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on a card: `does` are lines that say how it is made, `value` its beginning or "" for nothing, `holders` how many
    parties hold it at most."""

    kind: str
    name: str
    does: tuple[str, ...]
    value: str = ""
    holders: int = 2


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    style: Style
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Card:
    """`signs`: the corner in which it is said who holds the value."""

    id: int
    box: Box
    lines: tuple[Line, ...]
    signs: Box


@dataclass(frozen=True, slots=True)
class Edge:
    """From a value to one that was made of it: corners from the one card to the other."""

    source: int
    target: int
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Picture:
    width: float
    height: float
    cards: Mapping[int, Card]
    edges: tuple[Edge, ...]
    order: tuple[int, ...] = field(default=())

    def card_at(self, x: float, y: float) -> int | None:
        return next((id for id, card in self.cards.items() if card.box.holds(x, y)), None)


MARGIN, GAP, ROW_GAP, LANE = 14.0, 20.0, 14.0, 6.0
PAD, BAR = 7.0, 4.0
NARROWEST, SIGN, SIGN_GAP = 118.0, 14.0, 1.5
_PIECE = re.compile(r'"[^"]*"|[^\s_-]*[\s_-]+|[^\s_"-]+|"')
"""What stays together in a line: a word, a part of a name with the underscore behind it, a label in quotes."""
_STRAIGHT = 26.0
"""Where the line from a card to the one below it leaves, from its left side."""


def lay_out(graph: Sequence[Shown], words: Callable[[Shown], Words], metrics: Metrics, width: float, scale: float = 1.0) -> Picture:
    """Place a graph in a width; where that is too narrow for its columns the picture is wider. `scale`: of the text."""
    if not graph:
        return Picture(width, 2 * MARGIN, {}, ())
    return _Layout(graph, words, metrics, width, scale).picture()


@dataclass(frozen=True, slots=True)
class _Text:
    kind: str
    signs: float
    lines: tuple[tuple[str, Style], ...]
    height: float


class _Layout:
    def __init__(self, graph: Sequence[Shown], words: Callable[[Shown], Words], metrics: Metrics, width: float, scale: float) -> None:
        self.graph = graph
        self.metrics, self.width, self.scale = metrics, width, scale
        self.words = {value.id: words(value) for value in graph}
        self.places: Places = place(graph)
        self.cells = self.places.cells
        self.taken = {(cell.band, cell.row, cell.column) for cell in self.cells.values()}
        self.lanes: dict[tuple[object, ...], list[int]] = {}
        self.entries: dict[int, list[int]] = {}
        self.ways = [(source, value.id, self._way(source, value.id)) for value in graph for source in value.inputs]

    # -- which way a line takes ------------------------------------------------------------------------------------

    def _way(self, source: int, target: int) -> str:
        a, b = self.cells[source], self.cells[target]
        if a.band and b.band:
            way = "right" if b.column == a.column + 1 else "left" if b.column == a.column - 1 else "over"
        elif a.band == b.band and b.column == a.column + 1:
            way = "right"
        elif self._above(a, b):
            way = "down"
        elif a.band == b.band and a.column == b.column:
            way = "beside"
        else:
            way = "over"
        if way == "right":
            self._lane(("column", b.band, b.column), source)
        elif way in ("left", "beside"):
            self._lane(("column", a.band, a.column), source)
        elif way == "over":
            self._lane(("row", b.row), source)
            self.entries.setdefault(target, []).append(source)
            if a.row != b.row - 1:
                self._lane(("column", a.band, a.column + 1), source)
                if a.band and not b.band and b.row != self.places.band_rows:
                    self._lane(("row", self.places.band_rows), source)
                    self._lane(("column", False, b.column + 1), source)
        return way

    def _above(self, a: Cell, b: Cell) -> bool:
        """Whether a card stands right above another, with nothing between them."""
        if a.column or b.column or a.row >= b.row:
            return a.band == b.band and a.column == b.column and a.row == b.row - 1
        return not any(cell.column == 0 and a.row < cell.row < b.row for cell in self.cells.values())

    def _lane(self, channel: tuple[object, ...], source: int) -> None:
        lanes = self.lanes.setdefault(channel, [])
        if source not in lanes:
            lanes.append(source)

    def _gap(self, channel: tuple[object, ...], edge: bool = False) -> float:
        lanes = len(self.lanes.get(channel, ()))
        least = ROW_GAP if channel[0] == "row" else GAP
        return max(0.0 if edge and not lanes else least, LANE * (lanes + 1) + 4.0)

    # -- sizes -----------------------------------------------------------------------------------------------------

    def picture(self) -> Picture:
        band = self._columns(True, BAND_COLUMNS) if self.places.band_rows else []
        body = self._columns(False, self.places.columns)
        widths = {True: band, False: body}
        texts = {id: self._text(self.words[id], widths[cell.band][cell.column][1]) for id, cell in self.cells.items()}
        tops, heights, bottom = self._rows(texts)
        cards: dict[int, Card] = {}
        for id, cell in self.cells.items():
            x, room = widths[cell.band][cell.column]
            spare = (heights[cell.row] - texts[id].height) / 2
            cards[id] = self._card(id, Box(x, tops[cell.row] + spare, room, texts[id].height), texts[id])
        edges = tuple(Edge(a, b, self._points(way, cards, a, b, widths, tops)) for a, b, way in self.ways)
        right = max((x + room for column in (band, body) for x, room in column), default=0.0)
        outer = max(self._gap(("column", True, BAND_COLUMNS), True), self._gap(("column", False, self.places.columns), True))
        order = tuple(sorted(cards, key=lambda id: (self.cells[id].row, self.cells[id].column)))
        return Picture(right + outer + MARGIN, bottom + MARGIN, cards, edges, order)

    def _columns(self, band: bool, count: int) -> list[tuple[float, float]]:
        """Left side and width of each column: as wide as its texts want, as narrow as the room demands."""
        gaps = [self._gap(("column", band, column), column == 0) for column in range(count)]
        after = self._gap(("column", band, count), True)
        room = self.width - 2 * MARGIN - sum(gaps) - after
        least = NARROWEST * self.scale
        wanted = [least] * count
        for id, cell in self.cells.items():
            if cell.band == band:
                wanted[cell.column] = max(wanted[cell.column], self._wanted(self.words[id]))
        limit = _fair(wanted, room, least)
        found, x = [], MARGIN
        for column in range(count):
            x += gaps[column]
            width = min(wanted[column], limit)
            found.append((x, width))
            x += width
        if band and x < self.width - MARGIN:  # the server's side stands at the right
            shift = min(self.width - MARGIN - after - x, 120.0 * self.scale)
            found = [(left + (shift if column >= count // 2 else 0.0), width) for column, (left, width) in enumerate(found)]
        return found

    def _wanted(self, words: Words) -> float:
        head = self.metrics.width(words.kind, Style.kind) + self._signs(words) + 6.0
        texts = [self.metrics.width(text, style) for text, style in _texts(words)]
        return max(head, *texts) + 2 * (PAD + BAR) + 2.0

    def _text(self, words: Words, width: float) -> _Text:
        room = width - 2 * (PAD + BAR)
        lines = [(part, style) for text, style in _texts(words) for part in self._broken(text, style, room)]
        signs = min(self._signs(words), max(room - self.metrics.width(words.kind, Style.kind) - 2.0, self._signs(words) * 0.6))
        kind = self.metrics.elided(words.kind, Style.kind, room - signs)  # where it is narrow the signs overlap a little
        height = sum(self.metrics.height(style) for _, style in lines) + max(self.metrics.height(Style.kind), SIGN * self.scale)
        return _Text(kind, signs, tuple(lines), height + 2 * PAD - 4.0)

    def _broken(self, text: str, style: Style, room: float) -> list[str]:
        """A text in lines: names broken after an underscore, sentences between words."""
        pieces = _PIECE.findall(text) if style is not Style.value else [text]
        lines = [""]
        for piece in (part for each in pieces for part in self._letters(each, style, room)):
            if lines[-1] and self.metrics.width((lines[-1] + piece).rstrip(), style) > room:
                lines.append("")
            lines[-1] += piece
        return [self.metrics.elided(part, style, room) for part in (line.strip() for line in lines) if part]

    def _letters(self, piece: str, style: Style, room: float) -> Sequence[str]:
        """A piece, or its letters where it is too long for a line."""
        return (piece,) if self.metrics.width(piece.rstrip(), style) <= room else tuple(piece)

    def _rows(self, texts: Mapping[int, _Text]) -> tuple[list[float], list[float], float]:
        tops, heights, y = [], [], MARGIN
        for row in range(self.places.rows):
            height = max((texts[id].height for id, cell in self.cells.items() if cell.row == row), default=0.0)
            gap = self._gap(("row", row), row == 0)
            y += gap + (8.0 if row == self.places.band_rows and row else 0.0)
            tops.append(y)
            heights.append(height)
            y += height
        return tops, heights, y

    def _signs(self, words: Words) -> float:
        return words.holders * (SIGN + SIGN_GAP) * self.scale

    def _card(self, id: int, box: Box, text: _Text) -> Card:
        x, y = box.x + PAD + BAR, box.y + PAD - 2.0
        head = max(self.metrics.height(Style.kind), SIGN * self.scale)
        lines = [Line(text.kind, Style.kind, x, y + (head - self.metrics.height(Style.kind)) / 2)]
        y += head
        for words, style in text.lines:
            lines.append(Line(words, style, x, y))
            y += self.metrics.height(style)
        return Card(id, box, tuple(lines), Box(box.right - PAD - BAR - text.signs, box.y + PAD - 2.0, text.signs, SIGN * self.scale))

    # -- lines -----------------------------------------------------------------------------------------------------

    def _points(
        self, way: str, cards: Mapping[int, Card], source: int, target: int,
        columns: Mapping[bool, list[tuple[float, float]]], tops: Sequence[float],
    ) -> tuple[tuple[float, float], ...]:  # fmt: skip
        a, b, from_, to = self.cells[source], self.cells[target], cards[source].box, cards[target].box
        if way == "right":
            x = self._across(("column", b.band, b.column), source, to.x)
            return ((from_.right, from_.middle), (x, from_.middle), (x, to.middle), (to.x, to.middle))
        if way == "left":
            x = self._across(("column", a.band, a.column), source, from_.x)
            return ((from_.x, from_.middle), (x, from_.middle), (x, to.middle), (to.right, to.middle))
        if way == "down":
            x = from_.x + _STRAIGHT
            return ((x, from_.bottom), (x, to.y))
        if way == "beside":
            x = self._across(("column", a.band, a.column), source, from_.x)
            out, into = from_.bottom - 12.0, to.bottom - 12.0
            return ((from_.x, out), (x, out), (x, into), (to.x, into))
        entries = self.entries[target]
        place = (entries.index(source) + 1.0) / (len(entries) + 1.0)
        into_x = to.x + _STRAIGHT + (to.width - _STRAIGHT - 8.0) * place
        above = self._down(b.row, source, tops)
        if a.row == b.row - 1:
            start = from_.x + from_.width * 0.62
            return ((start, from_.bottom), (start, above), (into_x, above), (into_x, to.y))
        out_x = self._across(("column", a.band, a.column + 1), source, self._left(columns, a.band, a.column + 1))
        points = [(from_.right, from_.bottom - 12.0), (out_x, from_.bottom - 12.0)]
        if a.band and not b.band and b.row != self.places.band_rows:
            between = self._down(self.places.band_rows, source, tops)
            down_x = self._across(("column", False, b.column + 1), source, self._left(columns, False, b.column + 1))
            points += [(out_x, between), (down_x, between), (down_x, above)]
        else:
            points.append((out_x, above))
        return (*points, (into_x, above), (into_x, to.y))

    def _left(self, columns: Mapping[bool, list[tuple[float, float]]], band: bool, column: int) -> float:
        """The left side of a column, or of the margin right of the last one."""
        row = columns[band]
        if column < len(row):
            return row[column][0]
        return row[-1][0] + row[-1][1] + self._gap(("column", band, column), True)

    def _across(self, channel: tuple[object, ...], source: int, left_side: float) -> float:
        """Where a lane runs in the channel left of a column."""
        lanes = self.lanes[channel]
        return left_side - self._gap(channel) / 2 + (lanes.index(source) - (len(lanes) - 1) / 2) * LANE

    def _down(self, row: int, source: int, tops: Sequence[float]) -> float:
        """Where a lane runs in the channel above a row."""
        channel = ("row", row)
        lanes = self.lanes[channel]
        return tops[row] - self._gap(channel) / 2 + (lanes.index(source) - (len(lanes) - 1) / 2) * LANE


def _texts(words: Words) -> tuple[tuple[str, Style], ...]:
    texts = ((words.name, Style.name), *((line, Style.does) for line in words.does), (words.value, Style.value))
    return tuple((text, style) for text, style in texts if text)


def _fair(wanted: Sequence[float], room: float, least: float) -> float:
    """The width that no column may exceed so that all fit; never below the least."""
    limit, left, open_ = room, room, sorted(wanted)
    while open_:
        limit = left / len(open_)
        if open_[0] > limit:
            return max(limit, least)
        left -= open_.pop(0)
    return max(wanted)
