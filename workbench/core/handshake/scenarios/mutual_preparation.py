"""A CA of one's own, a certificate for the server and one for the client, and then the handshake in which both prove themselves."""

from __future__ import annotations

from workbench.core.handshake.scenarios.parameters import ClientCertificate, Parameters
from workbench.core.handshake.scenarios.preparation import make_authority, obtain_certificate, trust_root
from workbench.core.handshake.scenarios.stage import Stage
from workbench.core.handshake.transcript import Role, Transcript


def run(parameters: Parameters) -> Transcript:
    """Play it."""
    stage = Stage(parameters, client_certificate=ClientCertificate.good)
    pki = stage.pki
    make_authority(stage, pki.root, "root")
    make_authority(stage, pki.intermediate, "intermediate")
    for holder, prepared in ((Role.server, pki.server_preparation), (Role.client, pki.client_preparation)):
        obtain_certificate(stage, holder, prepared, pki.intermediate)
        trust_root(stage, holder)
    stage.visits()
    return stage.transcript("mutual_preparation")
