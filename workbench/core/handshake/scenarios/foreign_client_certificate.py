"""The client shows a certificate from a CA that the server does not trust."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import ClientCertificate, Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, client_certificate=ClientCertificate.unknown_ca)
    stage.last_visit()
    return stage.transcript("foreign_client_certificate")
