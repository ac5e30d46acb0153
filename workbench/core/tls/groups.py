"""Key exchange: ephemeral keys and shared secrets of every group (RFC 8446 sections 4.2.8 and 7.4, RFC 7748, RFC 7919, RFC 8422,
draft-ietf-tls-ecdhe-mlkem).

A hybrid group joins an ML-KEM and an elliptic curve: its key shares and its shared secret are the two halves one after the other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey, MLKEM1024PrivateKey, MLKEM1024PublicKey
from cryptography.hazmat.primitives.asymmetric.x448 import X448PrivateKey, X448PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workbench.core.tls import finite_fields
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.finite_fields import DhParameters
from workbench.core.tls.parameters import NamedGroup

__all__ = [
    "SUPPORTED", "DhParameters", "KeyShare", "SharedSecret", "dh_parameters", "finish", "finish_dh", "generate", "generate_dh",
    "group_name", "respond",
]  # fmt: skip

Random = Callable[[int], bytes]
Halves = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class KeyShare:
    """One side's ephemeral key.

    group    NamedGroup; 0 for a prime and generator without a name (TLS 1.2)
    public   as it stands in key_share or ServerKeyExchange
    """

    group: int
    public: bytes
    exchange: Exchange = field(repr=False)
    key: Any = field(repr=False)

    @cached_property
    def halves(self) -> Halves:
        """The private keys that this side holds, by name: two for a hybrid (one where the server encapsulated), else one."""
        return self.exchange.private(self.key)

    @cached_property
    def private(self) -> bytes:
        """The private keys, encoded for display: scalar, exponent or seed; of hybrids in the order of the key share."""
        return b"".join(value for _, value in self.halves)


@dataclass(frozen=True)
class SharedSecret:
    """What both sides now have. `halves` are those of a hybrid in the order in which they were joined; else empty."""

    secret: bytes = field(repr=False)
    halves: Halves = field(default=(), repr=False)


class Exchange(Protocol):
    """What a group does. Peers' values are checked, and PeerError (illegal_parameter) is raised for bad ones."""

    def generate(self, random: Random) -> tuple[Any, bytes]: ...

    def respond(self, peer_public: bytes, random: Random) -> tuple[Any, bytes, SharedSecret]: ...

    def finish(self, key: Any, peer_public: bytes) -> SharedSecret: ...

    def private(self, key: Any) -> Halves: ...


def _illegal(id: str, group: str) -> PeerError:
    return PeerError(AlertDescription.illegal_parameter, id, group=group)


def _check_length(value: bytes, expected: int, group: str) -> None:
    if len(value) != expected:
        raise PeerError(AlertDescription.illegal_parameter, "tls_key_share_length", group=group, length=len(value), expected=expected)


class DiffieHellman(ABC):
    """What the groups that are no hybrids have in common: both sides do the same."""

    name: str

    @abstractmethod
    def generate(self, random: Random) -> tuple[Any, bytes]:
        """(key, public value)"""

    @abstractmethod
    def shared(self, key: Any, peer_public: bytes) -> bytes:
        """The shared secret."""

    @abstractmethod
    def private_bytes(self, key: Any) -> bytes:
        """The private key, encoded for display."""

    def respond(self, peer_public: bytes, random: Random) -> tuple[Any, bytes, SharedSecret]:
        key, public = self.generate(random)
        return key, public, self.finish(key, peer_public)

    def finish(self, key: Any, peer_public: bytes) -> SharedSecret:
        return SharedSecret(self.shared(key, peer_public))

    def private(self, key: Any) -> Halves:
        return ((f"{self.name}_private_key", self.private_bytes(key)),)


@dataclass(frozen=True)
class Montgomery(DiffieHellman):
    """X25519 and X448 (RFC 7748). The private key is what `random` gave."""

    name: str
    public_size: int
    private_type: type[X25519PrivateKey] | type[X448PrivateKey]
    public_type: type[X25519PublicKey] | type[X448PublicKey]

    def generate(self, random: Random) -> tuple[Any, bytes]:
        key = self.private_type.from_private_bytes(random(self.public_size))
        return key, key.public_key().public_bytes_raw()

    def shared(self, key: Any, peer_public: bytes) -> bytes:
        _check_length(peer_public, self.public_size, self.name)
        try:
            secret: bytes = key.exchange(self.public_type.from_public_bytes(peer_public))
        except ValueError:  # the result is all zero: RFC 8446 section 7.4.2
            raise _illegal("tls_key_share_zero", self.name) from None
        return secret

    def private_bytes(self, key: Any) -> bytes:
        value: bytes = key.private_bytes_raw()
        return value


@dataclass(frozen=True)
class Curve(DiffieHellman):
    """The curves of NIST; points are uncompressed (RFC 8446 section 4.2.8.2). The private key is the first number in range that `random`
    gave."""

    name: str
    public_size: int
    curve: ec.EllipticCurve

    @property
    def size(self) -> int:
        return self.public_size // 2

    def generate(self, random: Random) -> tuple[Any, bytes]:
        scalar = 0
        while not 0 < scalar < self.curve.group_order:
            scalar = int.from_bytes(random(self.size), "big") & ((1 << self.curve.key_size) - 1)
        key = ec.derive_private_key(scalar, self.curve)
        return key, key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def shared(self, key: Any, peer_public: bytes) -> bytes:
        _check_length(peer_public, self.public_size, self.name)
        if peer_public[0] != 4:
            raise _illegal("tls_key_share_not_uncompressed", self.name)
        try:
            peer = ec.EllipticCurvePublicKey.from_encoded_point(self.curve, peer_public)
        except ValueError:
            raise _illegal("tls_key_share_not_on_curve", self.name) from None
        secret: bytes = key.exchange(ec.ECDH(), peer)
        return secret

    def private_bytes(self, key: Any) -> bytes:
        scalar: int = key.private_numbers().private_value
        return scalar.to_bytes(self.size, "big")


@dataclass(frozen=True)
class FiniteField(DiffieHellman):
    """A prime and a generator. Public values and secrets are as long as the prime."""

    name: str
    parameters: Callable[[], DhParameters]

    def generate(self, random: Random) -> tuple[Any, bytes]:
        parameters = self.parameters()
        key = finite_fields.private_key(parameters, random(parameters.private_size))
        return key, finite_fields.public_value(parameters, key)

    def shared(self, key: Any, peer_public: bytes) -> bytes:
        parameters = self.parameters()
        _check_length(peer_public, parameters.size, self.name)
        return finite_fields.power(parameters, key, finite_fields.peer_value(parameters, peer_public))

    def private_bytes(self, key: Any) -> bytes:
        exponent: int = key.private_numbers().x
        return exponent.to_bytes(self.parameters().private_size, "big")


@dataclass(frozen=True)
class Kem:
    """ML-KEM (FIPS 203). The private key is its seed d | z, which is what `random` gave."""

    name: str
    public_size: int
    ciphertext_size: int
    private_type: type[MLKEM768PrivateKey] | type[MLKEM1024PrivateKey]
    public_type: type[MLKEM768PublicKey] | type[MLKEM1024PublicKey]

    def generate(self, random: Random) -> tuple[Any, bytes]:
        key = self.private_type.from_seed_bytes(random(64))
        return key, key.public_key().public_bytes_raw()

    def encapsulate(self, peer_public: bytes, group: str) -> tuple[bytes, bytes]:
        """(secret, ciphertext)"""
        try:
            return self.public_type.from_public_bytes(peer_public).encapsulate()
        except ValueError:  # the encapsulation key check, FIPS 203 section 7.2
            raise _illegal("tls_key_share_encapsulation_key", group) from None


@dataclass(frozen=True)
class Hybrid:
    """An ML-KEM and a curve. The KEM's half stands first only in X25519MLKEM768 (draft-ietf-tls-ecdhe-mlkem section 4)."""

    name: str
    kem: Kem
    curve: Montgomery | Curve
    kem_first: bool

    def _join(self, kem: bytes, curve: bytes) -> bytes:
        return kem + curve if self.kem_first else curve + kem

    def _split(self, public: bytes, kem_size: int) -> tuple[bytes, bytes]:
        """(half of the KEM, half of the curve)"""
        _check_length(public, kem_size + self.curve.public_size, self.name)
        if self.kem_first:
            return public[:kem_size], public[kem_size:]
        return public[-kem_size:], public[:-kem_size]

    def _secret(self, kem: bytes, curve: bytes) -> SharedSecret:
        halves = ((f"{self.kem.name}_shared_secret", kem), (f"{self.curve.name}_shared_secret", curve))
        return SharedSecret(self._join(kem, curve), halves if self.kem_first else halves[::-1])

    def generate(self, random: Random) -> tuple[Any, bytes]:
        kem_key, kem_public = self.kem.generate(random)
        curve_key, curve_public = self.curve.generate(random)
        return (kem_key, curve_key), self._join(kem_public, curve_public)

    def respond(self, peer_public: bytes, random: Random) -> tuple[Any, bytes, SharedSecret]:
        kem_public, curve_public = self._split(peer_public, self.kem.public_size)
        kem_secret, ciphertext = self.kem.encapsulate(kem_public, self.name)
        curve_key, public = self.curve.generate(random)
        secret = self._secret(kem_secret, self.curve.shared(curve_key, curve_public))
        return (None, curve_key), self._join(ciphertext, public), secret

    def finish(self, key: Any, peer_public: bytes) -> SharedSecret:
        kem_key, curve_key = key
        ciphertext, curve_public = self._split(peer_public, self.kem.ciphertext_size)
        return self._secret(kem_key.decapsulate(ciphertext), self.curve.shared(curve_key, curve_public))

    def private(self, key: Any) -> Halves:
        kem_key, curve_key = key
        kem: Halves = () if kem_key is None else ((f"{self.kem.name}_private_key", kem_key.private_bytes_raw()),)
        curve = self.curve.private(curve_key)
        return kem + curve if self.kem_first else curve + kem


_X25519 = Montgomery("x25519", 32, X25519PrivateKey, X25519PublicKey)
_X448 = Montgomery("x448", 56, X448PrivateKey, X448PublicKey)
_P256 = Curve("secp256r1", 65, ec.SECP256R1())
_P384 = Curve("secp384r1", 97, ec.SECP384R1())
_P521 = Curve("secp521r1", 133, ec.SECP521R1())
_MLKEM768 = Kem("mlkem768", 1184, 1088, MLKEM768PrivateKey, MLKEM768PublicKey)
_MLKEM1024 = Kem("mlkem1024", 1568, 1568, MLKEM1024PrivateKey, MLKEM1024PublicKey)

_EXCHANGES: dict[int, Exchange] = {
    NamedGroup.x25519: _X25519,
    NamedGroup.x448: _X448,
    NamedGroup.secp256r1: _P256,
    NamedGroup.secp384r1: _P384,
    NamedGroup.secp521r1: _P521,
    NamedGroup.ffdhe2048: FiniteField("ffdhe2048", lambda: finite_fields.ffdhe(2048)),
    NamedGroup.ffdhe3072: FiniteField("ffdhe3072", lambda: finite_fields.ffdhe(3072)),
    NamedGroup.X25519MLKEM768: Hybrid("X25519MLKEM768", _MLKEM768, _X25519, True),
    NamedGroup.SecP256r1MLKEM768: Hybrid("SecP256r1MLKEM768", _MLKEM768, _P256, False),
    NamedGroup.SecP384r1MLKEM1024: Hybrid("SecP384r1MLKEM1024", _MLKEM1024, _P384, False),
}

SUPPORTED: tuple[int, ...] = tuple(_EXCHANGES)
"""The groups that are implemented. Hybrids are for TLS 1.3 alone."""


def group_name(code: int) -> str:
    """The registered name of a group, "" when there is none."""
    return NamedGroup(code).name if code in NamedGroup._value2member_map_ else ""


def generate(group: int, random: Random) -> KeyShare:
    """A fresh key of a supported group: for a client of TLS 1.3, or either side of TLS 1.2. KeyError for other groups."""
    exchange = _EXCHANGES[group]
    key, public = exchange.generate(random)
    return KeyShare(group, public, exchange, key)


def respond(group: int, peer_public: bytes, random: Random) -> tuple[KeyShare, SharedSecret]:
    """A TLS 1.3 server's answer to a client's key share: what to send, and the secret. Of hybrids the ML-KEM half is encapsulated to the
    client, and its randomness is the library's own: `random` cannot repeat it. PeerError (illegal_parameter) for a bad share."""
    exchange = _EXCHANGES[group]
    key, public, secret = exchange.respond(peer_public, random)
    return KeyShare(group, public, exchange, key), secret


def finish(share: KeyShare, peer_public: bytes) -> SharedSecret:
    """The secret from this side's share and the peer's: for a client of TLS 1.3, or either side of TLS 1.2 ECDHE.
    PeerError (illegal_parameter) for a bad share."""
    return share.exchange.finish(share.key, peer_public)


def dh_parameters(group: int) -> DhParameters:
    """Prime and generator of ffdhe2048 or ffdhe3072, for a TLS 1.2 server to name. KeyError for other groups."""
    return finite_fields.ffdhe({NamedGroup.ffdhe2048: 2048, NamedGroup.ffdhe3072: 3072}[NamedGroup(group)])


def generate_dh(p: int, g: int, random: Random) -> KeyShare:
    """A fresh key for TLS 1.2 DHE with the server's prime and generator; `public` is as long as p. PeerError when these are unusable:
    insufficient_security for a prime that is too small, not safe, or too large to see that it is, illegal_parameter for the generator."""
    parameters = DhParameters(p, g)
    parameters.check()
    exchange = FiniteField("dh", lambda: parameters)
    key, public = exchange.generate(random)
    return KeyShare(0, public, exchange, key)


def finish_dh(share: KeyShare, peer_public: bytes) -> SharedSecret:
    """The pre-master secret of TLS 1.2 DHE, without its leading zeros (RFC 5246 section 8.1.2). `peer_public` may be shorter than p.
    PeerError (illegal_parameter) for a value out of range."""
    size = len(share.public)
    return SharedSecret(finish(share, peer_public.lstrip(b"\0").rjust(size, b"\0")).secret.lstrip(b"\0"))
