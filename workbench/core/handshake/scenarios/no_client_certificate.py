"""The server wants to know who the client is, and the client has no certificate."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.authenticate_client()
    stage.change_client(credentials=())
    stage.visit()
    return stage.transcript("no_client_certificate")
