"""An attacker flips one bit of the encrypted request."""

from __future__ import annotations

from workbench.core.handshake.scenarios.attackers import flip_a_bit
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import TLS12, Stage
from workbench.core.handshake.transcript import Role, Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    handshake_records = 0 if stage.client.versions == TLS12 else 3 if parameters.client_authentication else 1
    stage.visit(flip_a_bit(Role.client, handshake_records))
    return stage.transcript("tampered_record")
