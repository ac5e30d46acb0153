"""Somebody else answers in the server's place, with a certificate for its name that they signed themselves."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.pki import impostor
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Role, Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.change_server(credentials=(impostor(stage.pki),))
    stage.visit(roles=(Role.client, Role.attacker))
    return stage.transcript("impostor_own_certificate")
