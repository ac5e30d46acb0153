"""TLS 1.2: the server remembers the session by its id, and the second visit is shorter."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import TLS12, Stage
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.session_cache import SessionCache


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, TLS12, cipher_suites=(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,))
    stage.change_client(session_tickets=False)
    stage.change_server(session_cache=SessionCache(stage.clock))
    stage.come_back(stage.visit())
    stage.last_visit()
    return stage.transcript("tls12_session_id")
