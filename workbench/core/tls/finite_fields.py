"""Finite-field Diffie-Hellman: the groups of RFC 7919, and any prime and generator that a TLS 1.2 server names."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache

from workbench.core.tls.alerts import AlertDescription, PeerError

with warnings.catch_warnings():
    # The library announces that it will drop these one day; TLS 1.2 and RFC 7919 still have them. It warns where they are looked up: here.
    warnings.simplefilter("ignore")
    from cryptography.hazmat.primitives.asymmetric.dh import DHParameterNumbers, DHPrivateKey, DHPrivateNumbers, DHPublicNumbers

SMALLEST_PRIME, LARGEST_PRIME = 1024, 4096
"""Bits of a prime that a TLS 1.2 server may name: below, it can be broken; above, to check a prime of one's own takes too many seconds."""


@dataclass(frozen=True, slots=True)
class DhParameters:
    """A prime p and a generator g."""

    p: int
    g: int

    @property
    def size(self) -> int:
        """Bytes of p."""
        return (self.p.bit_length() + 7) // 8

    @property
    def private_size(self) -> int:
        """Bytes of a private key: twice the strength of the group is enough (RFC 7919 section 5.2), and an eighth of p is more."""
        return max(28, self.size // 8)

    def check(self) -> None:
        """Raises PeerError for a prime too small or too large to use, or a generator out of range."""
        bits = self.p.bit_length()
        if bits < SMALLEST_PRIME:
            raise PeerError(AlertDescription.insufficient_security, "tls_dh_prime_small", bits=bits, smallest=SMALLEST_PRIME)
        if bits > LARGEST_PRIME:
            raise PeerError(AlertDescription.insufficient_security, "tls_dh_prime_large", bits=bits, largest=LARGEST_PRIME)
        if not 1 < self.g < self.p - 1:
            raise PeerError(AlertDescription.illegal_parameter, "tls_dh_generator_bad")


def _e(bits: int) -> int:
    """floor(2^bits * e), from e = 1/0! + 1/1! + 1/2! + ..."""
    guard = 64
    term, sum, n = 1 << (bits + guard), 0, 1
    while term:
        sum += term
        term //= n
        n += 1
    return sum >> guard


@cache
def ffdhe(bits: int) -> DhParameters:
    """The group of RFC 7919 appendix A with that many bits (2048 or 3072), by its formula."""
    offset = {2048: 560316, 3072: 2625351}[bits]
    return DhParameters(2**bits - 2 ** (bits - 64) + (_e(bits - 130) + offset) * 2**64 - 1, 2)


def private_key(parameters: DhParameters, secret: bytes) -> DHPrivateKey:
    """The private key whose exponent is `secret`. Raises PeerError (insufficient_security) unless p is a safe prime, (p - 1) / 2 prime too:
    whether another kind hides a small group cannot be seen from p and g alone (RFC 7919 section 1), and the library refuses it."""
    # The library wants a public value beside it and never looks at it; `public_value` computes the true one.
    numbers = DHParameterNumbers(parameters.p, parameters.g)
    try:
        return DHPrivateNumbers(int.from_bytes(secret, "big"), DHPublicNumbers(parameters.g, numbers)).private_key()
    except ValueError:
        raise PeerError(AlertDescription.insufficient_security, "tls_dh_prime_not_safe") from None


def power(parameters: DhParameters, key: DHPrivateKey, base: int) -> bytes:
    """`base` to the power of the private key modulo p, as many bytes as p has."""
    try:
        return key.exchange(DHPublicNumbers(base, DHParameterNumbers(parameters.p, parameters.g)).public_key())
    except ValueError:
        raise PeerError(AlertDescription.illegal_parameter, "tls_dh_public_bad") from None


def public_value(parameters: DhParameters, key: DHPrivateKey) -> bytes:
    """g to the power of the private key modulo p, as many bytes as p has."""
    return power(parameters, key, parameters.g)


def peer_value(parameters: DhParameters, public: bytes) -> int:
    """The peer's public value as a number. Raises PeerError unless 1 < value < p - 1 (RFC 8446 section 4.2.8.1)."""
    value = int.from_bytes(public, "big")
    if not 1 < value < parameters.p - 1:
        raise PeerError(AlertDescription.illegal_parameter, "tls_dh_public_bad")
    return value
