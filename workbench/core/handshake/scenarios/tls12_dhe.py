"""TLS 1.2 with an ephemeral key exchange in a finite field, signed with an RSA key."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import Parameters
from workbench.core.handshake.scenarios.stage import TLS12, Stage
from workbench.core.handshake.transcript import Transcript
from workbench.core.tls.cipher_suites import CipherSuite
from workbench.core.tls.parameters import NamedGroup
from workbench.core.x509.issuance import KeyKind


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    groups = (NamedGroup.ffdhe2048, NamedGroup.ffdhe3072)
    suites = (CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,)
    stage = Stage(parameters, TLS12, groups, suites, KeyKind.RSA_2048)
    stage.visits()
    return stage.transcript("tls12_dhe")
