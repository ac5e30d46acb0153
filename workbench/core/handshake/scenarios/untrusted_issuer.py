"""The server's certificate comes from a CA that the client does not trust."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters, ServerCertificate
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, certificate=ServerCertificate.unknown_ca)
    stage.last_visit()
    return stage.transcript("untrusted_issuer")
