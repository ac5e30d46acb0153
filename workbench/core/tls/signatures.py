"""Signature schemes: which ones a key may use, signing, verifying (RFC 8446 section 4.2.3, RFC 5246 section 7.4.1.4.1, RFC 8422
section 5.10, draft-ietf-tls-mldsa)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, padding, rsa

from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.parameters import ProtocolVersion, SignatureScheme


@dataclass(frozen=True)
class RsaPssKey:
    """An RSA key whose certificate says id-RSASSA-PSS: it makes PSS signatures alone, by schemes of their own (rsa_pss_pss_*).

    key    the library's RSA key, public or private, which looks the same for either kind of certificate
    hash   "sha256", "sha384" or "sha512" when the certificate binds the key to it; "" for any
    """

    key: Any = field(repr=False)
    hash: str = ""

    def public_key(self) -> RsaPssKey:
        return RsaPssKey(self.key.public_key(), self.hash)


@dataclass(frozen=True)
class _Scheme:
    """What a code point stands for. `curve` binds an ECDSA scheme in TLS 1.3; `oldest` and `newest` are versions."""

    key: str
    hash: hashes.HashAlgorithm | None = None
    pss: bool = False
    curve: str = ""
    oldest: int = ProtocolVersion.TLS1_2
    newest: int = ProtocolVersion.TLS1_3


_SHA256, _SHA384, _SHA512 = hashes.SHA256(), hashes.SHA384(), hashes.SHA512()
_S = SignatureScheme

_SCHEMES: dict[int, _Scheme] = {
    _S.ecdsa_secp256r1_sha256: _Scheme("ECDSA", _SHA256, curve="secp256r1"),
    _S.ecdsa_secp384r1_sha384: _Scheme("ECDSA", _SHA384, curve="secp384r1"),
    _S.ecdsa_secp521r1_sha512: _Scheme("ECDSA", _SHA512, curve="secp521r1"),
    _S.ed25519: _Scheme("Ed25519"),
    _S.ed448: _Scheme("Ed448"),
    _S.mldsa44: _Scheme("ML-DSA-44", oldest=ProtocolVersion.TLS1_3),
    _S.mldsa65: _Scheme("ML-DSA-65", oldest=ProtocolVersion.TLS1_3),
    _S.mldsa87: _Scheme("ML-DSA-87", oldest=ProtocolVersion.TLS1_3),
    _S.rsa_pss_rsae_sha256: _Scheme("RSA", _SHA256, pss=True),
    _S.rsa_pss_rsae_sha384: _Scheme("RSA", _SHA384, pss=True),
    _S.rsa_pss_rsae_sha512: _Scheme("RSA", _SHA512, pss=True),
    _S.rsa_pss_pss_sha256: _Scheme("RSASSA-PSS", _SHA256, pss=True),
    _S.rsa_pss_pss_sha384: _Scheme("RSASSA-PSS", _SHA384, pss=True),
    _S.rsa_pss_pss_sha512: _Scheme("RSASSA-PSS", _SHA512, pss=True),
    _S.rsa_pkcs1_sha256: _Scheme("RSA", _SHA256, newest=ProtocolVersion.TLS1_2),
    _S.rsa_pkcs1_sha384: _Scheme("RSA", _SHA384, newest=ProtocolVersion.TLS1_2),
    _S.rsa_pkcs1_sha512: _Scheme("RSA", _SHA512, newest=ProtocolVersion.TLS1_2),
    _S.ecdsa_sha1: _Scheme("ECDSA", hashes.SHA1(), newest=ProtocolVersion.TLS1_2),
    _S.rsa_pkcs1_sha1: _Scheme("RSA", hashes.SHA1(), newest=ProtocolVersion.TLS1_2),
}
"""In order of preference."""

_VERIFIED_ONLY = (_S.ecdsa_sha1, _S.rsa_pkcs1_sha1)
"""With SHA-1 we sign nothing; a TLS 1.2 peer's signature is still verified for those who offered it."""

_KEYS: tuple[tuple[str, type | tuple[type, ...]], ...] = (
    ("ECDSA", ec.EllipticCurvePublicKey),
    ("RSA", rsa.RSAPublicKey),
    ("RSASSA-PSS", RsaPssKey),
    ("Ed25519", ed25519.Ed25519PublicKey),
    ("Ed448", ed448.Ed448PublicKey),
    ("ML-DSA-44", mldsa.MLDSA44PublicKey),
    ("ML-DSA-65", mldsa.MLDSA65PublicKey),
    ("ML-DSA-87", mldsa.MLDSA87PublicKey),
)


def key_kind(public_key: Any) -> str:
    """What kind of signature a key makes: "RSA", "RSASSA-PSS", "ECDSA", "Ed25519", "ML-DSA-65"...; "" for one without schemes."""
    return next((kind for kind, type in _KEYS if isinstance(public_key, type)), "")


def scheme_name(code: int) -> str:
    """The registered name of a scheme; the number in hexadecimal when there is none."""
    return SignatureScheme(code).name if code in SignatureScheme._value2member_map_ else f"0x{code:04x}"


def _room(hash: hashes.HashAlgorithm, pss: bool) -> int:
    """The bits that an RSA key must have for a signature (RFC 8017 sections 9.1.1 and 9.2)."""
    digest = hash.digest_size
    if pss:  # two digests (one the salt), a separator and a trailer, in one bit less than the modulus
        return 8 * (2 * digest + 1) + 2
    return 8 * (digest + (15 if isinstance(hash, hashes.SHA1) else 19) + 11) - 7


def _fits(scheme: _Scheme, kind: str, public_key: Any, version: int) -> bool:
    if scheme.key != kind or not scheme.oldest <= version <= scheme.newest:
        return False
    if kind == "ECDSA":
        return version <= ProtocolVersion.TLS1_2 or public_key.curve.name == scheme.curve
    if scheme.hash is None:
        return True
    if kind == "RSASSA-PSS":
        return public_key.hash in ("", scheme.hash.name) and public_key.key.key_size >= _room(scheme.hash, scheme.pss)
    return bool(public_key.key_size >= _room(scheme.hash, scheme.pss))


def schemes_of(public_key: Any, version: int) -> tuple[int, ...]:
    """The schemes by which a key may sign in a version, best first.

    In TLS 1.3 ECDSA is bound to the key's curve and PKCS #1 v1.5 is gone; ML-DSA exists there alone. RSA keys too small for a hash go
    without it. `public_key` is one of `cryptography`, or RsaPssKey.
    """
    kind = key_kind(public_key)
    found = [code for code, scheme in _SCHEMES.items() if code not in _VERIFIED_ONLY and _fits(scheme, kind, public_key, version)]
    if kind == "ECDSA":  # in TLS 1.2 any hash goes with any curve: prefer the one of its size
        found.sort(key=lambda code: _SCHEMES[code].curve != public_key.curve.name)
    return tuple(found)


def schemes_in(version: int, schemes: Collection[int]) -> tuple[int, ...]:
    """Those of `schemes` that a version has; unknown ones stay."""
    return tuple(code for code in schemes if code not in _SCHEMES or _SCHEMES[code].oldest <= version <= _SCHEMES[code].newest)


def choose(public_key: Any, offered: Collection[int], version: int) -> int | None:
    """The best scheme of this key that the peer offered, None when there is none."""
    return next((code for code in schemes_of(public_key, version) if code in offered), None)


def _padding(scheme: _Scheme, hash: hashes.HashAlgorithm) -> padding.AsymmetricPadding:
    return padding.PSS(padding.MGF1(hash), hash.digest_size) if scheme.pss else padding.PKCS1v15()


def sign(private_key: Any, scheme: int, data: bytes, deterministic: bool = False) -> bytes:
    """The signature of `data` by a scheme that fits the key (see `schemes_of`).

    `deterministic` makes ECDSA repeatable (RFC 6979); PSS and ML-DSA draw from the library's own randomness in any case, the others
    draw nothing. Raises KeyError for an unknown scheme, and PeerError (internal_error) for a key that cannot sign so: the peer has done
    nothing wrong, but is told that we cannot go on.
    """
    row = _SCHEMES[scheme]
    key = private_key.key if isinstance(private_key, RsaPssKey) else private_key
    signature: bytes
    try:
        if row.hash is None:
            if key_kind(key.public_key()) != row.key:  # it would sign all the same
                raise TypeError(row.key)
            signature = key.sign(data)
        elif row.key == "ECDSA":
            signature = key.sign(data, ec.ECDSA(row.hash, deterministic_signing=deterministic))
        else:
            signature = key.sign(data, _padding(row, row.hash), row.hash)
    except (AttributeError, TypeError, ValueError, UnsupportedAlgorithm):
        raise PeerError(AlertDescription.internal_error, "tls_own_key_unfit", scheme=scheme_name(scheme)) from None
    return signature


def verify(public_key: Any, scheme: int, signature: bytes, data: bytes, version: int) -> bool:
    """Whether `signature` over `data` holds. Raises PeerError (illegal_parameter) for a scheme that this key may not use in this version.

    That the scheme was offered at all is for the caller to check.
    """
    kind = key_kind(public_key)
    row = _SCHEMES.get(scheme)
    if row is None or not _fits(row, kind, public_key, version):
        name = kind or type(public_key).__name__
        raise PeerError(AlertDescription.illegal_parameter, "tls_signature_scheme_unfit", scheme=scheme_name(scheme), key=name)
    key = public_key.key if isinstance(public_key, RsaPssKey) else public_key
    try:
        if row.hash is None:
            key.verify(signature, data)
        elif row.key == "ECDSA":
            key.verify(signature, data, ec.ECDSA(row.hash))
        else:
            key.verify(signature, data, _padding(row, row.hash), row.hash)
    except InvalidSignature:
        return False
    return True
