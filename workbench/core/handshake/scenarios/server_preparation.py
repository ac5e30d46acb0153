"""The server's own view: a key, a request, a CA that checks and signs, the installation, and the first visitor."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.preparation import obtain_certificate
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Role, Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    obtain_certificate(stage, Role.server, stage.pki.server_preparation, stage.pki.intermediate)
    stage.visits()
    return stage.transcript("server_preparation")
