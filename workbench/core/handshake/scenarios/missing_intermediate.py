"""The server sends its own certificate and forgets the intermediate."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters, ServerCertificate
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, certificate=ServerCertificate.no_intermediate)
    stage.last_visit()
    return stage.transcript("missing_intermediate")
