"""The server's certificate was revoked, and its stapled OCSP response says so."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.pki import revoked_server
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.change_server(credentials=(revoked_server(stage.pki),))
    stage.visit()
    return stage.transcript("revoked")
