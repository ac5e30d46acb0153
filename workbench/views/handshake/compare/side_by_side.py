"""The geometry of two diagrams side by side: what belongs together stands at the same height, and what one side lacks leaves a gap.

Pure values, as the diagrams themselves.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from workbench.models.handshake_compare_rows import Row, Rows
from workbench.views.handshake.diagram import Diagram, with_tops

_BELOW = 24.0
"""Pixels left free below the last row."""


@dataclass(frozen=True)
class Gap:
    """Rows from `top` to `bottom` that a side does not have."""

    top: float
    bottom: float


@dataclass(frozen=True)
class SideBySide:
    """Both diagrams, equally high.

    tops, bottoms   the edges of every row
    gaps            of the left and the right one
    """

    left: Diagram
    right: Diagram
    tops: tuple[float, ...]
    bottoms: tuple[float, ...]
    gaps: tuple[tuple[Gap, ...], tuple[Gap, ...]]

    @property
    def head(self) -> float:
        return max(self.left.head, self.right.head)

    @property
    def height(self) -> float:
        return self.left.height

    def row_at(self, y: float) -> int | None:
        """The row at a height, None above and below all of them."""
        place = bisect_right(self.tops, y) - 1
        return place if place >= 0 and y < self.bottoms[place] + 4.0 else None


def side_by_side(left: Diagram, right: Diagram, rows: Rows) -> SideBySide:
    """Move the rows of both diagrams so that those of a row stand at the same height; what stands above a row (the heading of a
    connection) keeps its room."""
    tops, bottoms = [], []
    new: tuple[list[float], list[float]] = ([], [])
    y = max(left.head, right.head)
    for row in rows.rows:
        frames = [(left, row.left), (right, row.right)]
        lead = max(_lead(diagram, place) for diagram, place in frames if place is not None)
        height = max(diagram.rows[place].frame.height for diagram, place in frames if place is not None)
        y += lead
        tops.append(y)
        for side, (_, place) in zip(new, frames, strict=True):
            if place is not None:
                side.append(y)
        y += height
        bottoms.append(y)
    sides = [with_tops(diagram, side) if side else diagram for diagram, side in zip((left, right), new, strict=True)]
    height = max(y + _BELOW, *(diagram.head + _BELOW for diagram in sides))
    sides = [replace(diagram, height=height) for diagram in sides]
    gaps = tuple(_gaps(rows.rows, tops, bottoms, right=right_side) for right_side in (False, True))
    return SideBySide(sides[0], sides[1], tuple(tops), tuple(bottoms), (gaps[0], gaps[1]))


def _lead(diagram: Diagram, place: int) -> float:
    """What lies between a row and the one above it, or the cards."""
    above = diagram.rows[place - 1].frame.bottom if place else diagram.head
    return diagram.tops[place] - above


def _gaps(rows: tuple[Row, ...], tops: list[float], bottoms: list[float], right: bool) -> tuple[Gap, ...]:
    found: list[Gap] = []
    for place, row in enumerate(rows):
        if (row.right if right else row.left) is not None:
            continue
        above = place > 0 and (rows[place - 1].right if right else rows[place - 1].left) is None
        if above:
            found[-1] = Gap(found[-1].top, bottoms[place])
        else:
            found.append(Gap(tops[place], bottoms[place]))
    return tuple(found)
