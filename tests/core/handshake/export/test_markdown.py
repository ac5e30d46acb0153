"""Markdown: a row for each step, values when asked for, secrets only then, and nothing of a peer's that is read as Markdown."""

from __future__ import annotations

import re
from functools import cache, partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import Message
from workbench.core.handshake.export import markdown
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Party, Role, Step, StepKind, Transcript, Value
from workbench.words import say

ENGLISH = partial(say, language="en")


@cache
def played(name: str) -> Transcript:
    return run(name, Parameters(seed=1))


def cells(line: str) -> list[str]:
    """Of a row of GitHub's tables: a bar that a backslash precedes belongs to the text, in code too."""
    assert line.startswith("| ") and line.endswith(" |")
    return [cell.strip() for cell in re.split(r"(?<!\\)(?:\\\\)*\|", line[1:-1])]


def rows(text: str) -> list[list[str]]:
    """All rows that begin with a number."""
    return [cells(line) for line in text.splitlines() if re.match(r"\| \d", line)]


@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_step_has_a_row(name: str, language: str) -> None:
    transcript = played(name)
    found = rows(markdown.write(transcript, partial(say, language=language)))
    assert [row[0] for row in found] == [str(step.number) for step in transcript.steps]
    assert {len(row) for row in found} == {7}
    assert [row[4] for row in found] == [f"{step.size:,}" if step.size else "" for step in transcript.steps]


def test_a_table_stands_below_a_heading_for_each_connection() -> None:
    text = markdown.write(played("tls12_session_ticket"), ENGLISH, detail="messages")
    lines = text.splitlines()
    assert lines[0].startswith("# ") and "- Server · www\\.example.test" in lines
    headings = [place for place, line in enumerate(lines) if line.startswith("## ")]
    assert len(headings) == 2 and "TLS 1.2" in lines[headings[1]]
    for place in headings:
        assert lines[place + 1] == "" and cells(lines[place + 2])[1:] == ["ms", "who", "what", "bytes", "protected by", "remarks"]
        assert set(cells(lines[place + 3])) == {"---", "--:"}
    assert all(row[3] != "Compute the shared secret" for row in rows(text))


def test_values_with_formulas_when_asked_for() -> None:
    transcript = played("tls13_full")
    assert "HKDF" not in markdown.write(transcript, ENGLISH)
    text = markdown.write(transcript, ENGLISH, values=True)
    assert "`HKDF-Extract(derived_early_secret, shared_secret)`" in text and "RFC 8446 section 7.1" in text
    assert markdown.escape(ENGLISH(Message("markdown_secrets_left_out"))) in text
    with_secrets = markdown.write(transcript, ENGLISH, values=True, secrets=True)
    assert markdown.escape(ENGLISH(Message("markdown_secrets_inside"))) in with_secrets
    secrets = public = 0
    for value in (value for step in transcript.steps for value in step.values if value.data is not None):
        assert f"`{value.name}`" in text and value.data is not None
        assert value.data.hex() in with_secrets
        if value.secret:
            secrets += 1
            assert value.data.hex() not in text
        else:
            public += 1
            assert value.data.hex() in text
    assert secrets > 20 < public
    assert "HKDF" not in markdown.write(transcript, ENGLISH, secrets=True)


@pytest.mark.parametrize(
    "text",
    [
        "a|b",
        "`code`",
        "<img src=x>",
        "[x](http://y)",
        "*x* _y_ ~~z~~",
        "x\n\n# forged",
        "&lt;",
        "\\|",
        "\\",
        "http://x.y",
        "www.x.y",
        "a@b.c",
    ],
)
def test_a_peer_writes_text_and_nothing_else(text: str) -> None:
    hold(text)
    shown = markdown.escape(text)
    assert not re.search(r"(?<!\\)[`*_<\[|&~#]|http:|www\.|(?<!\\)@|\n", shown)


@given(st.text(max_size=30))
def test_no_text_breaks_a_row(text: str) -> None:
    hold(text)


def hold(text: str) -> None:
    message = Message("any", {"text": text})
    step = Step(
        0, 1, StepKind.message, "ClientHello", Role.client, Role.server, facts=(message,),
        values=(Value(text or "x", b"ab", text, secret=False),),
    )  # fmt: skip
    transcript = Transcript("x", (Party(Role.server, text),), (step,), headline=message)
    written = markdown.write(transcript, lambda asked: str(asked.params["text"]) if asked is message else asked.id, values=True)
    table = [line for line in written.split("\n") if line.startswith("|")]
    assert [len(cells(line)) for line in table] == [7, 7, 7, 4, 4, 4]
    assert sum(line.startswith("#") for line in written.split("\n")) <= 4
    for line in written.split("\n"):
        assert line.isprintable()


def test_code_is_fenced_with_more_backticks_than_it_has() -> None:
    assert markdown.code("a") == "`a`" and markdown.code("") == ""
    assert markdown.code("a``b`") == "``` a``b` ```"
    assert markdown.code("a || b") == "`a \\|\\| b`"


def test_nothing_is_written_of_nothing() -> None:
    assert markdown.write(Transcript("", (), ())) == ""
