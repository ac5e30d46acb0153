"""TLS 1.3: the second visit sends its request in the first flight (0-RTT)."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Deed, Parameters
from workbench.core.handshake.scenarios.replay import replay
from workbench.core.handshake.scenarios.stage import Stage, http_request
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.tickets import AntiReplay


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    return play(Stage(parameters), "tls13_early_data")


def play(stage: Stage, name: str) -> Transcript:
    """A first visit that leaves a ticket good for 0-RTT, a second one that uses it, and when the attacker is to, its first flight again."""
    seen = AntiReplay(clock=stage.clock)
    stage.change_server(ticket_keys=stage.ticket_keys, max_early_data_size=2**14, early_data_replay=seen)
    stage.come_back(stage.visit())
    stage.change_client(early_data=http_request(stage.client.server_name))
    if stage.deed is Deed.replay_early_data:
        replay(stage)
    else:
        stage.last_visit()
    return stage.transcript(name)
