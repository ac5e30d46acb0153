"""Somebody else answers with the server's own certificate, which everybody can have, but without its private key."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Deed, Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, deed=Deed.pose_with_true_certificate)
    stage.last_visit()
    return stage.transcript("impostor_true_certificate")
