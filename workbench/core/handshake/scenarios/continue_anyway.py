"""The certificate is not trusted, and the client goes on all the same: encrypted, yet to whom?"""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters, ServerCertificate
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, certificate=ServerCertificate.unknown_ca, continue_anyway=True)
    stage.last_visit()
    return stage.transcript("continue_anyway")
