"""The server's certificate comes from a CA that the client does not trust."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.pki import untrusted_server
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.change_server(credentials=(untrusted_server(stage.pki),))
    stage.visit()
    return stage.transcript("untrusted_issuer")
