"""Which kind a key is of, and what a kind can be used for: which usages a certificate of such a key may name."""

from __future__ import annotations

from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, rsa

from workbench.core.errors import Message
from workbench.core.issuance.problems import Problem
from workbench.core.issuance.specification import Specification
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import KeyKind
from workbench.core.x509.public_key import load_public_key

_SIGNING = frozenset({"digitalSignature", "nonRepudiation", "keyCertSign", "cRLSign"})
_WITH_RSA = _SIGNING | {"keyEncipherment", "dataEncipherment"}  # RFC 4055 section 1.2
_WITH_EC = _SIGNING | {"keyAgreement", "encipherOnly", "decipherOnly"}  # RFC 5480 section 3
_BITS = {2048: KeyKind.RSA_2048, 3072: KeyKind.RSA_3072, 4096: KeyKind.RSA_4096, 6144: KeyKind.RSA_6144, 8192: KeyKind.RSA_8192}
_CURVES = {"secp256r1": KeyKind.P_256, "secp384r1": KeyKind.P_384, "secp521r1": KeyKind.P_521}
_OTHERS = {
    ed25519.Ed25519PublicKey: KeyKind.ED25519,
    ed448.Ed448PublicKey: KeyKind.ED448,
    mldsa.MLDSA44PublicKey: KeyKind.ML_DSA_44,
    mldsa.MLDSA65PublicKey: KeyKind.ML_DSA_65,
    mldsa.MLDSA87PublicKey: KeyKind.ML_DSA_87,
}


def kind_of(spki: bytes) -> KeyKind | None:
    """The kind of a public key (DER SubjectPublicKeyInfo), None for one that is not made here."""
    key = load_public_key(spki)
    if isinstance(key, rsa.RSAPublicKey):
        return _BITS.get(key.key_size)
    if isinstance(key, ec.EllipticCurvePublicKey):
        return _CURVES.get(key.curve.name)
    return next((kind for known, kind in _OTHERS.items() if isinstance(key, known)), None)


def kind_like(spki: bytes) -> KeyKind:
    """The kind of a new key like this one: for RSA at least as long, P-256 for what is not made here."""
    key = load_public_key(spki)
    if isinstance(key, rsa.RSAPublicKey):
        return next((kind for bits, kind in _BITS.items() if bits >= key.key_size), KeyKind.RSA_8192)
    return kind_of(spki) or KeyKind.P_256


def usages_of(kind: KeyKind) -> frozenset[str]:
    """The key usages (RFC 5280 4.2.1.3) that a key of this kind can have. EdDSA (RFC 8410 section 5) and ML-DSA (RFC 9881) sign only."""
    if kind.is_rsa:
        return _WITH_RSA
    return _WITH_EC if kind in _CURVES.values() else _SIGNING


def for_key(specification: Specification, kind: KeyKind) -> Specification:
    """A profile's wishes for a key of this kind: usages that it cannot have are left out. A profile names those of all kinds."""
    usage = specification.key_usage
    return replace(specification, key_usage=replace(usage, usages=usage.usages & usages_of(kind)))


def key_problems(specification: Specification, kind: KeyKind) -> tuple[Problem, ...]:
    """A warning where a usage is named that a key of this kind cannot have."""
    impossible = sorted(specification.key_usage.usages - usages_of(kind))
    if not impossible:
        return ()
    message = Message("wish_usage_not_of_this_key", {"usages": ", ".join(impossible), "key": kind.value.upper()})
    return (Problem(("key_usage", "usages"), message, Status.WARNING),)
