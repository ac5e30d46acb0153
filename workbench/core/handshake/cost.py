"""What cryptography costs on this machine, measured when somebody asks: keys, signatures, key exchange, encryption, and the bytes of each.

Run it off the GUI thread: all of it takes some ten seconds, most of that for RSA keys.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workbench.core.handshake.counts import Counts
from workbench.core.tls import groups
from workbench.core.tls.cipher_suites import Aead
from workbench.core.tls.parameters import ProtocolVersion
from workbench.core.tls.protection import make_aead
from workbench.core.tls.signatures import schemes_of, sign, verify
from workbench.core.x509.issuance import SERVER_AUTH, Authority, KeyKind, Wanted, distinguished_name, issue, issue_to_itself, make_key

RUNS = 5
SECRET = 48
"""Bytes of a pre-master secret (RFC 5246 section 7.4.7.1)."""
BLOCK = 16 * 1024
"""Bytes of the records that throughput is measured with: the longest there are (RFC 8446 section 5.1)."""
_LONG_ENOUGH = 0.002  # seconds that one run takes at least, where the operation can be repeated: what the clock can tell
_MOST = 10_000
_KEY_LENGTH = {aead: 16 if "128" in aead else 32 for aead in Aead}
_AEADS = tuple(aead for aead in Aead if "CBC" not in aead)
_SIGNED = bytes(64) + b"TLS 1.3, server CertificateVerify\0" + bytes(32)  # as long as what is signed in a handshake


class Unit(StrEnum):
    seconds = "seconds"
    bytes = "bytes"
    bytes_per_second = "bytes_per_second"


class Quantity(StrEnum):
    """What is measured.

    key_generation, signature, verification     of a kind of key, seconds
    public_key_size, signature_size, certificate_size   of a kind of key, bytes; the key as it stands in subjectPublicKey, the certificate
                        of a server with one name, issued by a CA that has the same kind of key
    share_generation    a group's fresh key share, as a client makes it: seconds
    share_response      a group's shared secret for a server of TLS 1.3, its own key share included: seconds
    share_completion    a group's shared secret for the client: seconds
    client_share_size, server_share_size        of a group, bytes
    encryption          of an AEAD, bytes per second in records of 16 KiB
    secret_encryption   of `SECRET` bytes with an RSA public key, as a client of TLS 1.2 does it (PKCS #1 v1.5): seconds
    secret_decryption   of the same with the private key: seconds
    """

    key_generation = "key_generation"
    signature = "signature"
    verification = "verification"
    public_key_size = "public_key_size"
    signature_size = "signature_size"
    certificate_size = "certificate_size"
    share_generation = "share_generation"
    share_response = "share_response"
    share_completion = "share_completion"
    client_share_size = "client_share_size"
    server_share_size = "server_share_size"
    encryption = "encryption"
    secret_encryption = "secret_encryption"
    secret_decryption = "secret_decryption"

    @property
    def unit(self) -> Unit:
        if self is Quantity.encryption:
            return Unit.bytes_per_second
        return Unit.bytes if self.value.endswith("_size") else Unit.seconds


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value.

    subject   a KeyKind, the registered name of a group, or an Aead
    value     in `quantity.unit`; of what was timed the median
    runs      how many times it was timed; 0 for sizes
    """

    quantity: Quantity
    subject: str
    value: float
    runs: int = 0

    @property
    def unit(self) -> Unit:
        return self.quantity.unit


Progress = Callable[[int, int], None]
Piece = Callable[[int, Callable[[], bool]], Iterator[Measurement]]


def measure(
    progress: Progress = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    runs: int = RUNS,
    kinds: tuple[KeyKind, ...] = tuple(KeyKind),
    group_codes: tuple[int, ...] = groups.SUPPORTED,
    aeads: tuple[Aead, ...] = _AEADS,
) -> Iterator[Measurement]:
    """Measure, and give each value as soon as it is known.

    progress    is told how many subjects are done, of how many
    cancelled   is asked between any two runs; once it says True nothing more is measured, and what is given ends
    runs        of each operation; the median counts

    One RSA key of 4096 bits may take seconds, and cannot be interrupted.
    """
    pieces: list[Piece] = [partial(_key, kind) for kind in kinds]
    pieces += [partial(_group, code) for code in group_codes]
    pieces += [partial(_aead, aead) for aead in aeads]
    for done, piece in enumerate(pieces):
        progress(done, len(pieces))
        for measurement in piece(runs, cancelled):
            if cancelled():
                return
            yield measurement
        if cancelled():
            return
    progress(len(pieces), len(pieces))


@dataclass(frozen=True, slots=True)
class HandshakeTime:
    """Seconds until the client may send its first application data: what the network takes, and the machines."""

    network: float
    computation: float

    @property
    def total(self) -> float:
        return self.network + self.computation


def handshake_time(counts: Counts, round_trip_time: float, lookup: bool = False) -> HandshakeTime | None:
    """What a connection would take over a network with this round-trip time, in seconds; None when it never came to application data.

    The computations of both sides are taken one after the other, as they mostly are. `lookup` adds the name's lookup.
    """
    if counts.round_trips is None:
        return None
    trips = counts.tcp_round_trips + counts.round_trips + (counts.lookup_round_trips if lookup else 0)
    return HandshakeTime(trips * round_trip_time, counts.seconds)


# --- one subject after the other ---------------------------------------------------------------------------------------------------------


def _timed(operation: Callable[[], object], runs: int, cancelled: Callable[[], bool], once: bool = False) -> float:
    """Median seconds of one operation; 0 when cancelled before the first run. `once`: an operation so long that it is not repeated."""
    times: list[float] = []
    repeated = 1
    while len(times) < runs and not cancelled():
        began = perf_counter()
        for _ in range(repeated):
            operation()
        taken = perf_counter() - began
        if not once and taken < _LONG_ENOUGH and repeated < _MOST:
            repeated = min(_MOST, repeated * 4)  # too short to tell: not counted
            continue
        times.append(taken / repeated)
    return median(times) if times else 0.0


def _key(kind: KeyKind, runs: int, cancelled: Callable[[], bool]) -> Iterator[Measurement]:
    yield Measurement(Quantity.key_generation, kind, _timed(partial(make_key, kind), runs, cancelled, once=kind.is_rsa), runs)
    if cancelled():
        return
    key = make_key(kind)
    public: Any = key.public_key()
    scheme = schemes_of(public, ProtocolVersion.TLS1_3)[0]
    yield Measurement(Quantity.signature, kind, _timed(partial(sign, key, scheme, _SIGNED), runs, cancelled), runs)
    signature = sign(key, scheme, _SIGNED)
    check = partial(verify, public, scheme, signature, _SIGNED, ProtocolVersion.TLS1_3)
    yield Measurement(Quantity.verification, kind, _timed(check, runs, cancelled), runs)
    yield Measurement(Quantity.public_key_size, kind, len(_public_bytes(public)))
    yield Measurement(Quantity.signature_size, kind, len(signature))
    yield Measurement(Quantity.certificate_size, kind, len(_certificate(key)))
    if isinstance(public, rsa.RSAPublicKey):
        yield from _rsa_encryption(kind, key, runs, cancelled)


def _rsa_encryption(kind: KeyKind, key: Any, runs: int, cancelled: Callable[[], bool]) -> Iterator[Measurement]:
    encrypt = partial(key.public_key().encrypt, os.urandom(SECRET), PKCS1v15())
    yield Measurement(Quantity.secret_encryption, kind, _timed(encrypt, runs, cancelled), runs)
    decrypt = partial(key.decrypt, encrypt(), PKCS1v15())
    yield Measurement(Quantity.secret_decryption, kind, _timed(decrypt, runs, cancelled), runs)


def most_in_one_piece(kind: KeyKind) -> int:
    """The most bytes that RSA with such a key encrypts at once with PKCS #1 v1.5 (RFC 8017 section 7.2.1); 0 for what does not encrypt."""
    return int(kind.value.split("-")[-1]) // 8 - 11 if kind.is_rsa else 0


def _public_bytes(public: Any) -> bytes:
    """What stands in subjectPublicKey."""
    encoded: bytes
    if isinstance(public, rsa.RSAPublicKey):
        encoded = public.public_bytes(Encoding.DER, PublicFormat.PKCS1)
    elif isinstance(public, ec.EllipticCurvePublicKey):
        encoded = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    else:
        encoded = public.public_bytes_raw()
    return encoded


def _certificate(key: Any) -> bytes:
    """A server's certificate. The same key stands for the CA's too: what it is does not change a length."""
    now = datetime.now(UTC).replace(microsecond=0)
    usage = frozenset({"keyCertSign", "cRLSign"})
    root = Wanted(distinguished_name("Root CA"), now, now + timedelta(days=90), key_usage=usage, ca=True)
    name = "www.example.test"
    wanted = Wanted(distinguished_name(name), now, now + timedelta(days=90), names=(name,), extended_key_usage=(SERVER_AUTH,))
    return issue(wanted, key.public_key(), Authority(issue_to_itself(root, key), key))


def _group(code: int, runs: int, cancelled: Callable[[], bool]) -> Iterator[Measurement]:
    name = groups.group_name(code)
    yield Measurement(Quantity.share_generation, name, _timed(partial(groups.generate, code, os.urandom), runs, cancelled), runs)
    share = groups.generate(code, os.urandom)
    respond = partial(groups.respond, code, share.public, os.urandom)
    yield Measurement(Quantity.share_response, name, _timed(respond, runs, cancelled), runs)
    answer, _ = respond()
    yield Measurement(Quantity.share_completion, name, _timed(partial(groups.finish, share, answer.public), runs, cancelled), runs)
    yield Measurement(Quantity.client_share_size, name, len(share.public))
    yield Measurement(Quantity.server_share_size, name, len(answer.public))


def _aead(aead: Aead, runs: int, cancelled: Callable[[], bool]) -> Iterator[Measurement]:
    sealing = make_aead(aead, os.urandom(_KEY_LENGTH[aead]))
    # Nonces may repeat here: nothing leaves, and nobody reads it.
    seconds = _timed(partial(sealing.encrypt, bytes(12), os.urandom(BLOCK), bytes(5)), runs, cancelled)
    if seconds:
        yield Measurement(Quantity.encryption, aead, BLOCK / seconds, runs)
