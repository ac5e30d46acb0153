"""PDF: one page as large as the diagram, several only where readers would refuse it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.views.handshake import picture
from workbench.views.handshake.diagram import Diagram

pytestmark = pytest.mark.usefixtures("qapp")


def boxes(data: bytes) -> list[tuple[float, float]]:
    """Width and height of each page, in points."""
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
    found = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", data)
    return [(float(width), float(height)) for width, height in found]


def diagram(name: str) -> Diagram:
    assert QApplication.instance() is not None
    return picture.prepare(run(name, Parameters(seed=1)), "en").diagram


def test_one_page_as_large_as_the_diagram(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    picture.write(run("tls13_full", Parameters(seed=1)), path)
    ((width, height),) = boxes(path.read_bytes())
    drawn = diagram("tls13_full")
    assert width == pytest.approx(drawn.width * 0.75, abs=1.5) and height == pytest.approx(drawn.height * 0.75, abs=1.5)


def test_pages_end_between_rows_and_no_row_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = diagram("tls13_resumption")
    pages = picture._pages(drawn, 700.0)
    assert len(pages) > 2 and pages[0][0] == 0.0 and pages[-1][1] == drawn.height
    for number, (top, bottom) in enumerate(pages):
        assert bottom - top <= 700.0
        if number:
            assert top == pages[number - 1][1] - drawn.head  # the cards stand there
    for row in drawn.rows:
        begin = row.frame.y
        shown = [1 for number, (top, bottom) in enumerate(pages) if top + (drawn.head if number else 0.0) <= begin < bottom]
        assert len(shown) == 1
    monkeypatch.setattr(picture, "HIGHEST_PAGE", 700.0 * 0.75)
    path = tmp_path / "a.pdf"
    picture.write(run("tls13_resumption", Parameters(seed=1)), path)
    assert len(boxes(path.read_bytes())) == len(pages)
