"""Where values come from and what becomes of them: over every scenario, and by the figures of the RFCs."""

from __future__ import annotations

import pytest

from workbench.core.handshake.knowledge import who_knows
from workbench.core.handshake.lineage import CARRIED, Kind, Lineage, Origin, trace
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Role, Transcript

CLIENT, SERVER, EAVESDROPPER = Role.client, Role.server, Role.eavesdropper

NOT_VALUES = (
    "random",
    "Hash(",
    "HKDF-Extract(0, 0)",
    "chosen by the server",
    "random bytes",
    "ClientHello...ClientKeyExchange",
    "sealed by",
)
"""What is made of nothing that the transcript calls a value: of chance, of messages, of zeros, by somebody else."""

_KEPT: dict[str, Transcript] = {}


def played(name: str) -> Transcript:
    if name not in _KEPT:
        _KEPT[name] = run(name, Parameters(seed=3))
    return _KEPT[name]


def named(lineage: Lineage, name: str, connection: int = 1) -> Origin:
    return next(origin for origin in lineage.origins if origin.name == name and origin.connection == connection)


def names(lineage: Lineage, ids: object) -> set[str]:
    return {lineage.origins[id].name for id in ids}  # type: ignore[attr-defined]


@pytest.mark.parametrize("scenario", [scenario.id for scenario in SCENARIOS])
def test_every_input_was_born_before(scenario: str) -> None:
    transcript = played(scenario)
    lineage = trace(transcript)
    for origin in lineage.origins:
        for birth in origin.births:
            assert len(birth.inputs) == len(birth.value.inputs) or birth.value.formula in CARRIED, (origin.name, birth)
            if not birth.inputs:
                assert any(part in birth.value.formula for part in NOT_VALUES), (origin.name, birth.value.formula)
            for id in birth.inputs:
                assert lineage.origins[id].born <= birth.step
        assert origin.id not in lineage.ancestors(origin.id) | lineage.descendants(origin.id)


@pytest.mark.parametrize("scenario", [scenario.id for scenario in SCENARIOS])
def test_what_both_sides_have_alike_is_one_value(scenario: str) -> None:
    transcript = played(scenario)
    lineage = trace(transcript)
    places = [(origin.connection, origin.name, origin.data) for origin in lineage.origins]
    assert len(places) == len(set(places))
    assert sum(len(origin.births) for origin in lineage.origins) == sum(len(step.values) for step in transcript.steps)
    for step in transcript.steps:
        for value in step.values:
            origin = lineage.of(step.number, value.name)
            assert origin is not None and origin.data == value.data


@pytest.mark.parametrize("scenario", [scenario.id for scenario in SCENARIOS])
def test_it_agrees_with_the_table_of_who_knows_what(scenario: str) -> None:
    """Wherever a name stands for one value only, and nothing is derived a second time after it was destroyed."""
    transcript = played(scenario)
    lineage = trace(transcript)
    knowledge = who_knows(transcript.steps, {party.role for party in transcript.parties})
    counted = [(origin.connection, origin.name) for origin in lineage.origins]
    for origin in lineage.origins:
        later = any(birth.step > step for birth in origin.births for _, step in origin.destroyed)
        if counted.count((origin.connection, origin.name)) > 1 or later:
            continue
        for step in range(len(transcript.steps)):
            for row, roles in knowledge.at(step).items():
                if (row.connection, row.name) == (origin.connection, origin.name):
                    more = lineage.holders(origin.id, step) - roles
                    assert roles <= lineage.holders(origin.id, step), (origin.name, step)
                    assert not more or not origin.secret


def test_the_shared_secret_has_two_roots() -> None:
    lineage = trace(played("tls13_full"))
    shared = named(lineage, "shared_secret")
    assert {(birth.who, *sorted(names(lineage, birth.inputs))) for birth in shared.births} == {
        (CLIENT, "client_x25519_private_key", "server_x25519_public_key"),
        (SERVER, "client_x25519_public_key", "server_x25519_private_key"),
    }
    last = len(lineage.after) - 1
    heard = {origin.name for origin in lineage.origins if EAVESDROPPER in lineage.holders(origin.id, last)}
    assert {"client_x25519_public_key", "server_x25519_public_key"} <= heard
    assert not heard & {"shared_secret", "client_x25519_private_key", "server_x25519_private_key"}


def test_the_schedule_of_tls_1_3_is_that_of_the_rfc() -> None:
    """RFC 8446 section 7.1, its figure."""
    lineage = trace(played("tls13_full"))
    master = named(lineage, "master_secret")
    assert {"early_secret", "derived_early_secret", "shared_secret", "handshake_secret", "derived_handshake_secret"} <= names(
        lineage, lineage.ancestors(master.id)
    )
    assert names(lineage, lineage.outputs[master.id]) == {
        "client_application_traffic_secret_0", "server_application_traffic_secret_0", "exporter_master_secret", "resumption_master_secret",
    }  # fmt: skip
    key = named(lineage, "client_application_write_key")
    assert master.id in lineage.ancestors(key.id) and key.id in lineage.descendants(named(lineage, "shared_secret").id)
    assert {who for who, _ in key.destroyed} == {CLIENT, SERVER}
    assert lineage.holders(key.id, len(lineage.after) - 1) == frozenset()
    assert lineage.ever_held(key.id) == {CLIENT, SERVER}


def test_a_session_leads_to_the_next_connection() -> None:
    for scenario, first, second in (
        ("tls13_resumption", "pre_shared_key_0", "pre_shared_key"),
        ("tls12_session_id", "master_secret", "master_secret"),
        ("tls12_session_ticket", "master_secret", "master_secret"),
    ):
        lineage = trace(played(scenario))
        assert named(lineage, first, 1).id in lineage.ancestors(named(lineage, second, 2).id)


def test_the_server_finds_the_pre_shared_key_in_the_ticket() -> None:
    lineage = trace(played("tls13_resumption"))
    client, server = named(lineage, "pre_shared_key", 2).births
    assert (client.back, server.back) == (False, False)
    assert names(lineage, client.inputs) == {"pre_shared_key_0"} and names(lineage, server.inputs) == {"ticket_state"}


def test_a_ticket_is_heard_in_the_client_hello_before_the_server_tells_of_it() -> None:
    lineage = trace(played("tls13_resumption"))
    ticket = named(lineage, "ticket", 2)
    assert EAVESDROPPER in lineage.holders(ticket.id, ticket.born)
    assert EAVESDROPPER not in lineage.ever_held(named(lineage, "ticket_0", 1).id), "there it was encrypted"


def test_a_public_key_is_learned_from_requests_and_certificates() -> None:
    transcript = played("server_preparation")
    lineage = trace(transcript)
    public, private = named(lineage, "server_public_key", 0), named(lineage, "server_private_key", 0)
    last = len(transcript.steps) - 1
    assert lineage.holders(public.id, public.born) == {SERVER}
    assert lineage.holders(public.id, last) == {SERVER, CLIENT, Role.certification_authority}, "TLS 1.3 encrypts the certificate"
    assert lineage.ever_held(private.id) == {SERVER}


def test_the_server_gets_the_pre_master_secret_back() -> None:
    lineage = trace(played("tls12_rsa"))
    client, server = named(lineage, "pre_master_secret").births
    assert (client.who, client.back, server.who, server.back) == (CLIENT, False, SERVER, True)
    assert names(lineage, server.inputs) == {"encrypted_pre_master_secret"}
    assert named(lineage, "pre_master_secret").inputs == ()


def test_who_opens_a_recording_comes_to_the_same_values() -> None:
    lineage = trace(played("opened_years_later_rsa"))
    master = named(lineage, "master_secret")
    assert [birth.who for birth in master.births] == [SERVER, CLIENT, EAVESDROPPER]
    assert lineage.holders(master.id, len(lineage.after) - 1) == {EAVESDROPPER}, "both sides had forgotten it"


def test_sides_that_do_not_agree_have_a_value_each() -> None:
    lineage = trace(played("tampered_client_hello"))
    secrets = [origin for origin in lineage.origins if origin.name == "server_handshake_traffic_secret"]
    assert [origin.births[0].who for origin in secrets] == [CLIENT, SERVER]
    keys = [origin for origin in lineage.origins if origin.name == "server_handshake_write_key"]
    assert [origin.inputs for origin in keys] == [(secret.id,) for secret in secrets], "each from its own"


def test_every_value_is_of_a_kind_that_fits() -> None:
    lineage = trace(played("tls13_resumption"))
    kinds = {origin.name: origin.kind for origin in lineage.origins}
    assert kinds["client_handshake_write_key"] is Kind.key and kinds["client_handshake_write_iv"] is Kind.nonce
    assert kinds["transcript_hash_client_finished"] is Kind.hash and kinds["client_finished_key"] is Kind.mac_key
    assert kinds["pre_shared_key_0"] is Kind.pre_shared_key and kinds["ticket_0"] is Kind.ticket
    assert kinds["handshake_secret"] is Kind.secret and kinds["master_secret"] is Kind.secret
    assert kinds["shared_secret"] is Kind.shared_secret and kinds["binder"] is Kind.mac
