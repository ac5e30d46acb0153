"""The server's certificate is good, for another name."""

from __future__ import annotations

from dataclasses import replace

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.pki import wrong_host_server
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.change_server(credentials=(replace(wrong_host_server(stage.pki), names=()),))
    stage.visit()
    return stage.transcript("wrong_host")
