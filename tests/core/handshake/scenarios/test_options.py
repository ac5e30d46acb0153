"""Whatever is offered can be played, what a scenario does by itself is what it is said to do, and a choice does what it says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from workbench.core.errors import UsageError
from workbench.core.handshake.scenarios import BY_ID, SCENARIOS, changed, run
from workbench.core.handshake.scenarios.options import OWN, OWN_OF, offered, own_value, settle
from workbench.core.handshake.scenarios.parameters import ClientCertificate, Deed, Parameters, ServerCertificate
from workbench.core.handshake.scenarios.pki import HOST, OTHER_HOST
from workbench.core.handshake.transcript import Outcome, Role, StepKind, Transcript
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion
from workbench.core.x509.issuance import KeyKind

IDS = [scenario.id for scenario in SCENARIOS]
TLS12, TLS13 = int(ProtocolVersion.TLS1_2), int(ProtocolVersion.TLS1_3)
SEED = 7
SEEDED = Parameters(seed=SEED)
SLOW_TO_MAKE = {KeyKind.RSA_4096, KeyKind.RSA_3072}
"""Their like, RSA_2048, is tried everywhere."""


@cache
def played(name: str, parameters: Parameters = SEEDED) -> Transcript:
    return run(name, parameters)


def agreed(transcript: Transcript) -> Mapping[str, Any]:
    return transcript.connections[-1].negotiated


def fatal(transcript: Transcript) -> list[tuple[Role, str]]:
    return [(step.sender, step.name) for step in transcript.steps if step.kind is StepKind.alert and step.outcome is Outcome.failed]


def choices(name: str, parameters: Parameters, last: Transcript) -> Iterator[Parameters]:
    """The scenario's parameters with one more of them chosen, as somebody in front of it would choose."""
    scenario = BY_ID[name]
    for parameter in scenario.parameters:
        for value in offered(scenario, parameter, parameters, agreed(last)):
            if parameter != "seed" and value not in SLOW_TO_MAKE:
                yield settle(replace(parameters, **{parameter: value}))


@pytest.mark.parametrize("name", IDS)
def test_every_single_choice_can_be_played(name: str) -> None:
    for parameters in choices(name, Parameters(seed=SEED), played(name)):
        assert played(name, parameters).headline is not None, parameters


@pytest.mark.parametrize("name", ["tls13_full", "tls12_ecdhe_ecdsa"])
def test_two_choices_can_be_played_together(name: str) -> None:
    pairs = 0
    for first in choices(name, Parameters(seed=SEED), played(name)):
        pairs += 1
        for second in itertools.islice(choices(name, first, played(name, first)), pairs % 5, None, 5):
            assert run(name, second).headline is not None, (changed(second), second)
            pairs += 1
    assert pairs > 300


@pytest.mark.parametrize("name", IDS)
def test_what_a_scenario_is_said_to_do_by_itself_it_does(name: str) -> None:
    scenario = BY_ID[name]
    assert set(OWN_OF.get(name, {})) <= set(scenario.parameters)
    said = {parameter: own_value(scenario, parameter) for parameter in scenario.parameters if parameter in OWN and parameter != "seed"}
    if not said.get("client_authentication", True):
        del said["client_certificate"]
    as_said = played(name, Parameters(seed=SEED, **said))
    assert [(step.name, step.sender, step.receiver) for step in as_said.steps] == [
        (step.name, step.sender, step.receiver) for step in played(name).steps
    ]
    assert (as_said.outcome, fatal(as_said)) == (played(name).outcome, fatal(played(name)))


@pytest.mark.parametrize(
    ("state", "alert"),
    [
        (ServerCertificate.good, None),
        (ServerCertificate.expired, "certificate_expired"),
        (ServerCertificate.unknown_ca, "unknown_ca"),
        (ServerCertificate.self_signed, "unknown_ca"),
        (ServerCertificate.no_intermediate, "unknown_ca"),
        (ServerCertificate.revoked, "certificate_revoked"),
    ],
)
@pytest.mark.parametrize("name", ["tls13_full", "tls12_ecdhe_rsa", "expired", "untrusted_issuer"])
def test_the_certificate_can_be_made_bad_and_good_again(name: str, state: ServerCertificate, alert: str | None) -> None:
    assert fatal(played(name, Parameters(seed=SEED, server_certificate=state))) == ([(Role.client, alert)] if alert else [])
    goes_on = played(name, Parameters(seed=SEED, server_certificate=state, continue_anyway=True))
    assert fatal(goes_on) == [] and goes_on.outcome is (Outcome.warning if alert else Outcome.ok)


@pytest.mark.parametrize(
    ("asked", "certified", "fits"),
    [
        (HOST, HOST, True),
        (HOST, "*.example.test", True),
        (HOST, OTHER_HOST, False),
        ("shop.example.test", HOST, False),
        ("shop.example.test", "shop.example.test", True),
        ("deep.shop.example.test", "*.example.test", False),
    ],
)
def test_the_name_asked_for_must_be_that_of_the_certificate(asked: str, certified: str, fits: bool) -> None:
    transcript = played("tls13_full", Parameters(seed=SEED, server_name=asked, certificate_name=certified))
    assert fatal(transcript) == ([] if fits else [(Role.client, "bad_certificate")])


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="issuance_name"):
        run("tls13_full", Parameters(certificate_name="a b"))


def test_a_client_that_does_not_have_the_root_trusts_nobody() -> None:
    assert fatal(played("tls13_full", Parameters(seed=SEED, trust_root=False))) == [(Role.client, "unknown_ca")]


@pytest.mark.parametrize("name", ["tls13_full", "tls12_mutual", "no_client_certificate", "foreign_client_certificate"])
def test_what_the_client_has_decides_whether_the_server_goes_on(name: str) -> None:
    missing = "certificate_required" if name != "tls12_mutual" else "handshake_failure"
    for has, alert in ((ClientCertificate.good, None), (ClientCertificate.unknown_ca, "unknown_ca"), (ClientCertificate.missing, missing)):
        transcript = played(name, Parameters(seed=SEED, client_certificate=has))
        assert fatal(transcript) == ([(Role.server, alert)] if alert else []), has


@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS if scenario.deeds])
def test_every_deed_is_noticed_and_without_one_all_is_well(name: str) -> None:
    for deed in BY_ID[name].deeds:
        transcript = played(name, Parameters(seed=SEED, deed=deed))
        assert bool(fatal(transcript)) is (deed not in (Deed.nothing, Deed.replay_early_data)), deed
        assert (transcript.party(Role.attacker) is None) is (deed is Deed.nothing)


def test_a_deed_comes_on_the_last_visit() -> None:
    for deed in (Deed.change_finished, Deed.pose_with_own_certificate, Deed.take_out_suite):
        transcript = played("tls13_full", Parameters(seed=SEED, resumption=True, deed=deed))
        failed = {step.connection for step in transcript.steps if step.outcome is Outcome.failed}
        assert failed == {2}, deed


@pytest.mark.parametrize("name", ["tls13_full", "tls13_mutual", "tls13_hello_retry", "tls12_rsa", "tls12_mutual"])
def test_the_bit_is_that_of_finished_or_of_the_request(name: str) -> None:
    for deed, heard in ((Deed.change_finished, False), (Deed.change_request, True)):
        steps = played(name, Parameters(seed=SEED, deed=deed)).steps
        checked = [step for step in steps if step.sender is Role.server and step.name == "verify_finished"]
        assert bool(checked) is heard, deed
        assert all(step.outcome is Outcome.ok for step in checked)


def test_a_transcript_tells_whether_its_scenario_was_played_as_it_is_written() -> None:
    assert played("expired").as_written, "a seed changes nothing of what is written"
    assert not played("expired", Parameters(seed=SEED, server_certificate=ServerCertificate.good)).as_written


def test_deeds_that_cannot_be_are_said_to_be_so() -> None:
    with pytest.raises(UsageError) as refused:
        run("tls12_rsa", Parameters(deed=Deed.take_out_tls13))
    assert refused.value.message.id == "scenario_deed"
    with pytest.raises(UsageError) as refused:
        run("tls13_full", Parameters(deed=Deed.take_out_tls13, versions=(TLS12,)))
    assert refused.value.message.id == "scenario_no_tls13_to_take_out"
    with pytest.raises(UsageError) as refused:
        run("expired", Parameters(deed=Deed.change_request))
    assert refused.value.message.id == "scenario_parameter"


def test_key_and_suite_follow_each_other_where_the_scenario_chose() -> None:
    for suite, exchange in ((0x009C, "TLS_RSA"), (0xC02F, "ECDHE_RSA"), (0x009E, "DHE")):
        transcript = played("tls12_ecdhe_ecdsa", Parameters(seed=SEED, cipher_suites=(suite,)))
        assert transcript.outcome is Outcome.ok and agreed(transcript)["cipher_suite"] == suite, exchange
    ed25519 = played("tls12_ecdhe_rsa", Parameters(seed=SEED, key_kind=KeyKind.ED25519))
    assert ed25519.outcome is Outcome.ok and agreed(ed25519)["cipher_suite"] == 0xC02B


def test_what_another_choice_made_pointless_is_let_go() -> None:
    chosen = Parameters(cipher_suites=(0x1302,), groups=(NamedGroup.X25519MLKEM768,), key_kind=KeyKind.ML_DSA_44)
    assert settle(replace(chosen, versions=(TLS12,))) == Parameters(versions=(TLS12,))
    assert settle(replace(chosen, versions=(TLS13, TLS12))) == replace(chosen, versions=(TLS13, TLS12))
    asked = Parameters(client_authentication=False, client_certificate=ClientCertificate.missing)
    assert settle(asked) == Parameters(client_authentication=False)


def test_what_would_change_nothing_is_not_offered() -> None:
    rsa, ecdhe, dhe = (agreed(played(name)) for name in ("tls12_rsa", "tls12_ecdhe_ecdsa", "tls12_dhe"))
    assert offered(BY_ID["tls12_rsa"], "groups", Parameters(), rsa) == ()
    assert (NamedGroup.X25519MLKEM768,) not in offered(BY_ID["tls12_ecdhe_ecdsa"], "groups", Parameters(), ecdhe)
    assert set(offered(BY_ID["tls12_dhe"], "groups", Parameters(), dhe)) == {(NamedGroup.ffdhe2048,), (NamedGroup.ffdhe3072,)}
    assert offered(BY_ID["tls13_full"], "client_certificate", Parameters(), {}) == ()
    assert KeyKind.P_256 not in offered(BY_ID["tls12_rsa"], "key_kind", Parameters(), rsa)
    assert (TLS12,) not in offered(BY_ID["tls13_key_update"], "versions", Parameters(), {})
