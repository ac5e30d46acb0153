"""TLS 1.2 without extended_master_secret: an attacker changes the ClientHello, and only Finished shows it."""

from __future__ import annotations

from workbench.core.handshake.scenarios.attackers import change_client_hello, without_first_suite
from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import TLS12, Stage
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.cipher_suites import CipherSuite


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    suites = (CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)
    stage = Stage(parameters, TLS12, cipher_suites=suites)
    if len(parameters.cipher_suites) == 1:
        stage.offer_more_suites()
    stage.change_client(extended_master_secret=False)
    stage.visit(change_client_hello(without_first_suite, "attack_takes_out_suite"))
    return stage.transcript("wrong_finished")
