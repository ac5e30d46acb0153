"""Which key protects a step, who has it, where it came from, and what an eavesdropper sees: against scenarios that really ran."""

from __future__ import annotations

from functools import cache

import pytest

from workbench import words
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Role, Step, StepKind, Transcript
from workbench.core.tls.events import Level
from workbench.models.handshake_protection import protection_of, protection_text
from workbench.models.handshake_text import HandshakeText

EN, JA = HandshakeText("en"), HandshakeText("ja")


@cache
def played(name: str) -> Transcript:
    return run(name, Parameters(seed=5))


def steps(name: str, message: str) -> list[Step]:
    return [step for step in played(name).steps if step.name == message and step.receiver is not None]


@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS])
def test_every_protected_step_says_its_key_and_where_its_sender_made_it(name: str) -> None:
    transcript = played(name)
    for step in transcript.steps:
        found = protection_of(transcript, step)
        if step.protection is Level.early_data and step.sender is Role.attacker:
            assert found is None  # played back: nobody there has its key
            continue
        assert (found is not None) == (step.protection is not Level.none)
        if found is None or Role.attacker in (step.sender, step.receiver):
            continue
        assert found.born is not None and found.born < step.number
        born = transcript.steps[found.born]
        assert born.sender is step.sender and found.key in [value.name for value in born.values] and found.inputs
        if step.name not in ("Application data", "application_data", "EndOfEarlyData"):
            assert found.holders <= {Role.client, Role.server}, "never an eavesdropper"


def test_a_certificate_of_tls13_is_protected_and_one_of_tls12_is_not() -> None:
    (new,), (old,) = steps("tls13_full", "Certificate"), steps("tls12_rsa", "Certificate")
    said = protection_text(played("tls13_full"), new, EN)
    assert said.startswith("Encrypted with server_handshake_write_key, known to Client, Server, and made in step ")
    assert "from server_handshake_traffic_secret" in said and f"{len(new.wire):,} bytes of the type application_data" in said
    assert protection_text(played("tls12_rsa"), old, EN) == "Not encrypted: everybody on the way can read it."
    assert protection_text(played("tls12_rsa"), old, JA) == "暗号化されていません。経路上の誰でも読めます。"


def test_after_a_key_update_it_is_the_newer_key() -> None:
    transcript = played("tls13_key_update")
    sent = [step for step in transcript.steps if step.kind is StepKind.application_data and step.sender is Role.client]
    first, second = (protection_of(transcript, step) for step in sent)
    assert first is not None and second is not None and first.born is not None and second.born is not None
    assert first.born < sent[0].number < second.born < sent[1].number
    assert first.inputs != second.inputs


def test_packets_and_computations_say_nothing() -> None:
    transcript = played("tls13_full")
    silent = [step for step in transcript.steps if step.kind in (StepKind.tcp, StepKind.computation, StepKind.close)]
    assert silent and not any(protection_text(transcript, step, EN) for step in silent)


def test_why_it_failed_is_what_the_check_found() -> None:
    assert EN.why(played("expired")) == EN.message(next(s.reason for s in played("expired").steps if s.name == "judge_certificate"))
    assert EN.why(played("no_common_cipher_suite")) == words.catalogue("en")["tls_no_common_suite"]["sentence"]
    assert EN.why(played("tls13_full")) == "" and EN.why(None) == ""


def test_a_lookup_says_that_it_is_one() -> None:
    question, answer = (step for step in played("tls13_full").steps if step.kind is StepKind.name_lookup)
    assert (EN.title(question), EN.title(answer)) == ("DNS A?", "DNS A")
    assert (JA.title(question), JA.title(answer)) == ("DNS A？", "DNS A")
