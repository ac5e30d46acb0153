"""The page as a file: what is in it, what is left out, and that no name of a peer can become part of the page."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.replay.strangers import hostile
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.transcript import Role, Transcript
from workbench.models.handshake_steps import Detail, moments
from workbench.replay import make_page
from workbench.words import LANGUAGES


class Reader(HTMLParser):
    """The elements of a page with their attributes, and the text of some."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link"):
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]][-1] += data

    @property
    def held(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.texts["script"][0])
        return found


@pytest.fixture(scope="module")
def full() -> Transcript:
    return run("tls13_full")


@pytest.mark.parametrize("change", [lambda transcript: transcript, hostile], ids=["as it is", "hostile"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_only_our_elements(full: Transcript, language: str, change: Callable[[Transcript], Transcript]) -> None:
    reader = Reader(make_page(change(full), language))
    scripts = [attributes for tag, attributes in reader.elements if tag == "script"]
    assert [attributes.get("type") for attributes in scripts] == ["application/json", None]
    assert {tag for tag, _ in reader.elements} <= {
        "html", "head", "meta", "link", "title", "style", "body", "header", "h1", "div", "main", "section", "aside", "footer", "p",
        "script",
        "table", "caption", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert not any(name.startswith("on") or name in ("src", "style") for _, attributes in reader.elements for name in attributes)
    assert [attributes["href"] for _, attributes in reader.elements if "href" in attributes] == ["data:,"]


def test_a_hostile_text_is_shown_with_what_is_hidden_in_it(full: Transcript) -> None:
    held = Reader(make_page(hostile(full), "en")).held
    shown = next(party["name"] for party in held["parties"])
    assert shown.startswith("</script><script>alert(1)") and "⟨U+202E⟩" in shown and "⟨U+2028⟩" in shown


def test_the_json_in_the_page_ends_no_line_and_no_element(full: Transcript) -> None:
    page = make_page(hostile(full), "en").decode()
    held = page.split('id="contents">', 1)[1].split("</script>", 1)[0]
    assert not re.search("[<>&\u2028\u2029]", held)


def test_the_policy_lets_only_our_style_and_script_be(full: Transcript) -> None:
    reader = Reader(make_page(full, "en"))
    policy = next(attributes["content"] for tag, attributes in reader.elements if attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for rule, text in (("style-src", reader.texts["style"][0]), ("script-src", reader.texts["script"][1])):
        assert rules[rule] == f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    assert "http" not in reader.texts["style"][0]
    assert set(re.findall(r"https?://[\w./]+", reader.texts["script"][1])) <= {"http://www.w3.org/2000/svg"}  # a name, asked of nobody


def secrets_of(transcript: Transcript) -> set[str]:
    public = {value.data.hex() for step in transcript.steps for value in step.values if value.data and not value.secret}
    found = {value.data.hex() for step in transcript.steps for value in step.values if value.secret and value.data and len(value.data) > 8}
    return found - public


@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS])
def test_secrets_stand_in_it_only_when_asked_for(name: str) -> None:
    transcript = run(name)
    hidden = secrets_of(transcript)
    page, open_page = make_page(transcript, "en"), make_page(transcript, "en", secrets=True)
    assert len(page) < 400_000
    assert not [secret for secret in hidden if secret in page.decode()]
    assert all(secret in open_page.decode() for secret in hidden)
    for language in LANGUAGES:
        for made, word in ((page, "secrets_left_out"), (open_page, "secrets_inside")):
            held = Reader(made).held
            assert held["texts"][language][held["words"][word]]
    assert Reader(page).texts["p"][-3] == Reader(page).held["texts"]["en"][Reader(page).held["words"]["secrets_left_out"]]


@pytest.mark.parametrize("name", ["tls13_full", "tls12_rsa", "replayed_early_data", "mutual_preparation"])
@pytest.mark.parametrize("detail", list(Detail))
def test_it_holds_the_moments_of_every_level(name: str, detail: Detail) -> None:
    transcript = run(name)
    reader = Reader(make_page(transcript, "ja", detail))
    held = reader.held
    for level in Detail:
        shown = moments(transcript, level)
        assert [moment[:3] for moment in held["moments"][level]] == [[moment.step.number, moment.first, moment.last] for moment in shown]
    rows = [attributes["data-step"] for tag, attributes in reader.elements if tag == "tr" and "data-step" in attributes]
    assert rows == [str(moment.step.number) for moment in moments(transcript, detail)]
    assert held["detail"] == detail and held["language"] == "ja"


def test_every_step_is_told_in_both_languages_and_depths(full: Transcript) -> None:
    held = Reader(make_page(full, "en")).held
    for language in LANGUAGES:
        for one in (*held["steps"], *held["stages"]):
            assert all(held["texts"][language][place] for place in (one["title"], *one["said"]))
        assert all(held["texts"][language][place] for place in held["words"].values())
    assert len(held["texts"]["en"]) == len(held["texts"]["ja"])


def test_a_real_connection_is_named_after_who_was_visited(full: Transcript) -> None:
    visited = replace(full, name="")
    assert Reader(make_page(visited, "en")).texts["title"] == ["www.example.test · Connected with TLS 1.3, TLS_AES_128_GCM_SHA256"]
    assert Reader(make_page(replace(visited, connections=(), headline=None), "ja")).texts["title"] == ["TLS"]
    assert Reader(make_page(full, "ja")).texts["title"] == ["フルハンドシェイク"]


def test_who_knows_what_is_what_the_transcript_says(full: Transcript) -> None:
    from workbench.core.handshake.knowledge import matters, who_knows

    held = Reader(make_page(full, "en")).held
    knowledge = who_knows(full.steps, {party.role for party in full.parties})
    masks: dict[int, int] = {}
    for number, step in enumerate(held["steps"]):
        masks |= dict(step["learned"])
        said = {held["rows"][row]["name"]: mask for row, mask in masks.items() if held["rows"][row]["born"] <= number}
        wanted = {
            row.name: sum(1 << list(Role).index(role) for role in roles) for row, roles in knowledge.at(number).items() if matters(row)
        }
        assert said == wanted
    assert masks and held["roles"][0]["id"] == "client"
