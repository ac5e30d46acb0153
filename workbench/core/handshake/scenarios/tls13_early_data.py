"""TLS 1.3: the second visit sends its request in the first flight (0-RTT)."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import Stage, http_request
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.tickets import AntiReplay


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    prepare(stage)
    stage.visit()
    return stage.transcript("tls13_early_data")


def prepare(stage: Stage) -> None:
    """A first visit that leaves a ticket good for 0-RTT, and everything set for a second one that uses it."""
    replay = AntiReplay(clock=stage.clock)
    stage.change_server(ticket_keys=stage.ticket_keys, max_early_data_size=2**14, early_data_replay=replay)
    stage.come_back(stage.visit())
    stage.change_client(early_data=http_request(stage.client.server_name))
