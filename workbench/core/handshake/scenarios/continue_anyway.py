"""The certificate is not trusted, and the client goes on all the same: encrypted, yet to whom?"""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.pki import untrusted_server
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.change_server(credentials=(untrusted_server(stage.pki),))
    stage.change_client(continue_when_not_trusted=True)
    stage.visit()
    return stage.transcript("continue_anyway")
