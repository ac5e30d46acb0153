"""Every scenario is played: it ends as it must, tells the truth about every value, and leaves no key behind."""

from __future__ import annotations

from collections import ChainMap
from functools import cache

import pytest

from tests.core.handshake.formulas import work_out
from workbench import words
from workbench.core.errors import UsageError
from workbench.core.handshake.knowledge import who_knows
from workbench.core.handshake.scenarios import BY_ID, SCENARIOS, run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Outcome, Role, Step, StepKind, Transcript
from workbench.core.tls.cipher_suites import SUITES, CipherSuite
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion
from workbench.core.x509.issuance import KeyKind

# Who gives up with which alert; None where both sides part with close_notify.
ENDINGS: dict[str, tuple[Role, str] | None] = {
    "untrusted_issuer": (Role.client, "unknown_ca"),
    "expired": (Role.client, "certificate_expired"),
    "wrong_host": (Role.client, "bad_certificate"),
    "missing_intermediate": (Role.client, "unknown_ca"),
    "revoked": (Role.client, "certificate_revoked"),
    "no_client_certificate": (Role.server, "certificate_required"),
    "foreign_client_certificate": (Role.server, "unknown_ca"),
    "no_common_version": (Role.server, "protocol_version"),
    "no_common_cipher_suite": (Role.server, "handshake_failure"),
    "downgrade": (Role.client, "illegal_parameter"),
    "tampered_client_hello": (Role.client, "bad_record_mac"),
    "tampered_record": (Role.server, "bad_record_mac"),
    "wrong_finished": (Role.server, "decrypt_error"),
    "impostor_own_certificate": (Role.client, "unknown_ca"),
    "impostor_true_certificate": (Role.client, "decrypt_error"),
}
IDS = [scenario.id for scenario in SCENARIOS]
VALUES_FROM_OUTSIDE = {"server_certificate_private_key", "ticket"}


@cache
def played(name: str) -> Transcript:
    return run(name, Parameters(seed=7))


def alerts(transcript: Transcript) -> list[tuple[Role, str]]:
    return [(step.sender, step.name) for step in transcript.steps if step.kind is StepKind.alert]


def names(transcript: Transcript, connection: int) -> list[str]:
    return [step.name for step in transcript.steps if step.connection == connection and step.kind is StepKind.message]


def computations(transcript: Transcript, name: str) -> list[Step]:
    return [step for step in transcript.steps if step.kind is StepKind.computation and step.name == name]


@pytest.mark.parametrize("name", IDS)
def test_it_ends_with_the_right_alert_from_the_right_side(name: str) -> None:
    transcript = played(name)
    ending = ENDINGS.get(name)
    fatal = [(step.sender, step.name) for step in transcript.steps if step.kind is StepKind.alert and step.outcome is Outcome.failed]
    if ending is None:
        assert fatal == []
        assert transcript.outcome is (Outcome.warning if name == "continue_anyway" else Outcome.ok)
        first = [name for role, name in alerts(transcript)][:2]
        assert first == ["close_notify", "close_notify"]
    else:
        assert fatal == [ending]
        assert transcript.outcome is Outcome.failed
    assert transcript.headline is not None


@pytest.mark.parametrize("name", IDS)
def test_it_begins_with_name_lookup_and_tcp_and_ends_with_tcp_and_no_keys(name: str) -> None:
    transcript = played(name)
    for connection in transcript.connections:
        steps = [step for step in transcript.steps if step.connection == connection.number]
        network = [step.name for step in steps if step.kind in (StepKind.name_lookup, StepKind.tcp)]
        replayed = steps[0].sender is Role.attacker
        assert network[: 3 if replayed else 5] == ([] if replayed else ["A", "A"]) + ["SYN", "SYN, ACK", "ACK"]
        assert network[-3:] == ["FIN, ACK", "FIN, ACK", "ACK"]
    knowledge = who_knows(transcript.steps)
    kept = {
        row.name
        for row, roles in knowledge.at(len(transcript.steps) - 1).items()
        if row.secret and row.connection and roles & {Role.client, Role.server} and not row.name.endswith("_certificate_private_key")
    }
    # Certificates have their keys for years. What else outlives a connection:
    # the sessions that the client brings back, and what a server with a cache remembers.
    sessions = {"tls12_session_id", "tls12_session_ticket"}
    assert all(value.startswith("pre_shared_key_") or (value == "master_secret" and name in sessions) for value in kept), kept


@pytest.mark.parametrize("name", IDS)
def test_every_value_is_what_its_formula_says(name: str) -> None:
    transcript = played(name)
    worked_out = 0
    for connection in transcript.connections:
        known: dict[Role, dict[str, bytes]] = {}
        heard: dict[str, bytes] = {}
        suite = SUITES.get(connection.negotiated.get("cipher_suite", 0))
        for step in transcript.steps:
            if step.connection != connection.number:
                continue
            for value in step.values:
                assert value.data is not None and value.citation, value.name
                assert step.sender in value.known_by
                own = known.setdefault(step.sender, {})
                found = work_out(value, ChainMap(own, heard), suite.hash) if suite else None
                if found is not None:
                    assert found == value.data, (step.number, step.name, value.name, value.formula)
                    worked_out += 1
                own.setdefault(value.name, value.data)
                if not value.secret:
                    heard.setdefault(value.name, value.data)
    assert worked_out or transcript.outcome is Outcome.failed


@pytest.mark.parametrize("name", IDS)
def test_both_sides_reach_the_same_values(name: str) -> None:
    if name in ("tampered_client_hello", "wrong_finished"):
        pytest.skip("here they differ: that is the point")
    born: dict[tuple[int, str], bytes | None] = {}
    for step in played(name).steps:
        for value in step.values:
            assert born.setdefault((step.connection, value.name), value.data) == value.data, (step.name, value.name)


@pytest.mark.parametrize("name", IDS)
def test_every_part_has_a_tree_within_its_bytes(name: str) -> None:
    for step in played(name).steps:
        for part in step.parts:
            for node in part.node.walk():
                assert node.start < 0 or 0 <= node.start <= node.start + node.length <= len(part.data), (step.name, part.id, node.label)
            assert not any(node.problems for node in part.node.walk()), (step.name, part.id)
        if step.kind in (StepKind.message, StepKind.alert, StepKind.application_data):
            assert step.records and step.size, step.name


@pytest.mark.parametrize("name", IDS)
def test_it_has_a_title_and_a_summary_in_both_languages(name: str) -> None:
    assert words.has(f"scenario_{name}") and words.has(f"scenario_{name}", "summary")
    assert words.has(f"scenario_group_{BY_ID[name].group}")


@pytest.mark.parametrize("name", ["tls13_full", "tls13_resumption", "tls13_mutual", "tls12_ecdhe_ecdsa", "untrusted_issuer"])
def test_the_same_seed_gives_the_same_bytes(name: str) -> None:
    again = run(name, Parameters(seed=7))
    assert again.packets == played(name).packets
    assert [(step.name, step.wire, step.values) for step in again.steps] == [
        (step.name, step.wire, step.values) for step in played(name).steps
    ]
    assert run(name, Parameters(seed=8)).packets != again.packets


def test_without_a_seed_nothing_repeats() -> None:
    assert run("tls13_full").packets != run("tls13_full").packets


@pytest.mark.parametrize("name", IDS)
def test_each_value_says_who_knows_it_then(name: str) -> None:
    transcript = played(name)
    knowledge = who_knows(transcript.steps, {party.role for party in transcript.parties})
    for step in transcript.steps:
        known = {(row.connection, row.name): roles for row, roles in knowledge.at(step.number).items()}
        for value in step.values:
            place = (step.connection, value.name)  # out of a recording: a value of the connection that was recorded
            assert value.known_by == known[place if place in known else (1, value.name)], (step.number, value.name)


def test_a_resumed_connection_needs_no_certificate() -> None:
    for name in ("tls13_resumption", "tls12_session_id", "tls12_session_ticket", "tls13_early_data"):
        assert "Certificate" in names(played(name), 1), name
        assert "Certificate" not in names(played(name), 2), name
        assert "Finished" in names(played(name), 2), name


def test_a_hello_retry_is_one_more_round_trip() -> None:
    found = names(played("tls13_hello_retry"), 1)
    assert found[:4] == ["ClientHello", "HelloRetryRequest", "ClientHello", "ServerHello"]


def test_early_data_goes_with_the_first_flight_and_is_not_taken_twice() -> None:
    transcript = played("replayed_early_data")
    data = [step for step in transcript.steps if step.kind is StepKind.application_data and step.protection == "early_data"]
    sent = next(step for step in data if (step.connection, step.sender, step.receiver) == (2, Role.client, Role.server))
    replay = [step for step in transcript.steps if step.connection == 3]
    crossed = [step for step in replay if step.kind is StepKind.application_data]
    assert [(step.sender, step.protection) for step in crossed] == [(Role.attacker, "early_data")]
    assert crossed[0].wire == sent.wire  # byte for byte, and read by nobody
    assert [part.id for part in crossed[0].parts] == ["record"]
    assert {step.sender for step in replay if step.name == "ClientHello"} == {Role.attacker}
    assert Role.client not in {role for step in replay for role in (step.sender, step.receiver)}


def test_the_recording_opens_with_rsa_key_exchange_alone() -> None:
    opened = computations(played("opened_years_later_rsa"), "open_recording")[0]
    read = computations(played("opened_years_later_rsa"), "read_recording")
    assert opened.outcome is Outcome.ok
    assert [step.parts[0].data.split(b"\r\n")[0] for step in read] == [b"GET / HTTP/1.1", b"HTTP/1.1 200 OK"]
    by_engine = {value.name: value.data for step in played("opened_years_later_rsa").steps if step.connection == 1 for value in step.values}
    assert all(by_engine[value.name] == value.data for value in opened.values)
    closed = computations(played("opened_years_later_ecdhe"), "open_recording")[0]
    assert closed.outcome is Outcome.failed and not closed.values
    assert not computations(played("opened_years_later_ecdhe"), "read_recording")


def test_the_eavesdropper_knows_what_is_public_and_nothing_else() -> None:
    knowledge = who_knows(played("tls13_full").steps)
    last = knowledge.at(len(knowledge.after) - 1)
    heard = {row.name for row, roles in last.items() if Role.eavesdropper in roles}
    assert heard == {"client_random", "server_random", "client_x25519_public_key", "server_x25519_public_key"}


@pytest.mark.parametrize("group", [NamedGroup.X25519MLKEM768, NamedGroup.secp384r1, NamedGroup.x448, NamedGroup.ffdhe2048])
def test_parameters_are_heeded(group: int) -> None:
    transcript = run("tls13_full", Parameters(groups=(group,), cipher_suites=(0x1302,), key_kind=KeyKind.ED25519, seed=1))
    assert transcript.outcome is Outcome.ok
    negotiated = transcript.connections[0].negotiated
    assert (negotiated["group"], negotiated["cipher_suite"]) == (group, 0x1302)


def test_resumption_and_client_authentication_can_be_asked_for() -> None:
    transcript = run("tls13_full", Parameters(resumption=True, client_authentication=True))
    assert len(transcript.connections) == 2
    assert names(transcript, 1).count("Certificate") == 2 and "Certificate" not in names(transcript, 2)


def test_what_does_not_exist_is_said() -> None:
    with pytest.raises(UsageError) as unknown:
        run("tls14")
    assert unknown.value.message.id == "scenario_unknown"
    with pytest.raises(UsageError) as unfit:
        run("tls13_resumption", Parameters(resumption=True))
    assert unfit.value.message.params["parameter"] == "resumption"


@pytest.mark.parametrize("name", [name for name in IDS if "cipher_suites" in BY_ID[name].parameters and name != "no_common_cipher_suite"])
def test_a_suite_of_another_version_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(UsageError) as refused:
        run(name, Parameters(versions=(int(ProtocolVersion.TLS1_3),), cipher_suites=(0xC02B,)))
    assert refused.value.message.id == "scenario_suite_version"
    assert refused.value.message.params == {"suite": "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "version": "TLS 1.3"}


@pytest.mark.parametrize("name", ["tls12_rsa", "tls12_dhe", "tls12_mutual", "wrong_finished", "opened_years_later_rsa"])
def test_the_scenarios_own_suites_give_way_to_a_chosen_version(name: str) -> None:
    transcript = run(name, Parameters(versions=(int(ProtocolVersion.TLS1_3),), seed=1))
    assert transcript.headline is not None
    assert {connection.negotiated["version"] for connection in transcript.connections} == {ProtocolVersion.TLS1_3}


def test_no_common_suite_in_tls12_either() -> None:
    transcript = run("no_common_cipher_suite", Parameters(versions=(int(ProtocolVersion.TLS1_2),)))
    assert alerts(transcript) == [(Role.server, "handshake_failure")]


def test_key_update_needs_tls13() -> None:
    with pytest.raises(UsageError, match="scenario_no_key_update"):
        run("tls13_key_update", Parameters(versions=(int(ProtocolVersion.TLS1_2),)))


@pytest.mark.parametrize("name", ["opened_years_later_rsa", "opened_years_later_ecdhe"])
def test_of_a_handshake_that_failed_nothing_is_opened(name: str) -> None:
    transcript = run(name, Parameters(key_kind=KeyKind.ML_DSA_44, versions=(int(ProtocolVersion.TLS1_2),)))
    assert alerts(transcript) == [(Role.server, "handshake_failure")]
    assert transcript.outcome is Outcome.failed
    assert not computations(transcript, "open_recording")


def test_a_recording_of_tls13_stays_closed() -> None:
    transcript = run("opened_years_later_rsa", Parameters(versions=(int(ProtocolVersion.TLS1_3),), seed=1))
    (step,) = computations(transcript, "open_recording")
    assert step.outcome is Outcome.failed
    assert step.reason is not None and step.reason.params == {"key_exchange": "(EC)DHE"}


def test_to_close_is_no_check() -> None:
    assert {step.outcome for step in played("tls13_full").steps if step.name == "close_notify"} == {Outcome.none}


@pytest.mark.parametrize("name", ["tampered_client_hello", "wrong_finished"])
def test_the_only_suite_that_was_chosen_can_be_taken_away(name: str) -> None:
    chosen = CipherSuite.TLS_AES_128_CCM_SHA256 if name.startswith("tampered") else CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM
    transcript = run(name, Parameters(cipher_suites=(chosen,), seed=1))
    assert alerts(transcript) == [ENDINGS[name]]
    assert transcript.connections[0].negotiated["cipher_suite"] != chosen


@pytest.mark.parametrize(("name", "said"), [("missing_intermediate", "1 certificate"), ("tls13_full", "2 certificates")])
def test_one_certificate_is_not_several(name: str, said: str) -> None:
    (step,) = (step for step in played(name).steps if step.name == "Certificate")
    assert [words.say(fact, "en") for fact in step.facts] == [said]
