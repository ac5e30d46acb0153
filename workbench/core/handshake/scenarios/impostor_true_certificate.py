"""Somebody else answers with the server's own certificate, which everybody can have, but without its private key."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.pki import impostor_with_true_certificate
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Role, Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.change_server(credentials=(impostor_with_true_certificate(stage.pki),))
    stage.visit(roles=(Role.client, Role.attacker))
    return stage.transcript("impostor_true_certificate")
