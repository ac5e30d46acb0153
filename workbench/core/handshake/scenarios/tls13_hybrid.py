"""TLS 1.3 with a key exchange that a quantum computer will not break either: ML-KEM and X25519 together."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.parameters import NamedGroup


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, groups=(NamedGroup.X25519MLKEM768, NamedGroup.x25519))
    stage.visits()
    return stage.transcript("tls13_hybrid")
