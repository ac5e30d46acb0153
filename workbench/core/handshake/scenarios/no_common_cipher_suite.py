"""Client and server have no cipher suite in common."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.parameters import ProtocolVersion

TLS13_PAIR = (CipherSuite.TLS_AES_256_GCM_SHA384, CipherSuite.TLS_CHACHA20_POLY1305_SHA256)
TLS12_PAIR = (CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256)


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters)
    pair = TLS13_PAIR if ProtocolVersion.TLS1_3 in stage.client.versions else TLS12_PAIR
    stage.change_client(cipher_suites=pair[:1])
    stage.change_server(cipher_suites=pair[1:])
    stage.visit()
    return stage.transcript("no_common_cipher_suite")
