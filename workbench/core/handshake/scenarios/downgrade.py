"""An attacker takes TLS 1.3 out of the ClientHello; the server's random gives it away."""

from __future__ import annotations

from workbench.core.handshake.scenarios.attackers import change_client_hello, without_tls13
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import BOTH, Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, BOTH)
    stage.visit(change_client_hello(without_tls13, "attack_takes_out_tls13"))
    return stage.transcript("downgrade")
