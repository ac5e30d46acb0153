"""TLS 1.3 in which the client proves itself too."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import ClientCertificate, Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, client_certificate=ClientCertificate.good)
    stage.visits()
    return stage.transcript("tls13_mutual")
