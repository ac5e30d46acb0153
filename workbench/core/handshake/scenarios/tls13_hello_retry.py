"""The client guessed a group that the server does not speak: HelloRetryRequest, and one more round trip."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import TLS13, Stage
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.parameters import NamedGroup


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, TLS13, (NamedGroup.x25519, NamedGroup.secp256r1))
    stage.change_server(groups=stage.server.groups[-1:])
    stage.visits()
    return stage.transcript("tls13_hello_retry")
