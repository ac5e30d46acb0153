"""The questions people have about a handshake: each answer speaks of what the transcript really holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.test_narration import RSA_SUITE, SEEDED, TLS12, lost_ticket_key, played, psk_ke, transcripts
from workbench import words
from workbench.core.handshake.scenarios import SCENARIOS
from workbench.core.handshake.scenarios.parameters import Deed, ServerCertificate
from workbench.core.handshake.scenarios.stage import Stage as Scene
from workbench.core.handshake.transcript import Outcome, Role, StepKind, Transcript
from workbench.core.tls.events import Level
from workbench.core.tls.session_cache import SessionCache
from workbench.core.x509.issuance import KeyKind
from workbench.narration import Depth, names
from workbench.narration.answers import ANSWERS, COMPUTED, PLACES, Answer, answers
from workbench.narration.blanks import BLANKS


def blanks(template: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", template))


def asked(transcript: Transcript, language: str = "en", depth: Depth = Depth.newcomer) -> dict[str, Answer]:
    return {answer.id: answer for answer in answers(transcript, language, depth)}


def links(transcript: Transcript, question: str) -> set[tuple[str, Role]]:
    """Names of the steps that an answer leads to, with who does them."""
    steps = [transcript.steps[piece.step] for piece in asked(transcript)[question].pieces if piece.step is not None]
    return {(step.name, step.sender) for step in steps}


def test_both_languages_ask_and_answer_the_same() -> None:
    english, japanese = names.answers("en"), names.answers("ja")
    assert english.keys() == japanese.keys()
    for id, row in english.items():
        assert row.keys() == japanese[id].keys(), id
        for part, text in row.items():
            assert blanks(text) == blanks(japanese[id][part]), (id, part)
            assert blanks(text) <= {*PLACES, *COMPUTED, *BLANKS}, (id, part)


def test_every_row_has_a_question_and_two_depths_and_every_text_a_row() -> None:
    rows = names.answers("en")
    assert {row.text for row in ANSWERS} | {row.question for row in ANSWERS} == set(rows)
    for row in ANSWERS:
        assert rows[row.question]["question"].endswith("?") and set(Depth) <= rows[row.text].keys()
        assert names.answers("ja")[row.question]["question"].endswith("。")


def test_every_answer_is_used_by_some_handshake() -> None:
    found: set[str] = set()
    for transcript in (*transcripts(), rsa_resumed(), first_visit(tickets=True), first_visit(tickets=False), *trusting()):
        for answer in answers(transcript, "en", Depth.engineer):
            found |= {row.text for row in ANSWERS if row.question == answer.id and matches(row.text, answer.text)}
    assert {row.text for row in ANSWERS} - found <= {"attack_other"}


def matches(id: str, text: str) -> bool:
    """Whether a text was filled from this template."""
    parts = re.split(r"\{\w+\}", names.answers("en")[id][Depth.engineer])
    return re.fullmatch(".*".join(re.escape(part) for part in parts), text, re.DOTALL) is not None


def rsa_resumed() -> Transcript:
    return played("tls12_session_id", replace(SEEDED, versions=(TLS12,), key_kind=KeyKind.RSA_2048, cipher_suites=(RSA_SUITE,)))


def trusting() -> Iterator[Transcript]:
    """Clients that go on whatever they find."""
    yield played("tls13_resumption", replace(SEEDED, server_certificate=ServerCertificate.self_signed, continue_anyway=True))
    for name in ("tls13_full", "tls12_rsa"):
        yield played(name, replace(SEEDED, deed=Deed.pose_with_own_certificate, continue_anyway=True))


def test_who_goes_on_all_the_same_is_told_the_truth() -> None:
    resumed, posed, rsa = trusting()
    assert "never found out" in asked(resumed)["no_certificate"].text and "nobody knows" in asked(resumed)["tomorrow"].text
    for transcript in (posed, rsa):
        assert "went on all the same" in asked(transcript)["attack"].text and "attacker has read it" in asked(transcript)["tomorrow"].text
        assert not {"believed", "locks", "crosses"} & set(asked(transcript))


def first_visit(tickets: bool) -> Transcript:
    """TLS 1.2 with a session to come back with, and nobody who does."""
    scene = Scene(SEEDED, (TLS12,))
    if tickets:
        scene.change_server(ticket_keys=scene.ticket_keys)
    else:
        scene.change_client(session_tickets=False)
        scene.change_server(session_cache=SessionCache(scene.clock))
    scene.come_back(scene.visit())
    return scene.transcript("first_visit")


def test_nothing_is_left_blank_or_unknown_and_links_lead_somewhere() -> None:
    for transcript in transcripts():
        for language in words.LANGUAGES:
            for depth in Depth:
                for answer in answers(transcript, language, depth):
                    place = (transcript.name, answer.id, answer.text)
                    assert answer.text and not re.search(r"[{}]|  |None|\.\.(?!\.)(?=\s)|。。", answer.text), place
                    assert names.name("unknown", language) not in answer.text, place
                    assert all(piece.step is None or 0 <= piece.step < len(transcript.steps) for piece in answer.pieces), place
                    numbers = [piece.step for piece in answer.pieces if piece.step is not None]
                    assert [int(n) - 1 for n in re.findall(r"step (\d+)|手順(\d+)", answer.text) for n in n if n] == numbers, place


def every(*names: str) -> Iterator[Transcript]:
    return (played(name) for name in names)


def test_what_makes_no_sense_is_not_asked() -> None:
    assert "no_certificate" not in asked(played("tls13_full")) and "gave_up" not in asked(played("tls13_full"))
    assert "believed" not in asked(played("expired")) and "tomorrow" not in asked(played("expired"))
    assert set(asked(played("no_common_version"))) == {"gave_up", "eavesdropper"}
    assert "attack" not in asked(played("tls12_rsa"))
    for scenario in SCENARIOS:
        found = asked(played(scenario.id))
        assert ("gave_up" in found) == (played(scenario.id).outcome is Outcome.failed), scenario.id
        assert not {"believed", "doubted"} <= set(found) and not {"crosses", "never_crosses"} <= set(found), scenario.id


def test_answers_about_keys_lead_to_where_they_were_made() -> None:
    full = played("tls13_full")
    assert links(full, "origin") >= {("compute_shared_secret", Role.client), ("compute_shared_secret", Role.server)}
    assert links(full, "never_crosses") == {("ClientHello", Role.client), ("ServerHello", Role.server)}
    assert links(played("tls12_rsa"), "crosses") == {("ClientKeyExchange", Role.client)}
    assert "256 bytes" in asked(played("tls12_rsa"))["crosses"].text
    assert links(played("tls13_resumption"), "no_certificate") >= {("judge_certificate", Role.client), ("compute_binder", Role.client)}


@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS])
def test_who_locks_with_which_key_names_every_key_in_use_and_no_other(name: str) -> None:
    transcript = played(name)
    found = asked(transcript).get("locks")
    if found is None:
        return
    connection = transcript.steps[next(piece.step for piece in found.pieces if piece.step is not None)].connection
    used = {
        (step.records[0].key, step.sender)
        for step in transcript.steps
        if step.connection == connection and step.protection is not Level.none and step.records and step.receiver is not None
    }
    assert all(f"with {key} (" in found.text for key, _ in used)
    assert found.text.count("(from step") == len({key for key, _ in used})


def test_what_an_eavesdropper_sees_is_what_crossed_in_the_clear() -> None:
    for transcript in every("tls13_full", "tls12_rsa", "tls13_resumption", "tls12_session_ticket"):
        said = asked(transcript)["eavesdropper"].text
        last = max(step.connection for step in transcript.steps)
        for step in transcript.steps:
            if step.connection == last and step.kind is StepKind.message:
                in_clear = step.name in said.split(". ")[0]
                assert in_clear == (step.protection is Level.none) or step.name == "Finished", (transcript.name, step.name)


@pytest.mark.parametrize(
    ("name", "word"),
    [("tls13_full", "Nobody"), ("tls12_rsa", "server’s private key, even years from now"), ("tls12_session_ticket", "ticket key"),
     ("tls13_early_data", "The early data"), ("opened_years_later_rsa", "opens it, even years later"),
     ("opened_years_later_ecdhe", "stays closed"), ("tls13_hybrid", "quantum"), ("continue_anyway", "already today")],
)  # fmt: skip
def test_who_could_read_it_tomorrow_depends_on_how_the_key_was_made(name: str, word: str) -> None:
    assert word in asked(played(name))["tomorrow"].text


def test_without_a_fresh_key_exchange_the_old_secret_opens_it() -> None:
    assert "ticket key" in asked(psk_ke())["tomorrow"].text and "Nobody" not in asked(psk_ke())["tomorrow"].text
    assert "Nobody" in asked(lost_ticket_key())["tomorrow"].text, "the second visit was a full handshake"
    assert "pre-master secret" in asked(rsa_resumed())["tomorrow"].text


def test_why_the_server_is_believed_names_check_root_and_proof() -> None:
    said = asked(played("tls13_full"))["believed"].text
    assert "TLS Workbench Demo Root CA" in said and "www.example.test" in said
    assert links(played("tls13_full"), "believed") == {("judge_certificate", Role.client), ("verify_certificate_verify", Role.client)}
    assert links(played("tls12_rsa"), "believed") == {("judge_certificate", Role.client), ("verify_finished", Role.client)}
    assert "2027-01-14" in asked(played("expired"))["doubted"].text
    assert "private key" in asked(played("impostor_true_certificate"))["doubted"].text


def test_an_answer_shows_no_secret() -> None:
    for transcript in every("tls13_full", "tls12_rsa", "tls13_resumption"):
        secrets = {value.data.hex()[:12] for step in transcript.steps for value in step.values if value.secret and value.data}
        for answer in answers(transcript, "en", Depth.engineer):
            assert not any(secret in answer.text for secret in secrets)


def test_a_transcript_that_knows_little_is_asked_little() -> None:
    full = played("tls13_full")
    bare = tuple(replace(step, values=(), parts=(), records=(), facts=(), reason=None, subject=None) for step in full.steps)
    poor = replace(full, steps=bare, connections=tuple(replace(connection, negotiated={}) for connection in full.connections))
    for depth in Depth:
        assert all("{" not in answer.text for answer in answers(poor, "en", depth))
    assert answers(replace(full, steps=(), connections=()), "en") == ()
