"""TLS 1.2 without extended_master_secret: an attacker changes the ClientHello, and only Finished shows it."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Deed, Parameters
from workbench.core.handshake.scenarios.stage import TLS12, Stage
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.cipher_suites import CipherSuite


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    suites = (CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)
    stage = Stage(parameters, TLS12, cipher_suites=suites, deed=Deed.take_out_suite)
    stage.change_client(extended_master_secret=False)
    stage.last_visit()
    return stage.transcript("wrong_finished")
