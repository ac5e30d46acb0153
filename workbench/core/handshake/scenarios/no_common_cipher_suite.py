"""Client and server have no cipher suite in common."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.cipher_suites import CipherSuite


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    stage.change_client(cipher_suites=(CipherSuite.TLS_AES_256_GCM_SHA384,))
    stage.change_server(cipher_suites=(CipherSuite.TLS_CHACHA20_POLY1305_SHA256,))
    stage.visit()
    return stage.transcript("no_common_cipher_suite")
