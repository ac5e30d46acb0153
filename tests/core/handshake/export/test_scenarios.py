"""The capture of every scenario, read by tshark with the keys inside: the same messages and the same data as in the transcript."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.handshake.tshark import complaints, needs_tshark, plaintext, rows
from workbench.core.handshake.export import pcapng
from workbench.core.handshake.scenarios import SCENARIOS
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.transcript import Role, StepKind, Transcript


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
