"""Every scenario at every level, width and language: nothing over anything else, nothing cut, everything in order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pytest

from tests.views.handshake.test_diagram import EvenLetters
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_steps import Detail
from workbench.models.handshake_text import HandshakeText
from workbench.views.handshake.diagram import NARROWEST, Box, Diagram, Label, lay_out, with_tops

WIDTHS = (NARROWEST, 620.0, 900.0, 1500.0)
NAMES = [scenario.id for scenario in SCENARIOS]


@cache
def played(name: str) -> Transcript:
    return run(name, Parameters(seed=1))


def made(name: str, detail: Detail, width: float, language: str) -> Diagram:
    return lay_out(played(name), HandshakeText(language), detail, EvenLetters(), width)


def texts(diagram: Diagram) -> Iterator[tuple[str, Label]]:
    """Every text, with what it belongs to."""
    for line in diagram.lifelines:
        yield from ((f"card {line.role}", label) for label in line.labels)
    for number, row in enumerate(diagram.rows):
        yield from ((f"row {number}", label) for label in (*row.labels, *row.agreed))
        if row.pill is not None:
            yield f"row {number}", row.pill.label
        if row.block is not None:
            yield from ((f"row {number}", label) for label in row.block.labels)
            yield from ((f"row {number} line", label) for mini in row.block.minis for label in mini.labels)
    yield from (("heading", heading.label) for heading in diagram.headings)
    yield from (("bracket", label) for bracket in diagram.brackets for label in bracket.labels)
    yield from (("ruler", label) for ruler in diagram.rulers for label in ruler.labels)
    yield from (("link", link.chip.label) for link in diagram.links)


def solid(diagram: Diagram) -> Iterator[tuple[str, Box]]:
    """Everything that must not lie on anything else: texts, pills, bars, rulers."""
    yield from ((f"{owner}: {label.text}", label.box) for owner, label in texts(diagram))
    yield from ((f"bar {number}", bracket.bar) for number, bracket in enumerate(diagram.brackets))
    yield from (
        (f"line {number}", Box(ruler.x - 4.0, ruler.top, 8.0, ruler.bottom - ruler.top)) for number, ruler in enumerate(diagram.rulers)
    )


def collisions(boxes: list[tuple[str, Box]]) -> list[tuple[str, str]]:
    """Pairs that lie on each other, found from top to bottom."""
    found: list[tuple[str, str]] = []
    open_: list[tuple[str, Box]] = []
    for name, box in sorted(boxes, key=lambda pair: pair[1].y):
        open_ = [(other, above) for other, above in open_ if above.bottom > box.y + 0.01]
        found += [(other, name) for other, above in open_ if above.x + 0.01 < box.right and box.x + 0.01 < above.right]
        open_.append((name, box))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_nothing_lies_on_anything_else_and_nothing_is_cut(name: str) -> None:
    metrics = EvenLetters()
    for detail in Detail:
        for language in ("en", "ja"):
            for width in WIDTHS:
                diagram = made(name, detail, width, language)
                where = (name, detail, language, width)
                assert collisions(list(solid(diagram))) == [], where
                for owner, label in texts(diagram):
                    assert label.box.x >= 0 and label.box.right <= diagram.width + 0.01, (where, owner, label)
                    assert label.box.y >= 0 and label.box.bottom <= diagram.height, (where, owner, label)
                    assert metrics.width(label.text, label.style) <= label.box.width + 0.01, (where, owner, label)
                assert all(above.frame.bottom <= below.frame.y for above, below in pairwise(diagram.rows)), where
                assert [row.moment.first for row in diagram.rows] == sorted(row.moment.first for row in diagram.rows), where


@pytest.mark.parametrize("name", NAMES)
def test_names_are_whole_from_620_pixels_on(name: str) -> None:
    for detail in Detail:
        for language in ("en", "ja"):
            for width in WIDTHS[1:]:
                diagram = made(name, detail, width, language)
                names = [label for row in diagram.rows for label in row.labels[:1]]
                names += [row.pill.label for row in diagram.rows if row.pill is not None]
                names += [label for bracket in diagram.brackets for label in bracket.labels]
                for block in (row.block for row in diagram.rows if row.block is not None):
                    names += [*block.labels, *(label for mini in block.minis for label in mini.labels)]
                names += [link.chip.label for link in diagram.links]
                cut = [label.text for label in names if label.text.endswith("…")]
                assert cut == [], (name, detail, language, width)


@pytest.mark.parametrize("name", NAMES)
def test_what_belongs_to_a_row_moves_with_it(name: str) -> None:
    for detail in Detail:
        diagram = made(name, detail, 700.0, "en")
        assert with_tops(diagram, diagram.tops) is diagram
        apart = with_tops(diagram, [top + 11.0 * number for number, top in enumerate(diagram.tops)])
        assert apart.tops == tuple(row.frame.y for row in apart.rows)
        assert apart.height == diagram.height + 11.0 * (len(diagram.rows) - 1)
        assert collisions(list(solid(apart))) == []
        for ruler, before in zip(apart.rulers, diagram.rulers, strict=True):
            assert ruler.bottom - ruler.top == before.bottom - before.top + 11.0 * (ruler.last - ruler.first)
        for bracket, old in zip(apart.brackets, diagram.brackets, strict=True):
            assert bracket.bar.height == old.bar.height + 11.0 * (bracket.last - bracket.first)
