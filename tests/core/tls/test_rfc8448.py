"""RFC 8448: the key schedule, transcript hashes, key shares and record protection give every value of its five traces.

That both machines reproduce the traces is held by `test_rfc8448_machines.py`.
"""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes

from tests.core.tls import rfc8448
from tests.core.tls.rfc8448 import TRACES, Trace
from workbench.core.tls import groups
from workbench.core.tls.cipher_suites import SUITES, CipherSuite
from workbench.core.tls.events import Level
from workbench.core.tls.key_schedule import KeySchedule, hkdf_expand_label, hkdf_extract, traffic_keys, verify_data
from workbench.core.tls.parameters import NamedGroup
from workbench.core.tls.protection import Protection13
from workbench.core.tls.transcript_hash import TranscriptHash

AES_128 = SUITES[CipherSuite.TLS_AES_128_GCM_SHA256]
SHA256 = "SHA256"

each_trace = pytest.mark.parametrize("name", TRACES)


def whole_messages(trace: Trace) -> list[tuple[str, str, bytes]]:
    """The messages, with the ClientHello of trace 4 as it was sent: the RFC shows its construction up to the binders."""
    found = []
    for party, name, message in trace.messages:
        if len(message) != 4 + int.from_bytes(message[1:4], "big"):
            [message] = [record.payload for record in trace.records if record.payload.startswith(message[:32])]
        found.append((party, name, message))
    return found


def test_the_data_is_whole() -> None:
    found = {name: rfc8448.trace(name) for name in TRACES}
    # Counted in the text of the RFC: lines that begin with {client} or {server}, and values below them.
    assert [len(trace.steps) for trace in found.values()] == [55, 60, 54, 52, 51]
    assert [sum(len(step.values) for step in trace.steps) for trace in found.values()] == [109, 125, 106, 101, 102]
    for trace in found.values():
        for record in trace.records:
            assert len(record.wire) == 5 + int.from_bytes(record.wire[3:5], "big")
        for _, _, message in whole_messages(trace):
            assert len(message) == 4 + int.from_bytes(message[1:4], "big")


def test_the_servers_key_is_that_of_its_certificate() -> None:
    modulus = rfc8448.server_key().public_key().public_numbers().n.to_bytes(128, "big")
    assert modulus in rfc8448.trace("simple_1rtt").message("Certificate")


# Each step by itself, from the inputs that the RFC gives for it


@each_trace
def test_every_extraction(name: str) -> None:
    steps = rfc8448.trace(name).where("extract secret")
    assert steps
    for step in steps:
        assert hkdf_extract(SHA256, step.values["salt"], step.values["IKM"]) == step.values["secret"], step.action


@each_trace
def test_every_derived_secret(name: str) -> None:
    trace = rfc8448.trace(name)
    steps = [*trace.where("derive secret"), *trace.where("generate resumption secret")]
    assert len(steps) >= 8
    for step in steps:
        value = hkdf_expand_label(SHA256, step.values["PRK"], step.label.removeprefix("tls13 "), step.values["hash"], 32)
        assert value == step.values["expanded"], step.action


@each_trace
def test_every_traffic_key(name: str) -> None:
    steps = [step for step in rfc8448.trace(name).where("derive ") if "traffic keys" in step.action]
    assert len(steps) >= 4
    for step in steps:
        assert traffic_keys(AES_128, step.values["PRK"]) == (step.values["key expanded"], step.values["iv expanded"]), step.action


@each_trace
def test_every_finished_key_and_binder_key(name: str) -> None:
    trace = rfc8448.trace(name)
    for step in [*trace.where("calculate finished"), *trace.where("calculate PSK binder")]:
        assert hkdf_expand_label(SHA256, step.values["PRK"], "finished", b"", 32) == step.values["expanded"], step.action


@each_trace
def test_every_key_share_and_shared_secret(name: str) -> None:
    trace = rfc8448.trace(name)
    shares = {}
    for step in trace.where("create an ephemeral"):
        group = {"x25519": NamedGroup.x25519, "P-256": NamedGroup.secp256r1}[step.action.split()[3]]
        share = groups.generate(group, lambda size, step=step: step.values["private key"][:size])  # type: ignore[misc]
        assert share.private == step.values["private key"]
        assert share.public == step.values["public key"]
        shares[step.party] = share
    secret = next(step.values["IKM"] for step in trace.where('extract secret "handshake"'))
    assert groups.finish(shares["client"], shares["server"].public).secret == secret
    assert groups.finish(shares["server"], shares["client"].public).secret == secret


# The whole schedule, from the key shares and messages alone


def follow(trace: Trace, psk: bytes | None, secret: bytes) -> dict[str, bytes]:
    """Go through the trace as an endpoint would; returns all values by the engine's names."""
    schedule = KeySchedule(SHA256, psk)
    transcript = TranscriptHash()
    transcript.choose(SHA256)
    found: dict[str, bytes] = {}
    messages = whole_messages(trace)
    retried = sum(name == "ServerHello" for _, name, _ in messages) == 2
    for party, name, message in messages:
        if name == "ClientHello" and psk is not None:
            binder_size = 35
            schedule.derive_secret("binder_key", schedule.early_secret, "res binder", hashes.Hash(hashes.SHA256()).finalize(), "")
            found["binder_hash"] = transcript.value_with(SHA256, message[:-binder_size])
            key = schedule.finished_key("binder_key", "binder_finished_key")
            found["binder"] = verify_data(SHA256, key, found["binder_hash"])
        if name == "Finished":
            base = f"{party}_handshake_traffic_secret"
            found[f"{party}_verify_data"] = verify_data(SHA256, schedule.finished_key(base, f"{party}_finished_key"), transcript.value())
        if name == "NewSessionTicket":
            continue
        transcript.add(message)
        found[f"hash_to_{party}_{name}"] = transcript.value()
        if name == "ClientHello" and psk is not None:
            schedule.derive_secret("client_early_traffic_secret", schedule.early_secret, "c e traffic", transcript.value(), "")
            schedule.derive_secret("early_exporter_master_secret", schedule.early_secret, "e exp master", transcript.value(), "")
        if name == "ServerHello" and retried:
            transcript.replace_client_hello(SHA256)
            retried = False
        elif name == "ServerHello":
            schedule.enter_handshake(secret)
            schedule.handshake_traffic_secrets(transcript.value(), "")
        elif name == "Finished" and party == "server":
            schedule.enter_application()
            schedule.application_traffic_secrets(transcript.value(), "")
        elif name == "Finished":
            schedule.resumption_master_secret(transcript.value(), "")
    return found | {value.name: value.value for value in schedule.take()}


@each_trace
def test_the_whole_schedule(name: str) -> None:
    trace = rfc8448.trace(name)
    resumed = name == "resumed_0rtt"
    psk = trace.value('extract secret "early"', "IKM") if resumed else None
    if resumed:  # the ticket of the first trace carries the PSK
        assert psk == rfc8448.trace("simple_1rtt").value("generate resumption secret", "expanded")
    secret = trace.value('extract secret "handshake"', "IKM")
    found = follow(trace, psk, secret)
    expected = {
        "psk_early_secret" if resumed else "early_secret": ('extract secret "early"', "secret"),
        "derived_early_secret": ("derive secret for handshake", "expanded"),
        "handshake_secret": ('extract secret "handshake"', "secret"),
        "client_handshake_traffic_secret": ('derive secret "tls13 c hs traffic"', "expanded"),
        "server_handshake_traffic_secret": ('derive secret "tls13 s hs traffic"', "expanded"),
        "derived_handshake_secret": ("derive secret for master", "expanded"),
        "master_secret": ('extract secret "master"', "secret"),
        "client_application_traffic_secret_0": ('derive secret "tls13 c ap traffic"', "expanded"),
        "server_application_traffic_secret_0": ('derive secret "tls13 s ap traffic"', "expanded"),
        "exporter_master_secret": ('derive secret "tls13 exp master"', "expanded"),
        "resumption_master_secret": ('derive secret "tls13 res master"', "expanded"),
        "hash_to_server_ServerHello": ('derive secret "tls13 c hs traffic"', "hash"),
        "hash_to_server_Finished": ('derive secret "tls13 c ap traffic"', "hash"),
        "hash_to_client_Finished": ('derive secret "tls13 res master"', "hash"),
    }
    if resumed:
        expected |= {
            "client_early_traffic_secret": ('derive secret "tls13 c e traffic"', "expanded"),
            "early_exporter_master_secret": ('derive secret "tls13 e exp master"', "expanded"),
            "hash_to_client_ClientHello": ('derive secret "tls13 c e traffic"', "hash"),
            "binder_key": ("calculate PSK binder", "PRK"),
            "binder_finished_key": ("calculate PSK binder", "expanded"),
            "binder_hash": ("calculate PSK binder", "binder hash"),
            "binder": ("calculate PSK binder", "finished"),
        }
    for value, (action, what) in expected.items():
        assert found[value] == trace.value(action, what), value
    for party in ("server", "client"):
        step = trace.where("calculate finished", party)[0]
        assert found[f"{party}_finished_key"] == step.values["expanded"]
        assert found[f"{party}_verify_data"] == step.values["finished"]
        assert trace.message("Finished", party)[4:] == step.values["finished"]


def test_the_binder_stands_in_the_client_hello() -> None:
    trace = rfc8448.trace("resumed_0rtt")
    [(_, _, message)] = whole_messages(trace)[:1]
    assert message.endswith(trace.value("calculate PSK binder", "finished"))
    assert message.startswith(trace.value("calculate PSK binder", "ClientHello prefix"))


# Records


def protected_records(trace: Trace) -> list[tuple[str, bytes, int, bytes, bytes]]:
    """(direction and level, traffic secret, content type, payload, record) of every protected record."""
    secrets = {
        "early": trace.where('derive secret "tls13 c e traffic"'),
        "client handshake": trace.where('derive secret "tls13 c hs traffic"'),
        "server handshake": trace.where('derive secret "tls13 s hs traffic"'),
        "client application": trace.where('derive secret "tls13 c ap traffic"'),
        "server application": trace.where('derive secret "tls13 s ap traffic"'),
    }
    found = []
    finished: set[str] = set()
    early = bool(secrets["early"])
    for record in trace.records:
        if record.wire[0] != 23:
            continue
        level = "application" if record.party in finished else "handshake"
        if record.party == "client" and early:
            early = record.payload[0] != 5  # EndOfEarlyData is the last under the early keys
            kind = "early"
        else:
            kind = f"{record.party} {level}"
        found.append((kind, secrets[kind][0].values["expanded"], record.content_type, record.payload, record.wire))
        if record.content_type == 22 and kind != "early" and record.payload[-36:-32] == b"\x14\x00\x00\x20":
            finished.add(record.party)
    return found


@each_trace
def test_every_protected_record_both_ways(name: str) -> None:
    trace = rfc8448.trace(name)
    ends: dict[str, tuple[Protection13, Protection13]] = {}
    found = protected_records(trace)
    assert len(found) >= 4
    for kind, secret, content_type, payload, wire in found:
        if kind not in ends:
            key, iv = traffic_keys(AES_128, secret)
            ends[kind] = (
                Protection13(AES_128, key, iv, Level.application, "key", "iv"),
                Protection13(AES_128, key, iv, Level.application, "key", "iv"),
            )
        sealing, opening = ends[kind]
        assert sealing.seal(content_type, payload).wire == wire, kind
        opened = opening.open(wire)
        assert (opened.inner_type, opened.content, opened.padding) == (content_type, payload, 0), kind


# A suite with SHA-384


def test_a_published_handshake_with_sha384() -> None:
    """TLS_AES_256_GCM_SHA384 with X25519: "The Illustrated TLS 1.3 Connection", its values and the key log of its server."""
    data = rfc8448.illustrated("13")
    values = {name: bytes.fromhex(value) for name, value in data["values"].items()}
    log = {name: bytes.fromhex(value) for name, value in data["key_log"].items()}
    suite = SUITES[CipherSuite.TLS_AES_256_GCM_SHA384]
    client, server = ([bytes.fromhex(record) for record in data[f"{side}_records"]] for side in ("client", "server"))

    share = groups.generate(NamedGroup.x25519, lambda size: bytes.fromhex(data["client_ephemeral_private"]))
    answer = groups.generate(NamedGroup.x25519, lambda size: bytes.fromhex(data["server_ephemeral_private"]))
    assert share.public in client[0] and answer.public in server[0]
    secret = groups.finish(share, answer.public).secret
    schedule = KeySchedule("SHA384")
    transcript = TranscriptHash()
    transcript.add(client[0][5:])
    transcript.choose("SHA384")
    transcript.add(server[0][5:])
    schedule.enter_handshake(secret)
    schedule.handshake_traffic_secrets(transcript.value(), "")
    born = {value.name: value.value for value in schedule.take()}
    assert (secret, transcript.value()) == (values["shared_secret"], values["hash_of_hellos"])
    for name in ("early_secret", "derived_early_secret", "handshake_secret"):
        assert born[name] == values[name], name
    for side in ("client", "server"):
        traffic_secret = born[f"{side}_handshake_traffic_secret"]
        assert traffic_secret == values[f"{side}_handshake_traffic_secret"] == log[f"{side.upper()}_HANDSHAKE_TRAFFIC_SECRET"]
        assert traffic_keys(suite, traffic_secret) == (values[f"{side}_handshake_key"], values[f"{side}_handshake_iv"])

    key, iv = traffic_keys(suite, born["server_handshake_traffic_secret"])
    opening = Protection13(suite, key, iv, Level.handshake, "key", "iv")
    messages = [opening.open(record).content for record in server[2:6]]
    assert [message[0] for message in messages] == [8, 11, 15, 20]
    for message in messages[:3]:
        transcript.add(message)
    finished_key = schedule.finished_key("server_handshake_traffic_secret", "server_finished_key")
    assert verify_data("SHA384", finished_key, transcript.value()) == messages[3][4:]
    transcript.add(messages[3])
    assert transcript.value() == values["hash_through_server_finished"]
    schedule.enter_application()
    schedule.application_traffic_secrets(transcript.value(), "")
    assert schedule.secrets["client_application_traffic_secret_0"] == log["CLIENT_TRAFFIC_SECRET_0"]
    assert schedule.secrets["server_application_traffic_secret_0"] == log["SERVER_TRAFFIC_SECRET_0"]
    assert schedule.secrets["exporter_master_secret"] == log["EXPORTER_SECRET"]
