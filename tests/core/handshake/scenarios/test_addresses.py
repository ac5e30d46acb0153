"""A server that is visited at its address: nobody is asked for one, none is sent as a name, and the certificate is for the address."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509

from tests.core.handshake.tshark import complaints, needs_tshark, rows
from workbench.core.handshake.counts import count
from workbench.core.handshake.export import pcapng
from workbench.core.handshake.round_trips import Waiting, round_trips
from workbench.core.handshake.scenarios import run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Outcome, Role, StepKind, Transcript
from workbench.narration import Depth, narrate

ADDRESSES = ("192.0.2.9", "2001:db8::9")
SCENARIOS = ("tls13_full", "tls12_ecdhe_rsa", "impostor_own_certificate", "tls13_early_data")


def visited(scenario: str, address: str) -> Transcript:
    return run(scenario, Parameters(seed=1, server_name=address, certificate_name=address))


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_nobody_is_asked_for_an_address_that_is_known(scenario: str, address: str) -> None:
    transcript = visited(scenario, address)
    assert not [step for step in transcript.steps if step.kind is StepKind.name_lookup]
    assert transcript.party(Role.name_server) is None
    assert {connection.server_address for connection in transcript.connections} == {(address, 443)}
    assert {ip_address(connection.client_address[0]).version for connection in transcript.connections} == {ip_address(address).version}
    assert Waiting.lookup not in {trip.kind for trip in round_trips(transcript)}
    assert next(trip.number for trip in round_trips(transcript) if trip.connection == 1) == 1
    for step in transcript.steps:
        for depth in Depth:
            assert "name server" not in narrate(transcript, step, "en", depth)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_address_is_in_the_certificate_and_not_in_the_client_hello(address: str) -> None:
    transcript = visited("tls12_ecdhe_rsa", address)
    assert transcript.outcome is Outcome.ok
    hello = next(step for step in transcript.steps if step.name == "ClientHello")
    assert address.encode() not in hello.wire and ip_address(address).packed not in hello.wire
    shown = next(part.data for step in transcript.steps for part in step.parts if step.name == "Certificate" and part.id == "certificate")
    names = x509.load_der_x509_certificate(shown).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.IPAddress) == [ip_address(address)] and not names.get_values_for_type(x509.DNSName)


def test_another_address_is_another_server() -> None:
    transcript = run("tls13_full", Parameters(seed=1, server_name="192.0.2.9", certificate_name="192.0.2.8"))
    assert transcript.outcome is Outcome.failed
    assert "headline_host" in {step.reason.id for step in transcript.steps if step.reason is not None}


def test_counts_have_one_round_trip_less() -> None:
    named, direct = run("tls13_full", Parameters(seed=1)), visited("tls13_full", "192.0.2.9")
    assert len(round_trips(named)) == len(round_trips(direct)) + 1
    assert (count(named)[0].lookup_round_trips, count(direct)[0].lookup_round_trips) == (1, 0)


@pytest.mark.parametrize(("address", "size"), [("192.0.2.9", "1460"), ("2001:db8::9", "1440")])
@needs_tshark
def test_the_capture_file_is_read_without_complaints(address: str, size: str, tmp_path: Path) -> None:
    path = tmp_path / "visit.pcapng"
    path.write_bytes(pcapng.write(visited("tls13_full", address)))
    assert complaints(path) == []
    assert not rows(path, "frame.number", show="dns")
    assert {row[0] for row in rows(path, "tcp.options.mss_val", show="tcp.flags.syn == 1")} == {size}
    destination = "ipv6.dst" if ":" in address else "ip.dst"
    assert address in {row[0] for row in rows(path, destination)}
    assert max(int(row[0]) for row in rows(path, "frame.len")) <= 1514
    assert len(rows(path, "http.request.full_uri", show="http.request")) == 1
