"""A certificate of the workspace in a handshake scenario: which one, and with what. The key is opened for it, in memory only. No Qt."""

from __future__ import annotations

from cryptography.hazmat.primitives.serialization import load_der_public_key

from workbench.core.handshake.scenarios.parameters import OwnCertificate, Parameters
from workbench.core.handshake.scenarios.pki import HOST
from workbench.core.tls.configuration import Credential
from workbench.core.workspace import browsing, certificates, keys
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.errors import WorkspaceError
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.certificate import parse_certificate
from workbench.models.choices import hosts
from workbench.models.library.places import Place, place_of


def play(workspace: Workspace, id: str) -> tuple[str, Parameters]:
    """The scenario, and the parameters with which it shows this certificate with its chain, judged by the root that is here.

    Raises VaultError `vault_locked`, WorkspaceError `library_plays_no_part`.
    """
    with workspace.reading() as connection:
        chain = certificates.chain(connection, id)
        entry = chain[0]
        place = place_of(entry)
        if place is None or entry.key_id is None:
            raise WorkspaceError("library_plays_no_part", name=entry.title)
        key = keys.private_key(connection, workspace.vault, entry.key_id)
        crls = tuple(crl.der for crl in browsing.newest_crls(connection, [above.id for above in chain[1:]]))
    end = chain[-1]
    anchors = (end.der,) if end.issuer_id == end.id else ()
    sent = tuple(above.der for above in chain if above is entry or above.issuer_id != above.id)
    certificate = parse_certificate(entry.der)
    credential = Credential(sent, key, load_der_public_key(certificate.spki))
    own = OwnCertificate(credential, anchors, crls, entry.title, place is Place.CLIENT)
    return place.value, Parameters(own=own, server_name=_asked_for(entry) if place is Place.SERVER else HOST)


def _asked_for(entry: CertificateEntry) -> str:
    """The first host that the certificate is for; of a wildcard one that it covers."""
    for host in hosts(parse_certificate(entry.der)):
        return host.replace("*", "www", 1) if host.startswith("*.") else host
    return HOST
