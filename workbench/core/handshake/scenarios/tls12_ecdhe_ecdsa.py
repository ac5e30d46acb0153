"""TLS 1.2 with an ephemeral elliptic curve key exchange, signed with an ECDSA key."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import TLS12, Stage
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.cipher_suites import CipherSuite


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, TLS12, cipher_suites=(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,))
    stage.visits()
    return stage.transcript("tls12_ecdhe_ecdsa")
