"""A first visit in TLS 1.3: one round trip, an ephemeral key exchange, the server proves itself."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.parameters import NamedGroup, ProtocolVersion


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    versions = parameters.versions or (ProtocolVersion.TLS1_3,)
    groups = parameters.groups or (NamedGroup.x25519, NamedGroup.secp256r1)
    stage.change_client(versions=versions, groups=groups)
    stage.change_server(versions=versions, groups=groups)
    stage.visit()
    return stage.transcript("tls13_full")
