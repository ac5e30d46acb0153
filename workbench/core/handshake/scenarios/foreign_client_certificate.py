"""The client shows a certificate from a CA that the server does not trust."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.pki import foreign_client
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.authenticate_client()
    stage.change_client(credentials=(foreign_client(stage.pki),))
    stage.visit()
    return stage.transcript("foreign_client_certificate")
