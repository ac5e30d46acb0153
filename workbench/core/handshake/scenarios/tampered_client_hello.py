"""An attacker changes the ClientHello: both sides then hash different conversations and have different keys."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Deed, Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, deed=Deed.take_out_suite)
    stage.last_visit()
    return stage.transcript("tampered_client_hello")
