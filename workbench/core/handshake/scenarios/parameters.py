"""What can be changed about a scenario before it is run again."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes

from workbench.core.handshake.scenarios.pki import HOST
from workbench.core.tls.configuration import Random
from workbench.core.x509.issuance import KeyKind

DEMONSTRATION_EPOCH = 1_800_000_000.0
"""The moment at which a seeded run takes place: the 15th of January 2027. Without a seed it is now."""


@dataclass(frozen=True)
class Parameters:
    """None and () leave the choice to the scenario.

    versions, groups, cipher_suites   code points, best first, offered by the client and spoken by the server
    key_kind                          of the server's (and the client's) certificate
    server_name                       whom the client wants to reach
    resumption                        a second connection with the first one's ticket
    client_authentication             the server asks for the client's certificate and needs it
    seed                              the same seed gives the same bytes (except what the library itself makes random: RSA and ML-DSA
                                      keys and signatures, ML-KEM encapsulation)
    """

    versions: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    cipher_suites: tuple[int, ...] = ()
    key_kind: KeyKind | None = None
    server_name: str = HOST
    resumption: bool | None = None
    client_authentication: bool | None = None
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
