"""The capture of every scenario, read by tshark with the keys inside: the same messages and the same data as in the transcript.

Then one capture with every cipher suite, group and kind of key.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.handshake.tshark import complaints, needs_tshark, plaintext, rows
from workbench.core.handshake.export import pcapng
from workbench.core.handshake.scenarios import SCENARIOS, run
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Role, StepKind, Transcript
from workbench.core.tls import groups
from workbench.core.tls.cipher_suites import SUITES, Authentication, CipherSuiteParameters, KeyExchange
from workbench.core.x509.issuance import KeyKind


@needs_tshark
@pytest.mark.parametrize("name", [scenario.id for scenario in SCENARIOS])
def test_tshark_reads_what_the_transcript_says(tmp_path: Path, name: str) -> None:
    transcript = next(scenario for scenario in SCENARIOS if scenario.id == name).run(Parameters(seed=7))
    path = tmp_path / "written.pcapng"
    path.write_bytes(pcapng.write(transcript))
    assert complaints(path) == []
    assert len(rows(path, "frame.number")) == len(transcript.packets) > 0
    attacked = {step.connection for step in transcript.steps if Role.attacker in (step.sender, step.receiver)}
    for number, connection in enumerate(transcript.connections):
        if connection.number in attacked:
            continue  # what was sent is not what arrived; of a replayed ClientHello the key log cannot hold two sets of keys
        found = rows(path, "tcp.dstport", "tls.handshake.type", show=f"tcp.stream == {number} && tls.handshake.type")
        seen = [(port == "443", int(type)) for port, types in found for type in types.split(",")]
        for from_client in (True, False):
            said = messages(transcript, connection.number, from_client)
            assert [type for side, type in seen if side is from_client] == said
        assert plaintext(path, number) == (data(transcript, connection.number, True), data(transcript, connection.number, False))


def messages(transcript: Transcript, connection: int, from_client: bool) -> list[int]:
    """Handshake types, in the order they were sent."""
    return [
        next(part.data[0] for part in step.parts if part.id == "message")
        for step in transcript.steps
        if step.kind is StepKind.message and step.connection == connection and (step.sender is Role.client) is from_client
    ]


def data(transcript: Transcript, connection: int, from_client: bool) -> bytes:
    """Application data."""
    return b"".join(
        next(part.data for part in step.parts if part.id == "application_data")
        for step in transcript.steps
        if step.kind is StepKind.application_data and step.connection == connection and (step.sender is Role.client) is from_client
    )


SCENARIO_OF = {KeyExchange.any: "tls13_full", KeyExchange.rsa: "tls12_rsa", KeyExchange.dhe: "tls12_dhe"}


def scenario_of(suite: CipherSuiteParameters) -> str:
    ecdhe = "tls12_ecdhe_ecdsa" if suite.authentication is Authentication.ecdsa else "tls12_ecdhe_rsa"
    return SCENARIO_OF.get(suite.key_exchange, ecdhe)


def variations() -> Iterator[tuple[str, Parameters]]:
    """Scenario and parameters; each with a seed of its own, since keys are found by the client random."""
    seed = itertools.count()
    for code, suite in SUITES.items():
        yield scenario_of(suite), Parameters(cipher_suites=(code,), seed=next(seed))
    for group in groups.SUPPORTED:
        yield "tls13_full", Parameters(groups=(group,), seed=next(seed))
    for kind in KeyKind:
        if kind is not KeyKind.RSA_4096:  # takes seconds to make
            yield "tls13_full", Parameters(key_kind=kind, seed=next(seed))


@needs_tshark
def test_every_suite_group_and_kind_of_key_decrypts(tmp_path: Path) -> None:
    """All in one file, a minute after each other and from ports of their own."""
    connections, packets = [], []
    for number, (name, parameters) in enumerate(variations(), 1):
        transcript = run(name, parameters)
        (connection,) = transcript.connections
        connections.append(replace(connection, number=number, client_address=("192.0.2.10", 49152 + number)))
        packets += [replace(packet, connection=number, time=packet.time + 60 * number) for packet in transcript.packets]
    path = tmp_path / "written.pcapng"
    path.write_bytes(pcapng.write(Transcript("", (), (), tuple(connections), tuple(packets))))
    assert complaints(path) == []
    found = rows(path, "tcp.stream", "http.request.method", "http.response.code", show="http")
    assert len(connections) > 50
    assert found == [row for number in range(len(connections)) for row in ([str(number), "GET", ""], [str(number), "", "200"])]
