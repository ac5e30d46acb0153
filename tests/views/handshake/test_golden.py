"""What is drawn is what was drawn: chosen frames against kept pictures, and every frame against itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests import golden
from tests.golden import FRAMES, Chosen


@pytest.mark.parametrize("chosen", FRAMES, ids=lambda chosen: chosen.name)
def test_a_frame_looks_as_it_did(chosen: Chosen, qapp: QApplication) -> None:
    wanted, here = golden.recorded()[chosen.name], golden.families(chosen)
    if wanted != here:
        pytest.skip(f"the picture was drawn with {', '.join(wanted)}, here it would be {', '.join(here)}")
    kept, drawn = QImage(str(golden.path(chosen))), golden.draw(chosen)
    assert kept.size() == drawn.size()
    assert golden.is_like(kept, drawn), (golden.difference(kept, drawn), "if it is meant to look so: python -m tests.golden")


def test_the_pictures_are_those_of_the_table_and_small() -> None:
    files = {file.name for file in golden.FOLDER.glob("*.png")}
    assert files == {golden.path(chosen).name for chosen in FRAMES}
    assert all(golden.path(chosen).stat().st_size < 60_000 for chosen in FRAMES)
    assert set(golden.recorded()) == {chosen.name for chosen in FRAMES}


@pytest.mark.parametrize("chosen", FRAMES[:4], ids=lambda chosen: chosen.name)
def test_the_same_moment_is_drawn_the_same(chosen: Chosen, qapp: QApplication) -> None:
    assert golden.draw(chosen) == golden.draw(chosen)


def test_what_looks_otherwise_is_noticed(qapp: QApplication) -> None:
    chosen = FRAMES[0]
    drawn = golden.draw(chosen)
    for other in (replace(chosen, t=chosen.t - 2), replace(chosen, changed=frozenset({7, 11, 18})), replace(chosen, theme="dark")):
        assert not golden.is_like(drawn, golden.draw(other)), other
