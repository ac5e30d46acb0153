"""An attacker changes the ClientHello: both sides then hash different conversations and have different keys."""

from __future__ import annotations

from workbench.core.handshake.scenarios.attackers import change_client_hello, without_first_suite
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    if len(parameters.cipher_suites) == 1:
        stage.offer_more_suites()
    stage.visit(change_client_hello(without_first_suite, "attack_takes_out_suite"))
    return stage.transcript("tampered_client_hello")
