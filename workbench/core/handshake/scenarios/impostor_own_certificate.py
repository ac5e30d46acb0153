"""Somebody else answers in the server's place, with a certificate for its name that they signed themselves."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Deed, Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, deed=Deed.pose_with_own_certificate)
    stage.last_visit()
    return stage.transcript("impostor_own_certificate")
