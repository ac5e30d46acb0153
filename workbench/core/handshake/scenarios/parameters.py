"""What can be changed about a scenario before it is run again."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cryptography.hazmat.primitives import hashes

from workbench.core.handshake.scenarios.pki import HOST
from workbench.core.tls.configuration import Credential, Random
from workbench.core.x509.issuance import KeyKind

DEMONSTRATION_EPOCH = 1_800_000_000.0
"""The moment at which a seeded run takes place: the 15th of January 2027. Without a seed it is now."""


class ServerCertificate(StrEnum):
    """What is wrong with the server's certificate; `good` is nothing."""

    good = "good"
    expired = "expired"
    unknown_ca = "unknown_ca"  # from a CA that nobody trusts
    self_signed = "self_signed"
    no_intermediate = "no_intermediate"  # sent without the certificate between it and the root
    revoked = "revoked"  # the stapled OCSP response says so


class ClientCertificate(StrEnum):
    """What a client has that is asked for its certificate."""

    good = "good"
    unknown_ca = "unknown_ca"
    missing = "missing"


class Deed(StrEnum):
    """What an attacker does. `nothing`: there is none, only the eavesdropper listens."""

    nothing = "nothing"
    take_out_suite = "take_out_suite"  # the client's favourite, out of its ClientHello
    take_out_tls13 = "take_out_tls13"
    change_finished = "change_finished"  # one bit of the client's Finished
    change_request = "change_request"  # one bit of the encrypted request
    pose_with_own_certificate = "pose_with_own_certificate"
    pose_with_true_certificate = "pose_with_true_certificate"
    replay_early_data = "replay_early_data"

    @property
    def poses(self) -> bool:
        """Whether the attacker answers in the server's place."""
        return self in (Deed.pose_with_own_certificate, Deed.pose_with_true_certificate)


@dataclass(frozen=True)
class OwnCertificate:
    """Somebody's own certificate, which plays in a scenario in the place of the one that is made for it.

    credential   its chain, the leaf first and without the root, and its private key; None in place of the key once that was taken away
    anchors      the certificates (DER) at the end of the chain that the other side trusts; () when there is none
    crls         what is known about revocation (DER)
    title        what it is called
    for_client   the client shows it, not the server
    """

    credential: Credential
    anchors: tuple[bytes, ...] = field(repr=False)
    crls: tuple[bytes, ...] = field(default=(), repr=False)
    title: str = ""
    for_client: bool = False

    def without_key(self) -> OwnCertificate:
        """What may stay when the keys are locked: it plays no more."""
        return replace(self, credential=replace(self.credential, private_key=None))


@dataclass(frozen=True)
class Parameters:
    """None and () leave the choice to the scenario.

    versions, groups, cipher_suites   code points, best first, offered by the client and spoken by the server
    key_kind                          of the server's (and the client's) certificate
    server_name                       whom the client wants to reach
    certificate_name                  whom the server's certificate is for; may begin with "*."
    server_certificate                what is wrong with it
    trust_root                        the client has the server's root CA in its trust store
    continue_anyway                   the client goes on after it refused the certificate
    resumption                        a second connection with the first one's ticket
    client_authentication             the server asks for the client's certificate and needs it
    client_certificate                what the client has then; to choose it is to ask for it
    deed                              what the attacker does, on the last connection
    own                               a certificate of one's own in the place of the server's, or of the client's
    seed                              the same seed gives the same bytes (except what the library itself makes random: RSA and ML-DSA
                                      keys and signatures, ML-KEM encapsulation)
    """

    versions: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    cipher_suites: tuple[int, ...] = ()
    key_kind: KeyKind | None = None
    server_name: str = HOST
    certificate_name: str | None = None
    server_certificate: ServerCertificate | None = None
    trust_root: bool | None = None
    continue_anyway: bool | None = None
    resumption: bool | None = None
    client_authentication: bool | None = None
    client_certificate: ClientCertificate | None = None
    deed: Deed | None = None
    own: OwnCertificate | None = None
    seed: int | None = None


def random_source(seed: int | None, purpose: str) -> Random:
    """Random bytes for one purpose: the system's, or a stream of its own that depends on seed and purpose alone."""
    if seed is None:
        return os.urandom
    number = itertools.count()

    def read(length: int) -> bytes:
        digest = hashes.Hash(hashes.SHAKE256(max(length, 1)))
        digest.update(f"{seed} {purpose} {next(number)}".encode())
        return digest.finalize()[:length]

    return read
