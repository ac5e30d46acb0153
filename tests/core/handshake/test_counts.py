"""Counts: what everybody knows about handshakes is what we count in them."""

from __future__ import annotations

from functools import cache

import pytest

from workbench.core.handshake.counts import Asymmetric, Counts, Symmetric, count
from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Outcome, Role, Step, StepKind, Transcript
from workbench.core.tls.parameters import NamedGroup
from workbench.core.x509.issuance import KeyKind


@cache
def counts(name: str) -> tuple[Counts, ...]:
    return count(run(name, Parameters(seed=1)))


@pytest.mark.parametrize(
    ("name", "connection", "round_trips"),
    [
        ("tls12_rsa", 1, 2),
        ("tls12_ecdhe_ecdsa", 1, 2),
        ("tls12_dhe", 1, 2),
        ("tls12_mutual", 1, 2),
        ("tls12_session_id", 2, 1),
        ("tls12_session_ticket", 2, 1),
        ("tls13_full", 1, 1),
        ("tls13_hybrid", 1, 1),
        ("tls13_mutual", 1, 1),
        ("tls13_hello_retry", 1, 2),
        ("tls13_resumption", 2, 1),
        ("tls13_early_data", 1, 1),
        ("tls13_early_data", 2, 0),
    ],
)
def test_round_trips_before_the_first_application_data(name: str, connection: int, round_trips: int) -> None:
    """RFC 5246 section 7.3, RFC 8446 section 2, figures 1 to 4."""
    found = next(counts for counts in counts(name) if counts.connection == connection)
    assert found.round_trips == round_trips
    assert (found.tcp_round_trips, found.lookup_round_trips) == (1, 1)


def test_the_first_byte_comes_after_as_many_round_trips_as_were_counted() -> None:
    """The simulated network takes 20 ms each way, and nothing else takes time. The answer takes one round trip more."""
    for name in ("tls12_rsa", "tls13_full", "tls13_hello_retry", "tls12_session_id"):
        for found in counts(name):
            assert found.round_trips is not None
            waited = found.lookup_round_trips + found.tcp_round_trips + found.round_trips + 1
            assert found.first_byte == pytest.approx(0.040 * waited)
    early = counts("tls13_early_data")[1]
    assert early.first_byte == pytest.approx(0.040 * 4)  # our server answers when the handshake is done


def test_who_is_refused_never_gets_a_byte() -> None:
    found = counts("expired")[0]
    assert found.round_trips is None and found.first_byte is None and found.flights == 3


@pytest.mark.parametrize("name", ["tls12_session_id", "tls12_session_ticket", "tls13_resumption"])
def test_who_resumes_signs_nothing(name: str) -> None:
    first, resumed = counts(name)
    for kind in (Asymmetric.signature, Asymmetric.verification):
        assert first.asymmetric[kind] >= 1 and kind not in resumed.asymmetric
    assert (Asymmetric.key_agreement in resumed.asymmetric) == (name == "tls13_resumption")  # psk_dhe_ke, RFC 8446 section 4.2.9
    assert resumed.handshake_bytes < first.handshake_bytes and resumed.messages < first.messages


def test_who_does_what_in_each_key_exchange() -> None:
    assert counts("tls13_full")[0].asymmetric == {
        Asymmetric.key_generation: 2,
        Asymmetric.key_agreement: 2,
        Asymmetric.signature: 1,
        Asymmetric.verification: 3,  # the handshake's, and the certificates of server and intermediate CA
    }
    assert counts("tls12_rsa")[0].asymmetric == {Asymmetric.encryption: 1, Asymmetric.decryption: 1, Asymmetric.verification: 2}
    mutual, full = counts("tls12_mutual")[0].asymmetric, counts("tls12_ecdhe_ecdsa")[0].asymmetric
    assert mutual[Asymmetric.signature] == 2 * full[Asymmetric.signature]
    assert mutual[Asymmetric.verification] == 2 * full[Asymmetric.verification]
    preparation = counts("server_preparation")[0]
    assert preparation.connection == 0 and preparation.asymmetric[Asymmetric.signature] == 2  # of the request, of the certificate
    assert counts("opened_years_later_rsa")[0].asymmetric == {Asymmetric.decryption: 1}


def test_a_hybrid_is_a_curve_and_ml_kem_768() -> None:
    """FIPS 203 section 8: 1184 bytes of encapsulation key, 1088 of ciphertext. (Signatures of Ed25519 are all of one length.)"""
    parameters = (Parameters(seed=1, key_kind=KeyKind.ED25519, groups=(group,)) for group in (NamedGroup.x25519, NamedGroup.X25519MLKEM768))
    curve, hybrid = (count(run("tls13_full", chosen))[0] for chosen in parameters)
    assert hybrid.sent - curve.sent == 1184 and hybrid.received - curve.received == 1088
    assert hybrid.asymmetric == {
        **curve.asymmetric,
        Asymmetric.key_generation: 3,
        Asymmetric.encapsulation: 1,
        Asymmetric.decapsulation: 1,
    }
    assert hybrid.round_trips == curve.round_trips and hybrid.records == curve.records


def test_symmetric_operations() -> None:
    """Of TLS 1.2 without tickets: one PRF for the master secret, one for the key block and two for the Finished, on either side."""
    old = counts("tls12_ecdhe_ecdsa")[0].symmetric
    assert old[Symmetric.key_derivation] == 2 * 4
    assert old[Symmetric.record] == 6 and Symmetric.ticket not in old  # two Finished, request, answer, two close_notify
    new = counts("tls13_full")[0].symmetric
    assert new[Symmetric.mac] == 4  # two Finished, computed and verified
    assert new[Symmetric.key_derivation] > old[Symmetric.key_derivation]
    assert counts("tls12_session_ticket")[0].symmetric[Symmetric.ticket] == 1  # sealed
    assert counts("tls12_session_ticket")[1].symmetric[Symmetric.ticket] == 1  # opened


def test_bytes_and_records_are_those_that_crossed() -> None:
    for name in ("tls13_full", "tls12_session_ticket", "tls13_key_update"):
        transcript = run(name, Parameters(seed=1))
        for found in count(transcript):
            packets = [packet for packet in transcript.packets if packet.connection == found.connection]
            tcp = [packet for packet in packets if packet.kind == "tcp"]
            sent = b"".join(packet.payload for packet in tcp if packet.sender is Role.client)
            received = b"".join(packet.payload for packet in tcp if packet.receiver is Role.client)
            assert (found.sent, found.received) == (len(sent), len(received))
            assert found.records == sum(map(headers, (sent, received)))
            assert found.packets == len(packets) and found.packet_bytes > found.sent + found.received > found.handshake_bytes


def headers(stream: bytes) -> int:
    """How many records a stream of bytes is."""
    found = 0
    while stream:
        stream = stream[5 + int.from_bytes(stream[3:5], "big") :]
        found += 1
    return found


def test_seconds_are_those_of_both_sides() -> None:
    for found in (*counts("tls13_full"), *counts("tls12_rsa")):
        assert found.client_seconds > 0 < found.server_seconds
        assert found.seconds == pytest.approx(found.client_seconds + found.server_seconds)


def test_what_is_not_known_is_not_counted() -> None:
    """Of a capture without keys only records are known; of nothing, nothing."""
    assert count(Transcript("", (), ())) == ()
    hello = Step(0, 1, StepKind.message, "ClientHello", Role.client, Role.server, wire=b"\x16\3\1\0\2ab", size=7)
    answer = Step(1, 1, StepKind.message, "ServerHello", Role.server, Role.client, 1.0, 1.5, wire=b"\x16\3\3\0\1a\x14\3\3\0\1b", size=12)
    data = Step(2, 1, StepKind.application_data, "application_data", Role.server, Role.client, 1.0, 1.5, outcome=Outcome.none)
    found = count(Transcript("", (), (hello, answer, data)))[0]
    assert found.round_trips == 0  # the server's first data comes in its first flight
    assert (found.sent, found.received, found.records, found.packets, found.first_byte) == (7, 12, 3, 0, 1.5)
    assert found.asymmetric == {} and found.seconds == 0.0
