"""An attacker takes TLS 1.3 out of the ClientHello; the server's random gives it away."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Deed, Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, deed=Deed.take_out_tls13)
    stage.last_visit()
    return stage.transcript("downgrade")
