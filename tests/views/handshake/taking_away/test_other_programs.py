"""What is handed out opens in programs of others without trouble, and shows the same steps there: Chromium, poppler, mermaid.

Mermaid is not installed for this: where its module folder is (`npm install mermaid`, then node_modules/mermaid/dist) the environment
variable MERMAID_DIST says. Without it those tests are skipped.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.replay.chromium import Chromium, browser, needs_chromium
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_steps import Detail, moments
from workbench.models.handshake_taking_away import Form, Wish, name_text
from workbench.models.handshake_text import HandshakeText
from workbench.views.handshake.taking_away.making import make

TEXTS = """[...document.querySelectorAll('text')].map(one => {
    const box = one.getBoundingClientRect(); return [box.x, box.bottom, one.textContent.trim()]; })"""
"""Left edge, lower edge and words: Qt writes a line of several scripts as several texts."""

pytestmark = pytest.mark.usefixtures("qapp")
NAMES = ("tls13_full", "tls12_rsa", "untrusted_issuer", "tls13_resumption", "mutual_preparation", "tampered_client_hello")
MERMAID = Path(os.environ.get("MERMAID_DIST", "")) / "mermaid.min.js"
needs_mermaid = pytest.mark.skipif(not MERMAID.is_file(), reason="MERMAID_DIST does not name the dist folder of npm's mermaid")
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None or shutil.which("pdftoppm") is None, reason="poppler-utils (pdftotext, pdftoppm) is not installed"
)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with browser(tmp_path_factory.mktemp("chromium")) as made:
        yield made


@cache
def played(name: str) -> Transcript:
    return run(name)


def names(name: str, detail: Detail, language: str) -> list[str]:
    return [name_text(moment, HandshakeText(language)) for moment in moments(played(name), detail)]


@needs_chromium
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_browser_shows_every_step_of_an_svg(chromium: Chromium, tmp_path: Path, name: str, language: str) -> None:
    path = tmp_path / "a.svg"
    for detail in Detail:
        path.write_bytes(make(played(name), Wish(Form.svg, detail, language=language)))
        chromium.open(path)
        assert chromium.run("document.documentElement.nodeName") == "svg"
        texts = chromium.run(TEXTS)
        lines: dict[int, list[tuple[float, str]]] = {}
        for x, y, text in texts:
            lines.setdefault(round(y / 6), []).append((x, text))
        shown = ["".join(text for _, text in sorted(line)).replace(" ", "") for line in lines.values()]
        wanted = [text.replace(" ", "") for text in names(name, detail, language)]
        assert {text for text in wanted if not any(_holds(line, text) for line in shown)} == set()
        assert chromium.complaints() == [] and chromium.requests() == []


def _holds(line: str, name: str) -> bool:
    """A text with too little room ends in an ellipsis: half of it must be left."""
    return name in line or any(f"{name[:length]}…" in line for length in range(len(name) // 2, len(name)))


@needs_poppler
@pytest.mark.parametrize("name", NAMES)
def test_poppler_shows_every_message_of_a_pdf(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make(played(name), Wish(Form.pdf)))
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    assert text.stderr == ""
    written = unicodedata.normalize("NFKC", text.stdout)  # "fi" is one letter in many fonts
    for step in (step for step in played(name).steps if re.fullmatch("[A-Z][A-Za-z]+", step.name) and step.receiver is not None):
        assert step.name in written, step.name
    drawn = subprocess.run(["pdftoppm", "-r", "40", "-gray", str(path), str(tmp_path / "page")], capture_output=True, text=True, check=True)
    assert drawn.stderr == ""
    pages = sorted(tmp_path.glob("page*.pgm"))
    assert pages and all(len(set(page.read_bytes()[-4000:])) > 1 for page in pages)


@needs_chromium
@needs_mermaid
@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS])
def test_mermaid_draws_every_line(chromium: Chromium, tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body><script src="{MERMAID.resolve().as_uri()}"></script>', encoding="utf-8")
    chromium.open(path)
    for language in ("en", "ja"):
        for detail in Detail:
            written = make(played(name), Wish(Form.mermaid, detail, language=language)).decode()
            drawn = chromium.run(f"""(async () => {{
                mermaid.initialize({{startOnLoad: false}});
                const {{svg}} = await mermaid.render("drawn", {json.dumps(written)});
                const box = document.createElement("div");
                box.innerHTML = svg;
                const texts = kind => [...box.querySelectorAll(kind)].map(one => one.textContent);
                return {{messages: texts(".messageText"), notes: texts(".noteText"), error: svg.includes("Syntax error")}};
            }})()""")
            lines = written.splitlines()
            arrows = [line for line in lines if re.search(r"(--?>>|-x)\w+: ", line)]
            notes = [line for line in lines if line.strip().startswith("Note over")]
            assert not drawn["error"]
            text = HandshakeText(language)
            # A line break makes a text of its own.
            assert len(drawn["messages"]) == sum(line.count("<br/>") + 1 for line in arrows)
            assert len(drawn["notes"]) == sum(line.count("<br/>") + 1 for line in notes)
            if detail is Detail.messages:
                sent = [step for step in played(name).steps if step.receiver is not None and step.kind.value in ("message", "tcp")]
                shown = " ".join(drawn["messages"])
                assert [step.name for step in sent if text.title(step) not in shown] == []
    assert chromium.complaints() == []
