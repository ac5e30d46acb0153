"""Ephemeral key exchange: the recording stays closed, though the server's private key is known years later."""

from __future__ import annotations

from workbench.core.handshake.scenarios.opened_later import open_later
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import TLS12, Stage
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.x509.issuance import KeyKind


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    suites = (CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,)
    stage = Stage(parameters, TLS12, cipher_suites=suites, key_kind=KeyKind.RSA_2048)
    stage.visit()
    return open_later(stage, "opened_years_later_ecdhe")
