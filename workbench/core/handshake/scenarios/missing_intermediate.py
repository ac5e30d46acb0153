"""The server sends its own certificate and forgets the intermediate."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.pki import server_without_intermediate
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.change_server(credentials=(server_without_intermediate(stage.pki),))
    stage.visit()
    return stage.transcript("missing_intermediate")
