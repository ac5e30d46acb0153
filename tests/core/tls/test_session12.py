"""Whole TLS 1.2 handshakes of two endpoints: every suite, every value told alike on both sides, everything forgotten at the end.

That other implementations compute the same is for `tests/interop` to show.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.tls.conversation import carry
from tests.core.tls.conversation12 import client12, credential, destroyed, exchange, how_it_ended, plain, records, server12, talk12
from workbench.core.tls import prf
from workbench.core.tls.alerts import AlertDescription, AlertLevel
from workbench.core.tls.cipher_suites import SUITES, CipherSuiteParameters
from workbench.core.tls.configuration import Judgement
from workbench.core.tls.events import AlertReceived, AlertSent, KeysInstalled, Level, MessageSent, RecordSent
from workbench.core.tls.parameters import NamedGroup
from workbench.core.tls.states import State

SUITES_12 = [suite for suite in SUITES.values() if not suite.tls13]
RSA, ECDHE, DHE, CBC = 0x009C, 0xC02F, 0x009E, 0xC013
HELLO_REQUEST = b"\x00\x00\x00\x00"
both = pytest.mark.parametrize("yes", [True, False])


@pytest.mark.parametrize("encrypt_then_mac", [True, False], ids=("encrypt_then_mac", "mac_then_encrypt"))
@pytest.mark.parametrize("extended", [True, False], ids=("extended", "plain"))
@pytest.mark.parametrize("suite", SUITES_12, ids=lambda suite: suite.name)
def test_every_suite(suite: CipherSuiteParameters, extended: bool, encrypt_then_mac: bool) -> None:
    client, server = talk12({"cipher_suites": (suite.code,), "extended_master_secret": extended}, {"encrypt_then_mac": encrypt_then_mac})
    exchange(client, server, b"question", b"answer" * 5000)
    for side in (client, server):
        assert side.endpoint.negotiated["cipher_suite"] == suite.code
        assert side.endpoint.negotiated["extended_master_secret"] is extended
        assert side.endpoint.negotiated.get("encrypt_then_mac") == (encrypt_then_mac if suite.mac else None)
        assert side.endpoint.negotiated["resumed"] is False
    ours, theirs = client.values, server.values
    assert {name: ours[name] for name in ours.keys() & theirs} == {name: theirs[name] for name in ours.keys() & theirs}
    assert all(name.endswith(("_random", "_private_key", "_public_key")) for name in ours.keys() ^ theirs)  # what one side alone makes
    assert ("session_hash" in ours) is extended
    assert ("client_write_MAC_key" in ours) is bool(suite.mac)


@both
def test_the_told_values_follow_the_formulas(yes: bool) -> None:
    client, _ = talk12({"extended_master_secret": yes})
    values = client.derived
    data = {name: value.value for name, value in values.items()}
    randoms = said_random(client, 1), said_random_of_server(client)
    hash_name = SUITES[client.endpoint.negotiated["cipher_suite"]].hash
    if yes:
        assert data["master_secret"] == prf.prf(hash_name, data["pre_master_secret"], b"extended master secret", data["session_hash"], 48)
    else:
        assert data["master_secret"] == prf.prf(hash_name, data["pre_master_secret"], b"master secret", b"".join(randoms), 48)
    assert data["key_block"] == prf.prf(hash_name, data["master_secret"], b"key expansion", randoms[1] + randoms[0], len(data["key_block"]))
    assert data["server_verify_data"] == prf.prf(
        hash_name, data["master_secret"], b"server finished", data["transcript_hash_client_finished"], 12
    )
    for value in values.values():
        assert value.citation.startswith("RFC "), value
        missing = [name for name in value.inputs if name not in values and not name.startswith("server_")]
        assert not missing, value


def said_random(client: Any, type: int) -> bytes:
    message: bytes = next(event.message for event in client.events if isinstance(event, MessageSent) and event.message[0] == type)
    return message[6:38]


def said_random_of_server(client: Any) -> bytes:
    random: bytes = client.endpoint.machine.server_random
    return random


@pytest.mark.parametrize("suite", [RSA, ECDHE, DHE, CBC])
def test_nothing_secret_is_left_at_the_end(suite: int) -> None:
    client, server = talk12({"cipher_suites": (suite,)})
    exchange(client, server)
    for side in (client, server):
        assert "pre_master_secret" in destroyed(side) and "master_secret" not in destroyed(side)
    client.endpoint.close()
    carry(client, server)
    for side in (client, server):
        assert side.endpoint.closed and side.endpoint.failure is None
        secrets = sorted(name for name, value in side.derived.items() if value.secret)
        assert sorted(name for name in destroyed(side) if name in secrets) == secrets  # each once
        machine = side.endpoint.machine
        assert machine.master_secret == b"" and not machine._protections


@pytest.mark.parametrize("suite", [ECDHE, CBC])
def test_keys_are_installed_under_their_names(suite: int) -> None:
    client, server = talk12({"cipher_suites": (suite,)})
    for side in (client, server):
        installed = [event for event in side.events if isinstance(event, KeysInstalled)]
        assert sorted(event.writing for event in installed) == [False, True]
        for event in installed:
            assert event.level is Level.application and set(event.names) <= set(side.values)
            sender = "client" if (side is client) is event.writing else "server"
            last = "IV" if suite == ECDHE else "MAC_key"
            assert set(event.names) == {f"{sender}_write_key", f"{sender}_write_{last}"}


def test_finished_is_protected_by_the_keys_of_the_data() -> None:
    client, _ = talk12()
    levels = [event.level for event in client.events if isinstance(event, MessageSent)]
    assert levels == [Level.none, Level.none, Level.application]


def test_coalesced_messages_share_records() -> None:
    client, server = talk12({"coalesce": True}, {"coalesce": True})
    exchange(client, server)


@both
def test_a_wrong_finished(yes: bool) -> None:
    """Somebody changed a message that no signature covers: only the Finished shows it (here the order of the client's suites)."""
    suites = (ECDHE, 0xC030)
    client, server = client12(cipher_suites=suites, extended_master_secret=yes), server12()
    client.endpoint.start()
    wire = client.endpoint.data_to_send()
    other = bytes.fromhex("c030c02f")
    assert bytes.fromhex("c02fc030") in wire
    server.endpoint.receive(wire.replace(bytes.fromhex("c02fc030"), other))
    carry(client, server)
    # With an extended master secret the keys differ as well, so that the record fails before.
    assert how_it_ended(server) == (("tls_bad_record_mac", "bad_record_mac") if yes else ("tls_finished_wrong", "decrypt_error"))
    assert isinstance(client.endpoint.failure, AlertReceived)


def test_exporters_agree() -> None:
    client, server = talk12()
    exported = client.endpoint.export_keying_material("EXPORTER-test", b"context", 40)
    assert exported == server.endpoint.export_keying_material("EXPORTER-test", b"context", 40)
    assert len(exported) == 40 and exported != client.endpoint.export_keying_material("EXPORTER-test", b"", 40)
    client.endpoint.close()
    carry(client, server)
    with pytest.raises(ValueError):
        client.endpoint.export_keying_material("EXPORTER-test", b"context", 40)


def test_renegotiation_is_refused_and_the_connection_goes_on() -> None:
    client, server = talk12()
    server.endpoint.send_handshake(HELLO_REQUEST, in_transcript=False)
    carry(client, server)
    refusals = [event for event in client.events if isinstance(event, AlertSent)]
    assert [(event.level, event.description) for event in refusals] == [(AlertLevel.warning, AlertDescription.no_renegotiation_RESERVED)]
    exchange(client, server)
    hello = next(event.message for event in client.events if isinstance(event, MessageSent))
    client.endpoint.send_handshake(hello, in_transcript=False)
    carry(client, server)
    assert [event.description for event in server.events if isinstance(event, AlertSent)] == [100]
    exchange(client, server)


def test_endless_wishes_for_a_new_handshake_end_it() -> None:
    client, server = talk12()
    for _ in range(40):
        server.endpoint.send_handshake(HELLO_REQUEST, in_transcript=False)
    client.endpoint.receive(server.endpoint.data_to_send())
    assert how_it_ended(client) == ("tls_too_many_renegotiations", "unexpected_message")


def test_a_hello_request_during_the_handshake_means_nothing() -> None:
    client, server = client12(), server12()
    client.endpoint.start()
    server.endpoint.receive(client.endpoint.data_to_send())
    for record in records(server.endpoint.data_to_send()):
        client.endpoint.receive(record)
        if client.endpoint.state is not State.WAIT_CCS:
            client.endpoint.receive(plain(HELLO_REQUEST))
    carry(client, server)
    exchange(client, server)


@pytest.mark.parametrize("limit", [64, 100, 2**14])
def test_record_size_limit(limit: int) -> None:
    client, server = talk12({"record_size_limit": limit}, {"record_size_limit": 200})
    exchange(client, server, b"u" * 1000, b"d" * 1000)
    for side, most in ((client, 200), (server, limit)):
        assert max(len(event.record.content) for event in side.events if isinstance(event, RecordSent) and event.record.key) == min(
            most, 1000
        )
    assert (client.endpoint.send_limit, server.endpoint.send_limit) == (200, limit)
    assert (client.endpoint.receive_limit, server.endpoint.receive_limit) == (limit, 200)


def test_a_peer_that_is_not_trusted() -> None:
    def refuse(chain: tuple[bytes, ...], server_name: str, ocsp_response: bytes, timestamps: bytes) -> Judgement:
        return Judgement(False, credential("ecdsa").public_key, AlertDescription.unknown_ca)

    client, server = talk12({"verify": refuse})
    assert how_it_ended(client) == ("tls_certificate_refused", "unknown_ca")
    assert server.endpoint.failure.description == AlertDescription.unknown_ca
    client, server = talk12({"verify": refuse, "continue_when_not_trusted": True})
    exchange(client, server)
    assert next(event for event in client.events if getattr(event, "id", "") == "judge_certificate").ok is False


@pytest.mark.parametrize("group", [NamedGroup.x25519, NamedGroup.x448, NamedGroup.secp256r1, NamedGroup.secp384r1, NamedGroup.secp521r1])
def test_every_curve(group: int) -> None:
    client, server = talk12({"groups": (group, NamedGroup.secp256r1)}, {"groups": (group,)})
    exchange(client, server)
    assert client.endpoint.negotiated["group"] == server.endpoint.negotiated["group"] == group


@pytest.mark.parametrize("kind", ["ed25519", "ed448", "ecdsa_p384"])
def test_every_kind_of_ecdsa_certificate(kind: str) -> None:
    client, server = talk12({}, {"credentials": (credential(kind),)})
    exchange(client, server)
    assert SUITES[client.endpoint.negotiated["cipher_suite"]].authentication == "ECDSA"


def test_a_refused_server_forgets_its_fresh_key_too() -> None:
    """The client ends it before there is a master secret."""
    _, server = talk12({"verify": lambda *_: Judgement(False, None)})
    assert destroyed(server) == ["server_x25519_private_key"]
