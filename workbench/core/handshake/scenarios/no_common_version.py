"""The client speaks TLS 1.3 alone, the server TLS 1.2 alone."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import TLS12, TLS13, Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.change_client(versions=TLS13)
    stage.change_server(versions=TLS12)
    stage.visit()
    return stage.transcript("no_common_version")
