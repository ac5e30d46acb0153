"""Keys that stand in for those that are not made yet, or that lie locked in the vault, where only the shape of a certificate matters.

They are made at random once a process, never kept and never used for anything that leaves the program as issued: a certificate that one of
them signed verifies under no issuer's key.
"""

from __future__ import annotations

import functools
import hashlib
from math import gcd, prod

from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, rsa

from workbench.core.asn1 import reader, values, writer
from workbench.core.errors import UsageError
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.issuance import KeyKind, PrivateKey, PublicKey, make_key
from workbench.core.x509.public_key import load_public_key

_EXPONENT = 65537
_SMALL_PRIMES = prod(number for number in range(3, 1000) if all(number % divisor for divisor in range(2, int(number**0.5) + 1)))


@functools.cache
def public_key(kind: KeyKind) -> PublicKey:
    """A public key of that kind. Of RSA it is just a number of the right size: nobody knows a private key for it, and making it is fast."""
    if kind.is_rsa:
        return rsa.RSAPublicNumbers(_EXPONENT, _modulus(int(kind.value.removeprefix("rsa-")))).public_key()
    return _private_key(kind).public_key()


def signer_like(spki: bytes) -> tuple[PrivateKey, int]:
    """A private key that signs as the owner of a public key (DER SubjectPublicKeyInfo) would, and how many octets such a signature has
    (0: as many as it comes out with).

    Raises UsageError `rehearsal_key_cannot_sign` for a key of a kind that this program cannot sign with.
    """
    key = load_public_key(spki)
    if isinstance(key, rsa.RSAPublicKey):
        return _private_key(KeyKind.RSA_2048), (key.key_size + 7) // 8
    if isinstance(key, ec.EllipticCurvePublicKey):
        if key.curve.name not in _on_curve:
            _on_curve[key.curve.name] = ec.generate_private_key(key.curve)
        return _on_curve[key.curve.name], 0
    for type_, kind in _KINDS:
        if isinstance(key, type_):
            return _private_key(kind), 0
    raise UsageError("rehearsal_key_cannot_sign")


_on_curve: dict[str, ec.EllipticCurvePrivateKey] = {}
_KINDS: tuple[tuple[type, KeyKind], ...] = (
    (ed25519.Ed25519PublicKey, KeyKind.ED25519),
    (ed448.Ed448PublicKey, KeyKind.ED448),
    (mldsa.MLDSA44PublicKey, KeyKind.ML_DSA_44),
    (mldsa.MLDSA65PublicKey, KeyKind.ML_DSA_65),
    (mldsa.MLDSA87PublicKey, KeyKind.ML_DSA_87),
)


def with_signature_of(der: bytes, octets: int) -> bytes:
    """The certificate with its (RSA) signature brought to `octets` by repeating it: as long as the real one will be. 0 leaves it alone."""
    fields = parse_certificate(der).fields
    signature, _ = values.bit_string(fields.signature_value)
    if octets in (0, len(signature)):
        return der
    stretched = (signature * (octets // len(signature) + 1))[:octets]
    return writer.element(reader.SEQUENCE, fields.tbs_certificate.encoded, fields.signature_algorithm.encoded, writer.bit_string(stretched))


@functools.cache
def _private_key(kind: KeyKind) -> PrivateKey:
    return make_key(kind)


def _modulus(bits: int) -> int:
    """An odd number of exactly so many bits without a small factor, the same every time."""
    number = int.from_bytes(hashlib.shake_256(b"stand-in modulus %d" % bits).digest(bits // 8), "big")
    number |= 1 | 1 << (bits - 1)
    while gcd(number, _SMALL_PRIMES) != 1:
        number += 2
    return number
