"""An attacker keeps the first flight of a visit and sends it again."""

from __future__ import annotations

from dataclasses import replace

from workbench.core.handshake.scenarios.attackers import recorder_of_first_flight
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Role
from workbench.core.tls.server import Server


class Replayer:
    """An endpoint that says what somebody else said, and understands nothing of the answer."""

    def __init__(self, flight: bytes) -> None:
        self._flight = flight

    def receive(self, data: bytes) -> None:
        """Sealed with keys that the attacker does not have."""

    def receive_eof(self) -> None:
        """Nothing to clean up."""

    def data_to_send(self) -> bytes:
        """The flight, once."""
        flight, self._flight = self._flight, b""
        return flight


def replay(stage: Stage) -> None:
    """A visit that somebody records, and a connection on which its first flight comes once more."""
    kept: list[bytes] = []
    stage.visit(recorder_of_first_flight(kept))
    number = len(stage.connections) + 1
    server = Server(replace(stage.server, listener=stage.recorder.endpoint(Role.server, number)))
    stage.carry(Replayer(b"".join(kept)), server, None, (Role.attacker, Role.server))
