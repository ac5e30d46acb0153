"""What is copied as text, what files are called, and that secrets stay where they are."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from workbench.core.handshake.scenarios import run
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_steps import Detail, moments
from workbench.models.handshake_taking_away import (
    FORMS,
    Form,
    Secrets,
    Wish,
    moment_bytes,
    moment_text,
    name_text,
    row_of,
    suggested_name,
    table_text,
)
from workbench.models.handshake_text import HandshakeText
from workbench.words import LANGUAGES


@cache
def played(name: str) -> Transcript:
    return run(name)


def test_every_form_has_a_row_and_words() -> None:
    assert [row.form for row in FORMS] == list(Form)
    for language in LANGUAGES:
        text = HandshakeText(language)
        assert all(text.say(f"taking_away_{form.value}") != f"taking_away_{form.value}" for form in Form)


@pytest.mark.parametrize("detail", list(Detail))
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_has_a_line_for_each_moment_and_the_same_cells_in_each(detail: Detail, language: str) -> None:
    transcript, text = played("tampered_client_hello"), HandshakeText(language)
    shown = moments(transcript, detail)
    lines = table_text(transcript, shown, text).splitlines()
    assert len(lines) == len(shown) + 1
    assert {line.count("\t") for line in lines} == {6}
    assert [line.split("\t")[3] for line in lines[1:]] == [name_text(moment, text) for moment in shown]


def test_a_strangers_tabs_and_lines_make_no_cells() -> None:
    transcript, text = played("tls13_full"), HandshakeText("en")
    steps = tuple(replace(step, name="a\tb\nc") if step.receiver is not None else step for step in transcript.steps)
    hostile = replace(transcript, steps=steps)
    lines = table_text(hostile, moments(hostile, Detail.messages), text).splitlines()
    assert {line.count("\t") for line in lines} == {6} and len(lines) == len(moments(hostile, Detail.messages)) + 1


def test_a_step_as_text_says_what_its_pane_says() -> None:
    transcript = played("tls13_full")
    moment = next(moment for moment in moments(transcript, Detail.messages) if moment.step.name == "CertificateVerify")
    said = moment_text(transcript, moment, HandshakeText("en"))
    assert said.splitlines()[0] == f"Step {moment.step.number + 1} · Server → Client" and said.splitlines()[1] == "CertificateVerify"
    assert "server_handshake_write_key" in said
    stage = next(moment for moment in moments(transcript, Detail.stages) if name_text(moment, HandshakeText("ja")) == "鍵を作る")
    said = moment_text(transcript, stage, HandshakeText("ja"))
    assert "ServerHello" in said and "鍵を作る" in said.splitlines()[0]


def test_bytes_are_those_of_the_message() -> None:
    transcript = played("tls13_full")
    found = {moment.step.name: moment_bytes(moment) for moment in moments(transcript, Detail.messages)}
    assert found["ClientHello"][0] == 1 and found["Certificate"][0] == 11  # handshake types of RFC 8446 section 4
    assert found["compute_shared_secret"] == b""
    assert all(moment_bytes(moment) == b"" for moment in moments(transcript, Detail.stages))


@pytest.mark.parametrize(
    ("name", "host", "expected"),
    [("tls13_full", "", "tls13_full"), ("", "www.example.test", "www.example.test"), ("", "", "handshake"),
     ("../a b/c:\u202e", "", "a_b_c_⟨U+202E⟩"), ("...", "", "handshake")],
)  # fmt: skip
def test_a_file_is_named_after_what_it_shows(name: str, host: str, expected: str) -> None:
    transcript = played("tls13_full")
    changed = replace(transcript, name=name, connections=tuple(replace(one, server_name=host) for one in transcript.connections))
    assert suggested_name(changed, Form.pdf) == expected + ".pdf"


def test_a_wish_is_secret_only_where_secrets_can_stand() -> None:
    for form in Form:
        assert Wish(form).secret is (row_of(form).secrets is Secrets.always)
        assert Wish(form, secrets=True).secret is (row_of(form).secrets is not Secrets.never)
