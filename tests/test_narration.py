"""Every step of every handshake is narrated, truly, completely, in both languages and at both depths."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from tests.core.live.serving import Serving, client_configuration, trusting
from tests.test_words import JAPANESE
from workbench import words
from workbench.core.errors import Message, UsageError
from workbench.core.handshake.scenarios import BY_ID, SCENARIOS
from workbench.core.handshake.scenarios.parameters import ClientCertificate, Parameters, ServerCertificate, random_source
from workbench.core.handshake.scenarios.stage import Stage as Scene
from workbench.core.handshake.stages import stages
from workbench.core.handshake.transcript import Connection, Outcome, Role, Step, StepKind, Transcript, Value
from workbench.core.live.address import Address
from workbench.core.live.connect import Visit, connect
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.events import Level
from workbench.core.tls.parameters import NamedGroup, PskKeyExchangeMode
from workbench.core.tls.tickets import TicketKeys
from workbench.core.x509.issuance import KeyKind
from workbench.narration import Depth, names, narrate, narrate_stage, narration_ids
from workbench.narration.blanks import BLANKS
from workbench.narration.rules import ADDITIONS, RULES, STAGE_RULES
from workbench.narration.situation import Situation

TLS12, TLS13 = 0x0303, 0x0304
RSA_SUITE = int(CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA)
UNKNOWN = {language: names.name("unknown", language) for language in words.LANGUAGES}
SEEDED = Parameters(seed=1)


@cache
def played(name: str, parameters: Parameters = SEEDED) -> Transcript:
    return BY_ID[name].run(parameters)


def _variations() -> Iterator[tuple[str, Parameters]]:
    every = [scenario.id for scenario in SCENARIOS]
    for name in ("tls13_full", "tls13_resumption"):
        for group in (
            NamedGroup.x448, NamedGroup.secp384r1, NamedGroup.secp521r1, NamedGroup.ffdhe2048, NamedGroup.X25519MLKEM768,
            NamedGroup.SecP256r1MLKEM768, NamedGroup.SecP384r1MLKEM1024,
        ):  # fmt: skip
            yield name, replace(SEEDED, groups=(int(group),))
    for kind in (KeyKind.RSA_2048, KeyKind.ED25519, KeyKind.P_384):
        yield "tls12_mutual", replace(SEEDED, key_kind=kind)
        yield "tls13_mutual", replace(SEEDED, key_kind=kind)
    yield "tls13_mutual", replace(SEEDED, key_kind=KeyKind.ML_DSA_65)
    for name in every:
        for versions in ((TLS12,), (TLS13,), (TLS13, TLS12)):
            yield name, replace(SEEDED, versions=versions)
        yield name, replace(SEEDED, client_authentication=True)
        yield name, replace(SEEDED, resumption=True)
        yield name, replace(SEEDED, versions=(TLS12,), client_authentication=True)
        yield name, replace(SEEDED, versions=(TLS12,), key_kind=KeyKind.RSA_2048, cipher_suites=(RSA_SUITE,))
    for name in ("tls13_full", "tls12_rsa"):
        yield name, replace(SEEDED, server_name="192.0.2.7")
    for name in ("tls13_full", "tls13_resumption", "tls12_ecdhe_ecdsa", "tls12_rsa"):
        for deed in BY_ID[name].deeds:
            yield name, replace(SEEDED, deed=deed)
            yield name, replace(SEEDED, deed=deed, continue_anyway=True)
        for state in ServerCertificate:
            yield name, replace(SEEDED, server_certificate=state)
            yield name, replace(SEEDED, server_certificate=state, continue_anyway=True)
        for has in ClientCertificate:
            yield name, replace(SEEDED, client_certificate=has)
        yield name, replace(SEEDED, trust_root=False)
        yield name, replace(SEEDED, certificate_name="*.example.test")


def psk_ke() -> Transcript:
    """A second visit that resumes without a fresh key exchange."""
    scene = Scene(SEEDED)
    scene.change_client(psk_modes=(PskKeyExchangeMode.psk_ke,))
    scene.change_server(ticket_keys=scene.ticket_keys)
    scene.come_back(scene.visit())
    scene.visit()
    return scene.transcript("psk_ke")


def lost_ticket_key() -> Transcript:
    """A second visit whose ticket the server can no longer open."""
    scene = Scene(SEEDED)
    scene.change_server(ticket_keys=scene.ticket_keys)
    scene.come_back(scene.visit())
    scene.change_server(ticket_keys=TicketKeys(random_source(1, "other ticket keys"), scene.clock))
    scene.visit()
    return scene.transcript("lost_ticket_key")


@cache
def transcripts() -> tuple[Transcript, ...]:
    found = [played(scenario.id) for scenario in SCENARIOS] + [psk_ke(), lost_ticket_key()]
    found += [scenario.run(Parameters()) for scenario in SCENARIOS]
    for name, parameters in _variations():
        try:
            found.append(played(name, parameters))
        except UsageError:  # parameters that do not go together
            continue
    return tuple(found)


def blanks(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def every_row() -> Iterator[tuple[str, str]]:
    return ((id, part) for id, row in names.catalogue("en").items() for part in row)


# --- the texts


def test_both_languages_have_the_same_texts_parts_and_blanks() -> None:
    english, japanese = names.catalogue("en"), names.catalogue("ja")
    assert english.keys() == japanese.keys() and names.all_names("en") == names.all_names("ja")
    for id, row in english.items():
        assert set(row) == set(japanese[id]) == set(Depth), id
        for part, text in row.items():
            assert {blank.lower() for blank in blanks(text)} == {blank.lower() for blank in blanks(japanese[id][part])}, (id, part)
            assert {blank.lower() for blank in blanks(text)} <= set(BLANKS), (id, part)


def test_japanese_texts_are_japanese() -> None:
    for id, row in names.catalogue("ja").items():
        for part, text in row.items():
            assert len(JAPANESE.findall(text)) > 2, (id, part)
            assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff] [A-Za-z{]|[A-Za-z}] [\u3040-\u30ff\u4e00-\u9fff]", text), (id, part)
            assert not re.search(r"[,;:!?][\u3040-\u30ff\u4e00-\u9fff]|サーバ[^ー]|ユーザ[^ー]|\. ", text), (id, part)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_newcomers_are_told_little_at_a_time(language: str) -> None:
    for id, row in names.catalogue(language).items():
        sentences = re.findall(r"[。.?!](?:[ ”」]|$)|。", row[Depth.newcomer])
        assert len(sentences) <= 7, (id, len(sentences))


def test_every_text_has_a_rule_and_every_rule_a_text() -> None:
    rules = [rule.id for rule in (*RULES, *ADDITIONS, *STAGE_RULES)]
    assert len(rules) == len(set(rules))
    assert set(rules) == set(names.catalogue("en"))


# --- every step


def test_every_step_is_narrated_with_all_blanks_filled() -> None:
    for transcript in transcripts():
        for step in transcript.steps:
            for language in words.LANGUAGES:
                for depth in Depth:
                    text = narrate(transcript, step, language, depth)
                    place = (transcript.name, step.number, step.name, language, text)
                    assert text and not re.search(r"[{}]", text), place
                    assert UNKNOWN[language] not in text, place
                    assert not re.search(r"\.\.(?!\.)(?=\s)|。。|  |None", text), place


def made_up(step: Step, **changes: object) -> tuple[Transcript, Step]:
    """A transcript of one step that no scenario has."""
    changed = replace(step, number=0, connection=1, **changes)  # type: ignore[arg-type]
    return Transcript("", (), (changed,), (Connection(1, "www.example.test"),)), changed


def test_no_rule_is_without_a_step_that_uses_it() -> None:
    used = {id for transcript in transcripts() for step in transcript.steps for id in narration_ids(Situation(transcript, step))}
    used |= {id for situation in rare() for id in narration_ids(situation)}
    assert sorted({rule.id for rule in (*RULES, *ADDITIONS)} - used) == []


def rare() -> Iterator[Situation]:
    """What only strangers do, or whoever cannot read everything."""
    full = played("tls13_full")
    failing = {
        "tls13_hello_retry": ("check_cookie",),
        "tls13_resumption": ("verify_binder",),
        "server_preparation": ("check_certification_request",),
        "tls12_ecdhe_rsa": ("verify_server_key_exchange",),
    }
    for name, steps in failing.items():
        transcript = played(name)
        for step in transcript.steps:
            if step.name in steps:
                yield Situation(transcript, replace(step, outcome=Outcome.failed))
    message = next(step for step in full.steps if step.name == "Certificate")
    record = tuple(part for part in message.parts if part.id == "record")
    alone = Step(0, 1, StepKind.computation, "export_keying_material", Role.client)
    for step, changes in (
        (alone, {}),
        (alone, {"name": "something_new"}),
        (alone, {"name": "something_new", "outcome": Outcome.failed}),
        (alone, {"kind": StepKind.handover, "name": "something_new", "receiver": Role.server}),
        (alone, {"kind": StepKind.tcp, "name": "RST", "receiver": Role.server}),
        (alone, {"kind": StepKind.attack, "name": "attack", "receiver": Role.server, "sender": Role.attacker}),
        (alone, {"kind": StepKind.alert, "name": "user_canceled", "receiver": Role.server}),
        (alone, {"kind": StepKind.alert, "name": "internal_error", "receiver": Role.server, "outcome": Outcome.failed}),
        (alone, {"kind": StepKind.alert, "name": "unknown_ca", "receiver": Role.server, "outcome": Outcome.failed}),
        (alone, {"kind": StepKind.alert, "name": "unexpected_message", "receiver": Role.server, "outcome": Outcome.failed,
                 "reason": Message("tls_cut_off")}),
        (alone, {"kind": StepKind.application_data, "name": "application_data", "receiver": Role.server, "protection": Level.application}),
        (alone, {"kind": StepKind.message, "name": "handshake 99", "receiver": Role.server}),
        (message, {"name": "handshake 99", "parts": record}),
    ):  # fmt: skip
        yield Situation(*made_up(step, **changes))


def test_rare_steps_are_narrated_too() -> None:
    for situation in rare():
        for language in words.LANGUAGES:
            for depth in Depth:
                text = narrate(situation.transcript, situation.step, language, depth)
                assert text and "{" not in text


def test_nothing_is_needed_that_a_capture_does_not_know() -> None:
    """No values, no messages, no facts, nothing agreed on: still a narration."""
    for scenario in SCENARIOS:
        whole = played(scenario.id)
        steps = tuple(
            replace(step, values=tuple(replace(value, data=None) for value in step.values), parts=(), facts=(), reason=None, subject=None)
            for step in whole.steps
        )
        poor = replace(whole, steps=steps, connections=tuple(replace(connection, negotiated={}) for connection in whole.connections))
        for step in poor.steps:
            for language in words.LANGUAGES:
                assert "{" not in narrate(poor, step, language, Depth.engineer) + narrate(poor, step, language)


@pytest.mark.parametrize("version", [TLS12, TLS13])
def test_what_only_one_side_tells_is_narrated_too(version: int) -> None:
    """Real connections: the client's transcript knows nothing of the server's work, and the other way round."""
    with Serving(record=True) as serving:
        address = Address("127.0.0.1", serving.port)
        found = [connect(Visit(address, client_configuration(versions=(version,)), resume=True))]
        found.append(connect(Visit(address, client_configuration(versions=(version,), verify=trusting()))))
        found += [served.transcript for served in serving.wait(lambda told: len(told) >= 3) if served.transcript is not None]
    assert len(found) == 5
    for transcript in found:
        for step, stage in zip(transcript.steps, stages(transcript), strict=True):
            for language in words.LANGUAGES:
                for depth in Depth:
                    text = narrate(transcript, step, language, depth) + narrate_stage(transcript, step.connection, stage, language, depth)
                    assert "{" not in text and UNKNOWN[language] not in text, (step.name, text)
    refused = [step for step in found[-1].steps if step.name == "unknown_ca"]
    assert "it does not accept the certificate that the server showed" in narrate(found[-1], refused[0], "en")


def test_no_secret_is_told() -> None:
    """Whatever looks like bytes is the beginning and end of something public; no secret's bytes stand anywhere."""
    for transcript in transcripts()[: len(SCENARIOS)]:
        values = [value for step in transcript.steps for value in step.values if value.data]
        public = {v.data.hex()[:4] + "…" + v.data.hex()[-4:] for v in values if not v.secret and v.data}
        public |= {v.data[:16].hex()[:4] + "…" + v.data[:16].hex()[-4:] for v in values if v.name.startswith("ticket") and v.data}
        secret = {v.data.hex() for v in values if v.secret and v.data and len(v.data) >= 8}
        for step in transcript.steps:
            for depth in Depth:
                text = narrate(transcript, step, "en", depth)
                assert set(re.findall(r"[0-9a-f]{4}…[0-9a-f]{4}", text)) <= public, (transcript.name, step.name)
                assert not any(digits[:16] in text for digits in secret)


def test_a_secret_value_is_never_shown_by_a_blank() -> None:
    secret = Value("client_random", bytes(range(32)), secret=True)
    transcript, step = made_up(Step(0, 1, StepKind.computation, "choose_client_random", Role.client, values=(secret,)))
    assert "0001" not in narrate(transcript, step, "en", Depth.engineer)


def test_what_a_peer_says_is_made_visible() -> None:
    line = Message("fact_first_line", {"text": "GET /\u202egnp {sender}"})
    step = Step(0, 1, StepKind.application_data, "application_data", Role.client, Role.server, facts=(line,), protection=Level.application)
    text = narrate(*made_up(step), "en")
    assert "⟨U+202E⟩" in text and "{sender}" in text and "\u202e" not in text


# --- the truth, spot by spot


def said(name: str, step: str, language: str = "en", depth: Depth = Depth.newcomer, connection: int = 1, **parameters: object) -> str:
    """All that is said about the steps of this name."""
    transcript = played(name, replace(SEEDED, **parameters))  # type: ignore[arg-type]
    steps = [s for s in transcript.steps if s.name == step and s.connection == connection]
    assert steps, step
    return "\n".join(narrate(transcript, s, language, depth) for s in steps)


@pytest.mark.parametrize(("name", "step"), [("tls13_resumption", "ServerHello"), ("tls12_session_id", "ServerHello"),
                                            ("tls12_session_ticket", "ServerHello")])  # fmt: skip
def test_a_resumed_handshake_says_why_no_certificate_comes(name: str, step: str) -> None:
    assert "no certificate comes" in said(name, step, connection=2)
    assert "証明書" in said(name, step, "ja", connection=2)
    assert "no certificate comes" not in said(name, step, connection=1)


@pytest.mark.parametrize(
    ("name", "alert", "who", "finding"),
    [
        ("untrusted_issuer", "unknown_ca", "The client gives up after checking the certificate", "TLS Workbench Demo Foreign CA"),
        ("expired", "certificate_expired", "The client gives up after checking the certificate", "2027-01-14"),
        ("wrong_host", "bad_certificate", "The client gives up after checking the certificate", "mail.example.test"),
        ("missing_intermediate", "unknown_ca", "The client gives up after checking the certificate", "Intermediate CA"),
        ("revoked", "certificate_revoked", "The client gives up after checking the certificate", "evoked"),
        ("foreign_client_certificate", "unknown_ca", "The server gives up after checking the client’s certificate", "Foreign CA"),
        ("no_client_certificate", "certificate_required", "The server gives up: it insists on a client certificate", "none"),
        ("impostor_own_certificate", "unknown_ca", "The client gives up after checking the certificate", "self-signed"),
        ("impostor_true_certificate", "decrypt_error", "The client gives up after checking the signature", "private key"),
        ("wrong_finished", "decrypt_error", "The server gives up after comparing the checksums", "changed"),
        ("tampered_client_hello", "bad_record_mac", "The client gives up: it cannot open the very first encrypted message", "changed"),
        ("tampered_record", "bad_record_mac", "The server gives up: a message was changed on the way", "checksum"),
        ("downgrade", "illegal_parameter", "The client gives up: it offered TLS 1.3", "somebody on the way"),
        ("no_common_version", "protocol_version", "The server gives up: the two have no version", "What to do"),
        ("no_common_cipher_suite", "handshake_failure", "The server gives up: the two know no method", "What to do"),
    ],
)
def test_a_failed_handshake_names_who_gave_up_after_which_check_and_what_to_do(name: str, alert: str, who: str, finding: str) -> None:
    text = said(name, alert)
    assert who in text and finding in text and "What to do" in text
    japanese = said(name, alert, "ja")
    assert "打ち切りました" in japanese and "対処：" in japanese
    assert ("サーバーが" in japanese.partition("。")[0]) is ("The server" in who)


def test_continue_anyway_is_encrypted_yet_to_whom() -> None:
    assert "nobody knows with whom" in said("continue_anyway", "judge_certificate")
    assert "to whom?" in said("continue_anyway", "application_data") and "誰に向けて" in said("continue_anyway", "application_data", "ja")
    assert "to whom?" not in said("tls13_full", "application_data")
    assert "was not accepted" in said("continue_anyway", "verify_certificate_verify")


@pytest.mark.parametrize(("group", "halves"), [(NamedGroup.X25519MLKEM768, ("X25519", "ML-KEM-768")),
                                               (NamedGroup.SecP384r1MLKEM1024, ("SecP384r1", "ML-KEM-1024"))])  # fmt: skip
def test_a_hybrid_names_both_halves(group: NamedGroup, halves: tuple[str, str]) -> None:
    for step in ("generate_key_share", "compute_shared_secret", "ClientHello", "ServerHello"):
        for language in words.LANGUAGES:
            text = said("tls13_full", step, language, groups=(int(group),))
            assert all(half in text for half in halves), (step, language)
    assert "ML-KEM" not in said("tls13_full", "ServerHello")


def test_forward_secrecy_is_claimed_only_where_it_is() -> None:
    claim = "This is forward secrecy"
    assert claim in said("tls13_full", "destroy_keys") and claim in said("tls12_ecdhe_rsa", "destroy_keys")
    assert claim not in said("tls12_rsa", "destroy_keys") and "private key to it, even years from now" in said("tls12_rsa", "destroy_keys")
    assert claim not in said("tls12_session_ticket", "destroy_keys") and claim not in said("tls12_session_id", "destroy_keys")
    assert claim not in said("tls12_session_ticket", "destroy_keys", connection=2)
    assert claim in said("tls13_resumption", "destroy_keys", connection=2)
    assert claim not in said("tls13_early_data", "destroy_keys", connection=2)
    transcript = psk_ke()
    text = " ".join(narrate(transcript, step, "en") for step in transcript.steps if step.connection == 2)
    assert claim not in text and "can compute them from a recording" in text


def test_the_version_decides_what_is_said_about_encryption() -> None:
    assert "travels encrypted" in said("tls13_full", "Certificate") and "plain text" in said("tls12_ecdhe_rsa", "Certificate")
    assert "means nothing any more" in said("tls13_full", "change_cipher_spec")
    assert "I encrypt" in said("tls12_ecdhe_rsa", "change_cipher_spec")


def test_impostors_are_not_called_the_server() -> None:
    for name in ("impostor_own_certificate", "impostor_true_certificate"):
        transcript = played(name)
        for step in transcript.steps:
            if step.sender is Role.attacker:
                text = narrate(transcript, step, "en")
                assert not text.startswith("The server"), text
    assert "does not have it" in said("impostor_true_certificate", "sign_certificate_verify").lower()
    assert "does not have it" not in said("impostor_own_certificate", "sign_certificate_verify").lower()


def test_a_replayer_is_never_said_to_have_the_secret() -> None:
    text = said("replayed_early_data", "compute_shared_secret", connection=3)
    assert "has only the copy" in text
    assert "not carried out a second time" in said("replayed_early_data", "EncryptedExtensions", connection=3)


def test_real_values_stand_in_it() -> None:
    transcript = played("tls13_full")
    step = next(step for step in transcript.steps if step.name == "generate_key_share")
    public = next(value.data for value in step.values if not value.secret and value.data)
    assert f"{public.hex()[:4]}…{public.hex()[-4:]}" in narrate(transcript, step, "ja", Depth.engineer)
    assert "250 bytes" in said("tls13_full", "ClientHello", depth=Depth.engineer)
    assert "7,200" in said("tls13_resumption", "NewSessionTicket")
    assert "www.example.test" in said("tls13_full", "ClientHello") and "x25519" in said("tls13_full", "ClientHello")
    assert "plain text" not in said("tls13_full", "ClientHello", server_name="192.0.2.7")  # no name, so none is told


def test_an_attack_is_named_as_the_cause_where_it_is() -> None:
    """With other versions or client certificates the same attacks end elsewhere; nobody innocent is blamed."""
    signature = said("tampered_client_hello", "decrypt_error", versions=(TLS12,), client_authentication=True)
    assert "somebody on the way has changed that" in signature and "private key" not in signature
    assert "somebody on the way has changed that" in said(
        "tampered_client_hello", "verify_certificate_verify", versions=(TLS12,), client_authentication=True
    )
    assert "somebody on the way took it out" in said("downgrade", "protocol_version", versions=(TLS13,))
    assert "come out different" in said("tampered_client_hello", "derive_handshake_secrets")
    assert "come out different" not in said("wrong_finished", "derive_master_secret")  # without EMS they agree, that is the point
    assert "come out different" not in said("tls13_full", "derive_handshake_secrets")
    rsa: dict[str, Any] = {"versions": (TLS12,), "key_kind": KeyKind.RSA_2048, "cipher_suites": (RSA_SUITE,)}
    assert "cannot unlock the pre-master secret" in said("impostor_true_certificate", "decrypt_pre_master_secret", **rsa)
    assert "Only this key can do that" in said("tls12_rsa", "decrypt_pre_master_secret")


def test_the_whole_handshake_answers_what_people_ask() -> None:
    """What the keys are for, where the shared one comes from, why it does not travel, who could read this tomorrow, why both kinds."""
    for language, answers in {
        "en": ("never crosses the wire", "the private key is for", "same one locks and unlocks", "Shared keys like this are quick",
               "steals the server’s private key tomorrow", "everybody may see it"),
        "ja": ("一度も通信路を流れず", "秘密鍵の役目", "共通鍵です", "共通鍵は高速",
               "明日サーバーの秘密鍵を盗んでも", "誰に見られても構いません"),
    }.items():  # fmt: skip
        transcript = played("tls13_full")
        told = " ".join(narrate(transcript, step, language) for step in transcript.steps)
        assert [answer for answer in answers if answer not in told] == []


def test_what_an_impostor_can_open_is_not_called_the_servers() -> None:
    """With RSA key exchange the impostor's own certificate locks the secret, and the client goes on anyway."""
    rsa: dict[str, Any] = {"versions": (TLS12,), "key_kind": KeyKind.RSA_2048, "cipher_suites": (RSA_SUITE,), "continue_anyway": True}
    transcript = BY_ID["impostor_own_certificate"].run(replace(SEEDED, **rsa))
    assert transcript.outcome is Outcome.warning
    for depth in Depth:
        for step in transcript.steps:
            text = narrate(transcript, step, "en", depth)
            assert "server’s public key" not in text and "server’s private key" not in text, (step.name, text)
            text = narrate(transcript, step, "ja", depth)
            assert "サーバーの公開鍵" not in text and "サーバーの秘密鍵" not in text, (step.name, text)
        for stage in dict.fromkeys(stages(transcript)):
            assert "server’s p" not in narrate_stage(transcript, 1, stage, "en", depth), stage
