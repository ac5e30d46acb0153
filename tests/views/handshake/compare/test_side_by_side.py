"""Two diagrams moved to the same heights: what belongs together is level, nothing overlaps, what one side lacks is a gap."""

from __future__ import annotations

import functools

import pytest
from PySide6.QtWidgets import QApplication

from workbench.core.handshake.compare import compare
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_compare_rows import Rows, rows_of
from workbench.models.handshake_steps import Detail
from workbench.models.handshake_text import HandshakeText
from workbench.views import theme
from workbench.views.handshake.compare.side_by_side import SideBySide, side_by_side
from workbench.views.handshake.diagram import lay_out
from workbench.views.handshake.painter import FontMetrics


@functools.cache
def played(id: str) -> Transcript:
    return run(id)


def made(id: str, detail: Detail, language: str = "en", width: float = 470.0) -> tuple[Rows, SideBySide]:
    found, text, metrics = compare(played("tls13_full"), played(id)), HandshakeText(language), FontMetrics(theme.current())
    rows = rows_of(found, detail)
    left, right = (lay_out(side, text, detail, metrics, width) for side in (found.left, found.right))
    return rows, side_by_side(left, right, rows)


@pytest.mark.parametrize("id", [scenario.id for scenario in SCENARIOS])
@pytest.mark.parametrize("detail", list(Detail))
def test_rows_of_a_pair_stand_at_the_same_height_and_none_overlap(qapp: QApplication, id: str, detail: Detail) -> None:
    rows, both = made(id, detail, "ja" if detail is Detail.messages else "en")
    assert both.left.height == both.right.height and both.bottoms[-1] < both.height
    for place, row in enumerate(rows.rows):
        frames = [diagram.rows[number].frame for diagram, number in ((both.left, row.left), (both.right, row.right)) if number is not None]
        assert all(frame.y == pytest.approx(both.tops[place]) for frame in frames)
        assert max(frame.bottom for frame in frames) == pytest.approx(both.bottoms[place])
        assert place == 0 or both.tops[place] >= both.bottoms[place - 1], "one after the other"
        assert both.row_at((both.tops[place] + both.bottoms[place]) / 2) == place
    for diagram in (both.left, both.right):
        lower = [heading.label.box.bottom for heading in diagram.headings]
        assert all(bottom <= diagram.rows[heading.row].frame.y for bottom, heading in zip(lower, diagram.headings, strict=True))
    assert both.tops[0] > both.head and both.row_at(both.head) is None


@pytest.mark.parametrize("id", ["tls12_rsa", "tls13_resumption", "mutual_preparation", "no_common_version"])
def test_gaps_are_where_a_side_has_no_row(qapp: QApplication, id: str) -> None:
    rows, both = made(id, Detail.messages)
    for gaps, side in zip(both.gaps, ("left", "right"), strict=True):
        for place, row in enumerate(rows.rows):
            middle = (both.tops[place] + both.bottoms[place]) / 2
            assert any(gap.top <= middle <= gap.bottom for gap in gaps) == (getattr(row, side) is None)
        assert all(one.bottom < next.top for one, next in zip(gaps, gaps[1:], strict=False)), "neighbours are one gap"


def test_a_handshake_without_a_step_leaves_only_the_other(qapp: QApplication) -> None:
    found = compare(played("tls13_full"), Transcript("nothing", (), ()))
    rows, text, metrics = rows_of(found, Detail.messages), HandshakeText("en"), FontMetrics(theme.current())
    left, right = (lay_out(side, text, Detail.messages, metrics, 470.0) for side in (found.left, found.right))
    both = side_by_side(left, right, rows)
    assert len(both.gaps[1]) == 1 and not both.gaps[0] and both.right.height == both.left.height
