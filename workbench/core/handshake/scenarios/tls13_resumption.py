"""TLS 1.3: a first visit that leaves a ticket, and a second one that needs no certificate."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.change_server(ticket_keys=stage.ticket_keys)
    stage.come_back(stage.visit())
    stage.last_visit()
    return stage.transcript("tls13_resumption")
