"""The server's certificate ended yesterday."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.pki import expired_server
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.change_server(credentials=(expired_server(stage.pki),))
    stage.visit()
    return stage.transcript("expired")
