"""The server's certificate is good, for another name."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.pki import OTHER_HOST
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, certificate_name=OTHER_HOST)
    stage.last_visit()
    return stage.transcript("wrong_host")
