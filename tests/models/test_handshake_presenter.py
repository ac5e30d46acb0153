"""What is said and shown in front of people."""

from __future__ import annotations

from functools import cache

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from workbench.core.handshake.knowledge import who_knows
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_knowledge import KnowledgeModel
from workbench.models.handshake_presenter import SecretsThatMatter, first_sentence, matters_most, sentence, title
from workbench.models.handshake_steps import Detail, moments
from workbench.models.handshake_text import HandshakeText


@cache
def made(name: str) -> Transcript:
    return run(name, Parameters(seed=1))


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("One thing. Another thing.", "en", "One thing."),
        ("TLS 1.3 is spoken with www.example.test. It is quick.", "en", "TLS 1.3 is spoken with www.example.test."),
        ("It gives up (bad record. Really). Then it closes.", "en", "It gives up (bad record. Really)."),
        ("Why not? They are slow.", "en", "Why not?"),
        ("一つ目です。二つ目です。", "ja", "一つ目です。"),
        ("検査（失敗しました。理由は不明です。）で終わります。次です。", "ja", "検査（失敗しました。理由は不明です。）で終わります。"),
        ("", "en", ""),
    ],
)
def test_the_first_sentence(text: str, language: str, first: str) -> None:
    assert first_sentence(text, language) == first


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS])
def test_there_is_something_short_to_say_of_everything(name: str, language: str) -> None:
    text, transcript = HandshakeText(language), made(name)
    for detail in Detail:
        for moment in (None, *moments(transcript, detail)):
            said = sentence(transcript, moment, text)
            assert said and len(said) < (330 if language == "en" else 160), said
            assert title(transcript, moment, text)


@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS])
def test_few_values_are_shown_and_each_by_a_plain_name(name: str) -> None:
    transcript = made(name)
    model = KnowledgeModel(HandshakeText("en"))
    shown = SecretsThatMatter(model)
    last = len(transcript.steps) - 1
    shown.show(transcript, 0, last, HandshakeText("en"))
    assert 0 < shown.rowCount() <= model.rowCount() and shown.rowCount() <= 18
    for row in range(shown.rowCount()):
        words = shown.index(row, 0).data()
        assert words and "_" not in words


def test_what_lies_between_is_left_out() -> None:
    assert matters_most("client_x25519_private_key", tls13=True) and matters_most("server_handshake_write_key", tls13=True)
    assert matters_most("master_secret", tls13=False) and not matters_most("master_secret", tls13=True)
    assert not matters_most("client_random", tls13=True) and not matters_most("handshake_secret", tls13=True)


def test_the_model_keeps_the_rules_of_models(qapp: object) -> None:
    transcript, text = made("tls13_resumption"), HandshakeText("en")
    source = KnowledgeModel(text)
    shown = SecretsThatMatter(source)
    tester = QAbstractItemModelTester(shown, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for number in range(0, len(transcript.steps), 3):
        shown.show(transcript, number, number, text)
        knows = who_knows(transcript.steps, {party.role for party in transcript.parties}).at(number)
        assert shown.rowCount() <= len(knows)
        assert all(shown.index(row, 0).data() for row in range(shown.rowCount()))
    assert tester.model() is shown
