"""Every step of every scenario stands in a stage, in the order in which people teach them."""

from __future__ import annotations

from itertools import groupby

import pytest

from workbench.core.errors import UsageError
from workbench.core.handshake.scenarios import SCENARIOS, Scenario, run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.stages import Stage, stage_of, stages
from workbench.core.handshake.transcript import Outcome, StepKind, Transcript

SEEDED = Parameters(seed=1)
TLS13 = (Stage.reach, Stage.agree, Stage.make_key, Stage.prove, Stage.talk, Stage.part)
TLS12 = (Stage.reach, Stage.agree, Stage.prove, Stage.make_key, Stage.talk, Stage.part)
RESUMED12 = (Stage.reach, Stage.agree, Stage.make_key, Stage.talk, Stage.part)


def course(transcript: Transcript, connection: int) -> tuple[Stage, ...]:
    """The stages that a connection goes through, each named when it begins."""
    found = stages(transcript)
    return tuple(stage for stage, _ in groupby(found[step.number] for step in transcript.steps if step.connection == connection))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_every_step_has_a_stage(scenario: Scenario) -> None:
    transcript = run(scenario.id, SEEDED)
    found = stages(transcript)
    assert len(found) == len(transcript.steps)
    assert [stage_of(transcript, step) for step in transcript.steps] == list(found)
    for step, stage in zip(transcript.steps, found, strict=True):
        assert (step.connection == 0) is (stage in (Stage.prepare, Stage.afterwards)), step.name
        if step.kind is StepKind.application_data:
            read = any(part.id == "application_data" for part in step.parts)  # not what an attacker plays back
            assert stage is (Stage.talk if read else Stage.prove)
        if step.kind is StepKind.close or (step.kind is StepKind.alert and step.outcome is Outcome.failed):
            assert stage is Stage.part


@pytest.mark.parametrize(
    ("name", "connection", "expected"),
    [
        ("tls13_full", 1, TLS13), ("tls13_hybrid", 1, TLS13), ("tls13_hello_retry", 1, TLS13), ("tls13_mutual", 1, TLS13),
        ("tls13_resumption", 1, TLS13), ("tls13_resumption", 2, TLS13), ("tls13_key_update", 1, TLS13), ("continue_anyway", 1, TLS13),
        ("tls12_rsa", 1, TLS12), ("tls12_ecdhe_rsa", 1, TLS12), ("tls12_ecdhe_ecdsa", 1, TLS12), ("tls12_dhe", 1, TLS12),
        ("tls12_session_id", 1, TLS12), ("tls12_session_id", 2, RESUMED12), ("tls12_session_ticket", 2, RESUMED12),
        ("server_preparation", 0, (Stage.prepare,)), ("opened_years_later_rsa", 0, (Stage.afterwards,)),
        ("no_common_version", 1, (Stage.reach, Stage.agree, Stage.part)),
        ("expired", 1, (Stage.reach, Stage.agree, Stage.make_key, Stage.prove, Stage.part)),
    ],
)  # fmt: skip
def test_the_stages_come_in_order(name: str, connection: int, expected: tuple[Stage, ...]) -> None:
    assert course(run(name, SEEDED), connection) == expected


def test_early_data_is_said_before_anything_is_made() -> None:
    """0-RTT talks first: the one place where TLS 1.3 goes back to a stage."""
    found = course(run("tls13_early_data", SEEDED), 2)
    assert found == (Stage.reach, Stage.agree, Stage.talk, Stage.make_key, Stage.prove, Stage.talk, Stage.part)


def test_mutual_tls12_does_not_go_to_and_fro() -> None:
    """A client's certificate crosses the wire in the middle of the key exchange; it proves itself once, with its signature."""
    found = course(run("tls12_mutual", SEEDED), 1)
    assert found == (Stage.reach, Stage.agree, Stage.prove, Stage.make_key, Stage.prove, Stage.talk, Stage.part)


def test_a_check_that_comes_after_the_talk_began_opens_no_stage() -> None:
    """A client that has said its Finished talks at once; the server checks it when both are there."""
    assert course(run("tampered_record", SEEDED), 1) == TLS13


@pytest.mark.parametrize(
    ("name", "step", "stage"),
    [
        ("tls13_full", "ClientHello", Stage.agree), ("tls13_full", "ServerHello", Stage.make_key),
        ("tls13_full", "compute_shared_secret", Stage.make_key), ("tls13_full", "EncryptedExtensions", Stage.prove),
        ("tls13_full", "Certificate", Stage.prove), ("tls13_full", "Finished", Stage.prove), ("tls13_full", "close_notify", Stage.part),
        ("tls13_full", "SYN", Stage.reach), ("tls13_full", "FIN, ACK", Stage.part), ("tls13_key_update", "KeyUpdate", Stage.talk),
        ("tls13_hello_retry", "HelloRetryRequest", Stage.agree), ("tls13_early_data", "EndOfEarlyData", Stage.prove),
        ("tls12_rsa", "ServerHello", Stage.agree), ("tls12_rsa", "ClientKeyExchange", Stage.make_key),
        ("tls12_rsa", "judge_certificate", Stage.prove), ("tls12_mutual", "CertificateVerify", Stage.prove),
        ("tls12_rsa", "Finished", Stage.make_key), ("downgrade", "ServerHello", Stage.agree),
    ],
)  # fmt: skip
def test_where_a_step_stands(name: str, step: str, stage: Stage) -> None:
    transcript = run(name, SEEDED)
    assert {stage_of(transcript, found) for found in transcript.steps if found.name == step} == {stage}


@pytest.mark.parametrize("versions", [(0x0303,), (0x0304,), (0x0304, 0x0303)])
def test_no_connection_goes_back_from_parting(versions: tuple[int, ...]) -> None:
    for scenario in SCENARIOS:
        try:
            transcript = scenario.run(Parameters(seed=1, versions=versions))
        except UsageError:
            continue
        for connection in transcript.connections:
            found = course(transcript, connection.number)
            assert found[0] is Stage.reach and found[-1] is Stage.part and found.count(Stage.part) == 1, (scenario.id, found)
