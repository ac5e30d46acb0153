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

SMALLEST_PRIME, LARGEST_OWN_PRIME = 1024, 2048
"""Bits of a prime that a TLS 1.2 server may name: below, it can be broken. A prime of the server's own must be checked, which takes a
third of a second at 2048 bits and ten times as long at 4096, and meanwhile nothing else in the program runs; those of RFC 7919 and RFC 3526
need no check, and may be longer."""


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
        if bits > LARGEST_OWN_PRIME and self not in well_known():
            raise PeerError(AlertDescription.insufficient_security, "tls_dh_prime_large", bits=bits, largest=LARGEST_OWN_PRIME)
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


def _pi(bits: int) -> int:
    """floor(2^bits * pi), from pi / 4 = 4 arctan(1/5) - arctan(1/239)."""
    guard = 64
    one = 1 << (bits + guard)

    def arctan(inverse: int) -> int:
        power, sum, n, sign = one // inverse, 0, 1, 1
        while power:
            sum += sign * (power // n)
            power //= inverse * inverse
            n, sign = n + 2, -sign
        return sum

    return 4 * (4 * arctan(5) - arctan(239)) >> guard


def _prime(bits: int, constant: int) -> int:
    """Both RFCs make their primes from the digits of a constant: 64 ones, its first `bits` - 130 binary places plus an offset, 64 ones."""
    return (1 << bits) - (1 << (bits - 64)) + (constant << 64) - 1


FFDHE = {2048: 560316, 3072: 2625351, 4096: 5736041, 6144: 15705020, 8192: 10965728}
"""Offsets to the digits of e (RFC 7919 appendix A), by the bits of the prime."""
MODP = {1536: 741804, 2048: 124476, 3072: 1690314, 4096: 240904, 6144: 929484, 8192: 4743158}
"""Offsets to the digits of pi (RFC 3526)."""


@cache
def ffdhe(bits: int) -> DhParameters:
    """The group of RFC 7919 appendix A with that many bits, by its formula."""
    return DhParameters(_prime(bits, _e(bits - 130) + FFDHE[bits]), 2)


@cache
def well_known() -> frozenset[DhParameters]:
    """The groups of RFC 7919 and RFC 3526: their primes are known to be safe."""
    modp = (DhParameters(_prime(bits, _pi(bits - 130) + offset), 2) for bits, offset in MODP.items())
    return frozenset((*(ffdhe(bits) for bits in FFDHE), *modp))


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
