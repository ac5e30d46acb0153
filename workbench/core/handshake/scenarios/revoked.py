"""The server's certificate was revoked, and its stapled OCSP response says so."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters, ServerCertificate
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, certificate=ServerCertificate.revoked)
    stage.last_visit()
    return stage.transcript("revoked")
