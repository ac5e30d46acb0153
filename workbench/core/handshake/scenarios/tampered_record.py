"""An attacker flips one bit of the encrypted request."""

from __future__ import annotations

from workbench.core.handshake.scenarios.attackers import flip_a_bit
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Role, Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.visit(flip_a_bit(Role.client))
    return stage.transcript("tampered_record")
