"""The replayed page in a real browser: it shows the transcript's moments, plays by keyboard, asks nobody for anything, can be read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.replay.chromium import Chromium, browser, needs_chromium
from tests.replay.strangers import hostile
from workbench.core.handshake.round_trips import round_trips
from workbench.core.handshake.scenarios import run
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_steps import Detail, moments, place_of
from workbench.models.handshake_text import HandshakeText
from workbench.narration import Depth, narrate
from workbench.replay import make_page

pytestmark = needs_chromium
NAMES = ("tls13_full", "tls12_rsa", "untrusted_issuer", "tls13_resumption", "mutual_preparation", "tampered_client_hello")
SIZES = ((1280, 800), (390, 800))
LEVEL_KEYS = {Detail.stages: "1", Detail.messages: "2", Detail.computations: "3"}
CURRENT = "[...document.querySelectorAll('.row')].findIndex(row => row.classList.contains('current'))"
FUTURE = "document.querySelectorAll('.row.future').length"
ROWS = "document.querySelectorAll('.row').length"

CONTRASTS = """(() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const parsed = text => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const ground = element => { for (let at = element; at; at = at.parentElement) {
    const found = parsed(getComputedStyle(at).backgroundColor); if (found[3] === 255) return found; } return [255, 255, 255, 255]; };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility({visibilityProperty: true}) || element.closest(".future, script, style, option")) continue;
    const [a, b] = [light(parsed(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
    found.push([(a + 0.05) / (b + 0.05), element.className + ": " + element.textContent.slice(0, 40)]);
  }
  return found;
})()"""

OVERFLOWS = """(() => {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page");
  if (document.documentElement.scrollHeight > innerHeight) found.push("the page is too high");
  for (const id of ["diagram", "detail", "bar", "transport"]) {
    const box = document.getElementById(id);
    if (box.scrollWidth > box.clientWidth + 1) found.push(id + " " + box.scrollWidth + " > " + box.clientWidth);
  }
  const rows = [...document.querySelectorAll(".row")]
    .map(row => [row.querySelector(".message, .pill, .part").getBoundingClientRect(), row]);
  for (let n = 1; n < rows.length; n++)
    if (rows[n][0].top < rows[n - 1][0].bottom - 0.5) found.push("overlap: " + rows[n][1].textContent);
  for (const name of document.querySelectorAll(".message.locked .name, .pill .name")) {
    const box = name.closest(".message, .pill").getBoundingClientRect(), own = name.getBoundingClientRect();
    if (own.left < box.left - 0.5 || own.right > box.right + 0.5) found.push("leaves its box: " + name.textContent);
  }
  return found;
})()"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with browser(tmp_path_factory.mktemp("chromium")) as made:
        yield made


@cache
def played(name: str) -> Transcript:
    return run(name)


def page(folder: Path, name: str, language: str = "en", detail: Detail = Detail.messages) -> Path:
    path = folder / f"{name}.html"
    path.write_bytes(make_page(played(name), language, detail))
    return path


def expected_titles(name: str, detail: Detail, language: str) -> list[str]:
    text = HandshakeText(language)
    shown = moments(played(name), detail)
    return [text.stage(moment.stage) if moment.stage is not None else text.title(moment.step) for moment in shown]


def shown_titles(chromium: Chromium) -> list[str]:
    found = chromium.run("[...document.querySelectorAll('.row')].map(row => row.querySelector('.name').textContent)")
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_shows_the_moments_of_every_level(chromium: Chromium, tmp_path: Path, name: str, language: str) -> None:
    chromium.open(page(tmp_path, name, language))
    for detail, key in LEVEL_KEYS.items():
        chromium.press(key)
        assert shown_titles(chromium) == expected_titles(name, detail, language)
        assert chromium.run("document.querySelectorAll('#steps tr[data-step]').length") == len(moments(played(name), detail))
    assert chromium.requests() == []
    assert chromium.complaints() == []


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_overlaps_or_sticks_out(chromium: Chromium, tmp_path: Path, name: str, width: int, height: int) -> None:
    chromium.open(page(tmp_path, name, "ja"), width, height)
    for _ in range(2):
        for key in LEVEL_KEYS.values():
            chromium.press(key)
            assert chromium.run(OVERFLOWS) == []
        chromium.press("End")
        assert chromium.run(OVERFLOWS) == []
        chromium.press("l")


@pytest.mark.parametrize("name", ["tls13_full", "tls13_resumption", "mutual_preparation", "untrusted_issuer"])
def test_a_ruler_stands_where_the_client_waits(chromium: Chromium, tmp_path: Path, name: str) -> None:
    trips, shown = round_trips(played(name)), moments(played(name), Detail.messages)
    chromium.open(page(tmp_path, name))
    found = chromium.run("""[...document.querySelectorAll('.trip')].map(trip => {
      const own = trip.getBoundingClientRect();
      const rows = [...document.querySelectorAll('.row')].map(row => row.querySelector('.arrow')?.getBoundingClientRect());
      const at = y => rows.findIndex(box => box && Math.abs(box.top + box.height / 2 - y) < 2);
      return [trip.querySelector('.long').textContent, at(own.top), at(own.bottom), own.right <= innerWidth];
    })""")
    wanted = [[f"{trip.number} RTT", place_of(shown, trip.first), place_of(shown, trip.last), True] for trip in trips]
    assert found == wanted and found
    for key in LEVEL_KEYS.values():
        chromium.press(key)
        assert chromium.run("document.querySelectorAll('.trip').length") == len(trips)
    chromium.press("2")
    chromium.press("Home")
    assert chromium.run("document.querySelectorAll('.trip.future').length") == len(trips)
    for number in range(place_of(shown, trips[0].last) + 1):
        assert chromium.run("document.querySelectorAll('.trip.future').length") == len(trips), number
        chromium.press("ArrowRight")
    assert chromium.run("document.querySelectorAll('.trip.future').length") == len(trips) - 1


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["tls13_full", "untrusted_issuer", "tampered_client_hello"])
def test_texts_stand_out_from_their_ground(chromium: Chromium, tmp_path: Path, name: str, dark: bool) -> None:
    """WCAG 2.2, success criterion 1.4.3: 4.5 to 1."""
    chromium.open(page(tmp_path, name), dark=dark)
    for position in ("End", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        chromium.press(position)
        found = chromium.run(CONTRASTS)
        assert len(found) > 30
        assert [text for contrast, text in found if contrast < 4.5] == []
    ground = "getComputedStyle(document.querySelector('#stage')).backgroundColor"
    before = chromium.run(ground)
    chromium.run("document.querySelector('#theme').click()")
    assert chromium.run(ground) != before
    assert [text for contrast, text in chromium.run(CONTRASTS) if contrast < 4.5] == []


def test_it_steps_by_keyboard(chromium: Chromium, tmp_path: Path) -> None:
    chromium.open(page(tmp_path, "tls13_full"))
    transcript, text = played("tls13_full"), HandshakeText("en")
    shown = moments(transcript, Detail.messages)
    assert chromium.run(CURRENT) == -1 and chromium.run(FUTURE) == 0
    chromium.press("Home")
    assert chromium.run(CURRENT) == -1 and chromium.run(FUTURE) == len(shown)
    for number, moment in enumerate(shown[:12]):
        chromium.press("ArrowRight")
        assert chromium.run(CURRENT) == number
        assert chromium.run("document.querySelector('#detail h2').textContent") == text.title(moment.step)
        assert chromium.run("document.querySelector('#said').textContent") == narrate(transcript, moment.step, "en", Depth.newcomer)
    chromium.press("ArrowLeft")
    assert chromium.run(CURRENT) == 10
    chromium.press("End")
    assert chromium.run(CURRENT) == len(shown) - 1 and chromium.run(FUTURE) == 0
    first = next(number for number, moment in enumerate(shown) if moment.step.name == "Certificate")
    for _ in range(len(shown) - 1 - first):
        chromium.press("ArrowLeft")
    step = shown[first].step.number
    for detail in (Detail.computations, Detail.stages, Detail.messages):
        chromium.press(LEVEL_KEYS[detail])
        place = next(number for number, moment in enumerate(moments(transcript, detail)) if step <= moment.last)
        step = moments(transcript, detail)[place].step.number
        assert chromium.run(CURRENT) == place
    chromium.press("Home")
    starts = []
    for _ in range(5):
        chromium.press("PageDown")
        starts.append(chromium.run("document.querySelector('.bracket.now span').textContent"))
    assert starts == ["Reach the server", "Agree on the method", "Make the key", "Prove who you are", "Talk"]
    chromium.press("PageUp")
    assert chromium.run("document.querySelector('.bracket.now span').textContent") == starts[-2]
    assert chromium.complaints() == []


def test_it_plays_to_its_end_and_pauses(chromium: Chromium, tmp_path: Path) -> None:
    chromium.open(page(tmp_path, "tls13_full", detail=Detail.stages), calm=False)
    chromium.run("(() => { const box = document.querySelector('#speed'); box.value = '4'; box.dispatchEvent(new Event('change')); })()")
    chromium.press(" ")
    assert chromium.run("document.querySelector('#play').ariaLabel") == "Pause"
    chromium.wait_for(f"{CURRENT} === 1")
    chromium.press(" ")
    assert chromium.run("document.querySelector('#play').ariaLabel") == "Play"
    chromium.press("2")
    chromium.press(" ")
    chromium.wait_for("document.querySelector('.dot') !== null")  # a message travels
    chromium.press("1")
    chromium.wait_for(f"{CURRENT} === {ROWS} - 1 && document.querySelector('#play').ariaLabel === 'Play'")
    assert chromium.run(FUTURE) == 0


def test_nothing_moves_where_motion_is_reduced(chromium: Chromium, tmp_path: Path) -> None:
    chromium.open(page(tmp_path, "tls13_full"), calm=True)
    chromium.run("""window.moved = 0; new MutationObserver(() => {
        window.moved += document.querySelectorAll('.dot').length; }).observe(document.body, {childList: true, subtree: true}); 0""")
    chromium.run("(() => { const box = document.querySelector('#speed'); box.value = '4'; box.dispatchEvent(new Event('change')); })()")
    chromium.press("Home")
    chromium.press(" ")
    chromium.wait_for(f"{CURRENT} === 4")
    assert chromium.run("window.moved") == 0


def test_both_languages_are_in_it(chromium: Chromium, tmp_path: Path) -> None:
    chromium.open(page(tmp_path, "tls12_rsa"))
    chromium.press("End")
    chromium.press("ArrowLeft")
    for language in ("ja", "en"):
        chromium.press("l")
        assert chromium.run("document.documentElement.lang") == language
        assert shown_titles(chromium) == expected_titles("tls12_rsa", Detail.messages, language)
        moment = moments(played("tls12_rsa"), Detail.messages)[-2]
        assert chromium.run("document.querySelector('#said').textContent") == narrate(played("tls12_rsa"), moment.step, language)
    chromium.run("[...document.querySelectorAll('.depth button')].at(-1).click()")
    assert chromium.run("document.querySelector('#said').textContent") == narrate(played("tls12_rsa"), moment.step, "en", Depth.engineer)


def test_an_input_leads_to_where_it_was_born(chromium: Chromium, tmp_path: Path) -> None:
    chromium.open(page(tmp_path, "tls13_full", detail=Detail.computations))
    transcript = played("tls13_full")
    derived = next(step for step in transcript.steps if any(value.name == "server_handshake_write_key" for value in step.values))
    born = next(step for step in transcript.steps if any(value.name == "server_handshake_traffic_secret" for value in step.values))
    chromium.run(f"document.querySelectorAll('.row')[{derived.number}].click()")
    chromium.run("""[...document.querySelectorAll('#detail .value button')]
        .find(button => button.textContent === 'server_handshake_traffic_secret').click()""")
    assert chromium.run(CURRENT) == born.number


def test_the_table_is_told_to_assistive_tools_and_needs_no_script(chromium: Chromium, tmp_path: Path) -> None:
    path = page(tmp_path, "untrusted_issuer")
    chromium.open(path)
    shown = moments(played("untrusted_issuer"), Detail.messages)
    alert = next(number for number, moment in enumerate(shown) if moment.step.name == "unknown_ca")
    chromium.run(f"document.querySelectorAll('.row')[{alert}].click()")
    assert "unknown_ca" in chromium.run("document.querySelector('[role=status]').textContent")
    assert chromium.run("document.querySelector('[role=listbox]').getAttribute('aria-activedescendant')") == chromium.run(
        "document.querySelector('[role=option][aria-selected=true]').id"
    )
    chromium.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        chromium.open(path)
        titles = chromium.run("[...document.querySelectorAll('#steps tr[data-step] th')].map(cell => cell.innerText)")
        assert titles == expected_titles("untrusted_issuer", Detail.messages, "en")
        assert chromium.run("document.querySelector('#foot').innerText").startswith("Secret values are named here")
        assert chromium.run("[...document.querySelectorAll('button, input')].filter(one => one.checkVisibility()).length") == 0
    finally:
        chromium.ask("Emulation.setScriptExecutionDisabled", value=False)


def test_what_a_stranger_sent_is_only_text(chromium: Chromium, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_bytes(make_page(hostile(played("tls13_full")), "en"))
    chromium.open(path)
    for key in ("3", "End", "ArrowLeft", "1", "PageUp", "l"):
        chromium.press(key)
    assert chromium.run("document.querySelectorAll('img').length") == 0
    assert "</script><script>alert(1)</script>" in chromium.run("document.querySelector('.card span').textContent")
    assert chromium.complaints() == [] and chromium.requests() == []
    assert not [event for event in chromium.events if event["method"] == "Page.javascriptDialogOpening"]


def test_the_browser_itself_forbids_requests(chromium: Chromium, tmp_path: Path) -> None:
    """The tests above would be worth nothing if the page were allowed to ask."""
    chromium.open(page(tmp_path, "tls12_rsa"))
    said = "fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused')"
    assert chromium.run(said) == "refused"
    assert any("Content Security Policy" in text for text in chromium.complaints())
