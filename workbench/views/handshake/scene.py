"""What is to be seen at a moment: a pure function of the diagram and of t.

t counts moments: at 2.5 two are over and half of the third has passed. The same t gives the same frame.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from workbench.models.handshake_playback import TRAVEL_PART
from workbench.views.handshake.diagram_values import Diagram

FAINT = 0.30
"""How strongly that is drawn which has not happened yet."""
LINE_PART = 0.85
"""The part of a line's time in a block that its dot travels for."""


class Look(NamedTuple):
    """How one row is drawn.

    strength   from `FAINT` (not yet) to 1
    travel     where the dot is on its way (0 to 1), None when nothing travels
    born       how far what the row derives has come to be (0 to 1)
    """

    strength: float
    travel: float | None
    born: float


@dataclass(frozen=True)
class Frame:
    """The diagram at a moment.

    selected   the row that is outlined, None for none
    """

    diagram: Diagram
    t: float
    selected: int | None = None

    def look(self, row: int) -> Look:
        if row >= self.t:
            return Look(FAINT, None, 0.0)
        if row + 1 <= self.t:
            return Look(1.0, None, 1.0)
        passed = eased(min(1.0, (self.t - row) / TRAVEL_PART))
        if self.diagram.rows[row].block is not None:
            return Look(1.0, None, passed)
        travels = self.diagram.rows[row].arrow is not None
        return Look(1.0, passed if travels else None, passed) if travels else Look(FAINT + (1.0 - FAINT) * passed, None, passed)

    def line(self, row: int, number: int) -> Look:
        """How one line of a row's block is drawn: they happen one after the other while the row does."""
        block = self.diagram.rows[row].block
        whole = self.look(row)
        if block is None or row >= self.t or row + 1 <= self.t:
            return whole
        passed = (self.t - row) * len(block.beats)
        beat = min(int(passed), len(block.beats) - 1)
        own = [place for place, line in enumerate(block.beats) if line == number]
        if not own:
            return Look(1.0 if max(block.beats[: beat + 1]) > number else FAINT, None, whole.born)
        if beat < own[0]:
            return Look(FAINT, None, 0.0)
        if beat > own[-1]:
            return Look(1.0, None, 1.0)
        part = eased(min(1.0, (passed - own[0]) / len(own) / LINE_PART))
        return Look(1.0, part if block.minis[number].arrow is not None else None, part)


@dataclass(frozen=True)
class Scene:
    """A diagram that can be asked for any moment."""

    diagram: Diagram

    @property
    def length(self) -> float:
        return float(len(self.diagram.rows))

    def at(self, t: float, selected: int | None = None) -> Frame:
        """The frame at `t`, which is brought between 0 and `length`."""
        return Frame(self.diagram, min(max(t, 0.0), self.length), selected)


def eased(part: float) -> float:
    """Begins and ends gently: 0 -> 0, 1 -> 1."""
    return (1.0 - math.cos(math.pi * part)) / 2.0
