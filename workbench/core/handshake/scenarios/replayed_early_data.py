"""An attacker keeps the first flight of a 0-RTT visit and sends it again; the server does not take the request twice."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Deed, Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.scenarios.tls13_early_data import play
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    return play(Stage(parameters, deed=Deed.replay_early_data), "replayed_early_data")
