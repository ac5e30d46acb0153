"""An attacker flips one bit of the encrypted request."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Deed, Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, deed=Deed.change_request)
    stage.last_visit()
    return stage.transcript("tampered_record")
