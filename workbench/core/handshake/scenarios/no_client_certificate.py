"""The server wants to know who the client is, and the client has no certificate."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import ClientCertificate, Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, client_certificate=ClientCertificate.missing)
    stage.last_visit()
    return stage.transcript("no_client_certificate")
