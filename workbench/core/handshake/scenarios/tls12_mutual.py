"""TLS 1.2 in which the client proves itself too."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import ClientCertificate, Parameters
from workbench.core.handshake.scenarios.stage import TLS12, Stage
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.cipher_suites import CipherSuite


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    suites = (CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,)
    stage = Stage(parameters, TLS12, cipher_suites=suites, client_certificate=ClientCertificate.good)
    stage.visits()
    return stage.transcript("tls12_mutual")
