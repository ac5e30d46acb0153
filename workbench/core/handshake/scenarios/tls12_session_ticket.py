"""TLS 1.2: the server forgets the session, the client keeps it in a ticket sealed by the server."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import TLS12, Stage
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.cipher_suites import CipherSuite


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, TLS12, cipher_suites=(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,))
    stage.change_server(ticket_keys=stage.ticket_keys)
    stage.come_back(stage.visit())
    stage.last_visit()
    return stage.transcript("tls12_session_ticket")
