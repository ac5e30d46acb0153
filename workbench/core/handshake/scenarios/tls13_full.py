"""A first visit in TLS 1.3: one round trip, an ephemeral key exchange, the server proves itself."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.visits()
    return stage.transcript("tls13_full")
