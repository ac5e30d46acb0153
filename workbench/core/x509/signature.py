"""Verifying one signature: any algorithm that `cryptography` knows, never an exception.

Algorithm identifiers: RFC 3279, RFC 4055 and RFC 8017 (RSA), RFC 5758 (ECDSA, DSA), RFC 8410 (EdDSA), RFC 9881 (ML-DSA).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, mldsa, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.remembered import remembered
from workbench.core.x509.certificate import Certificate


class SignatureState(StrEnum):
    OK = "ok"
    MISMATCH = "mismatch"
    UNSUPPORTED = "unsupported"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class SignatureResult:
    """state of the signature, and the algorithm's name (its OID when nobody knows it)."""

    state: SignatureState
    algorithm: str

    @property
    def ok(self) -> bool:
        return self.state is SignatureState.OK


@dataclass(frozen=True, slots=True)
class SignatureAlgorithm:
    """One row of the table: name as in its RFC, key family, hash (None where the algorithm has its own)."""

    name: str
    family: str
    hash: Callable[[], hashes.HashAlgorithm] | None = None


_RSA, _PSS, _ECDSA, _DSA = "RSA", "RSASSA-PSS", "ECDSA", "DSA"
PSS_OID = "1.2.840.113549.1.1.10"
ALGORITHMS: dict[str, SignatureAlgorithm] = {
    "1.2.840.113549.1.1.4": SignatureAlgorithm("md5WithRSAEncryption", _RSA, hashes.MD5),
    "1.2.840.113549.1.1.5": SignatureAlgorithm("sha1WithRSAEncryption", _RSA, hashes.SHA1),
    "1.3.14.3.2.29": SignatureAlgorithm("sha1WithRSAEncryption", _RSA, hashes.SHA1),  # OIW, seen in old certificates
    "1.2.840.113549.1.1.14": SignatureAlgorithm("sha224WithRSAEncryption", _RSA, hashes.SHA224),
    "1.2.840.113549.1.1.11": SignatureAlgorithm("sha256WithRSAEncryption", _RSA, hashes.SHA256),
    "1.2.840.113549.1.1.12": SignatureAlgorithm("sha384WithRSAEncryption", _RSA, hashes.SHA384),
    "1.2.840.113549.1.1.13": SignatureAlgorithm("sha512WithRSAEncryption", _RSA, hashes.SHA512),
    "2.16.840.1.101.3.4.3.13": SignatureAlgorithm("id-rsassa-pkcs1-v1-5-with-sha3-224", _RSA, hashes.SHA3_224),
    "2.16.840.1.101.3.4.3.14": SignatureAlgorithm("id-rsassa-pkcs1-v1-5-with-sha3-256", _RSA, hashes.SHA3_256),
    "2.16.840.1.101.3.4.3.15": SignatureAlgorithm("id-rsassa-pkcs1-v1-5-with-sha3-384", _RSA, hashes.SHA3_384),
    "2.16.840.1.101.3.4.3.16": SignatureAlgorithm("id-rsassa-pkcs1-v1-5-with-sha3-512", _RSA, hashes.SHA3_512),
    PSS_OID: SignatureAlgorithm("RSASSA-PSS", _PSS),
    "1.2.840.10045.4.1": SignatureAlgorithm("ecdsa-with-SHA1", _ECDSA, hashes.SHA1),
    "1.2.840.10045.4.3.1": SignatureAlgorithm("ecdsa-with-SHA224", _ECDSA, hashes.SHA224),
    "1.2.840.10045.4.3.2": SignatureAlgorithm("ecdsa-with-SHA256", _ECDSA, hashes.SHA256),
    "1.2.840.10045.4.3.3": SignatureAlgorithm("ecdsa-with-SHA384", _ECDSA, hashes.SHA384),
    "1.2.840.10045.4.3.4": SignatureAlgorithm("ecdsa-with-SHA512", _ECDSA, hashes.SHA512),
    "2.16.840.1.101.3.4.3.9": SignatureAlgorithm("id-ecdsa-with-sha3-224", _ECDSA, hashes.SHA3_224),
    "2.16.840.1.101.3.4.3.10": SignatureAlgorithm("id-ecdsa-with-sha3-256", _ECDSA, hashes.SHA3_256),
    "2.16.840.1.101.3.4.3.11": SignatureAlgorithm("id-ecdsa-with-sha3-384", _ECDSA, hashes.SHA3_384),
    "2.16.840.1.101.3.4.3.12": SignatureAlgorithm("id-ecdsa-with-sha3-512", _ECDSA, hashes.SHA3_512),
    "1.2.840.10040.4.3": SignatureAlgorithm("id-dsa-with-sha1", _DSA, hashes.SHA1),
    "2.16.840.1.101.3.4.3.1": SignatureAlgorithm("id-dsa-with-sha224", _DSA, hashes.SHA224),
    "2.16.840.1.101.3.4.3.2": SignatureAlgorithm("id-dsa-with-sha256", _DSA, hashes.SHA256),
    "2.16.840.1.101.3.4.3.3": SignatureAlgorithm("id-dsa-with-sha384", _DSA, hashes.SHA384),
    "2.16.840.1.101.3.4.3.4": SignatureAlgorithm("id-dsa-with-sha512", _DSA, hashes.SHA512),
    "1.3.101.112": SignatureAlgorithm("Ed25519", "Ed25519"),
    "1.3.101.113": SignatureAlgorithm("Ed448", "Ed448"),
    "2.16.840.1.101.3.4.3.17": SignatureAlgorithm("ML-DSA-44", "ML-DSA-44"),
    "2.16.840.1.101.3.4.3.18": SignatureAlgorithm("ML-DSA-65", "ML-DSA-65"),
    "2.16.840.1.101.3.4.3.19": SignatureAlgorithm("ML-DSA-87", "ML-DSA-87"),
}
_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "1.2.840.113549.2.5": hashes.MD5,
    "1.3.14.3.2.26": hashes.SHA1,
    "2.16.840.1.101.3.4.2.4": hashes.SHA224,
    "2.16.840.1.101.3.4.2.1": hashes.SHA256,
    "2.16.840.1.101.3.4.2.2": hashes.SHA384,
    "2.16.840.1.101.3.4.2.3": hashes.SHA512,
    "2.16.840.1.101.3.4.2.8": hashes.SHA3_256,
    "2.16.840.1.101.3.4.2.9": hashes.SHA3_384,
    "2.16.840.1.101.3.4.2.10": hashes.SHA3_512,
}
_KEY_TYPES: dict[str, type | tuple[type, ...]] = {
    _RSA: rsa.RSAPublicKey,
    _PSS: rsa.RSAPublicKey,
    _ECDSA: ec.EllipticCurvePublicKey,
    _DSA: dsa.DSAPublicKey,
    "Ed25519": ed25519.Ed25519PublicKey,
    "Ed448": ed448.Ed448PublicKey,
    "ML-DSA-44": mldsa.MLDSA44PublicKey,
    "ML-DSA-65": mldsa.MLDSA65PublicKey,
    "ML-DSA-87": mldsa.MLDSA87PublicKey,
}
_WITHOUT_HASH = (
    ed25519.Ed25519PublicKey, ed448.Ed448PublicKey, mldsa.MLDSA44PublicKey, mldsa.MLDSA65PublicKey, mldsa.MLDSA87PublicKey,
)  # fmt: skip


def algorithm_name(algorithm_identifier: bytes) -> str:
    """DER of an AlgorithmIdentifier -> the algorithm's name; its OID when it is not in the table, "" when unreadable."""
    try:
        oid = values.oid_of(reader.first(reader.read(algorithm_identifier)), "algorithm")
    except DerError:
        return ""
    row = ALGORITHMS.get(oid)
    return row.name if row else oid


def hash_of(algorithm_identifier: bytes) -> str:
    """Name of the hash inside a signature algorithm ("sha1", "sha256"...), "" when it has none or is unknown."""
    try:
        element = reader.read(algorithm_identifier)
        oid = values.oid_of(reader.first(element), "algorithm")
        row = ALGORITHMS.get(oid)
        if oid == PSS_OID:
            return _pss(element)[1].name
    except (DerError, UnsupportedAlgorithm, ValueError):
        return ""
    return row.hash().name if row and row.hash else ""


def verify_signature(issuer_spki: bytes, algorithm_identifier: Element | bytes, signed: bytes, signature: bytes) -> SignatureResult:
    """Whether `signature` over `signed` was made with the key in `issuer_spki` (DER of a SubjectPublicKeyInfo).

    Never raises: a key of another kind or a wrong signature is a mismatch, an algorithm or curve that nobody here
    knows is unsupported, a key, parameters or signature that cannot be read is malformed.
    """
    identifier = algorithm_identifier if isinstance(algorithm_identifier, bytes) else algorithm_identifier.encoded
    return _verify_cached(issuer_spki, identifier, signed, signature)


@remembered(8192, 8192)
def certificate_signature(certificate: Certificate, issuer_spki: bytes) -> SignatureResult:
    """The signature of a certificate, checked with the key in `issuer_spki`. Never raises."""
    fields = certificate.fields
    try:
        signature, unused = values.bit_string(fields.signature_value)
    except DerError:
        return SignatureResult(SignatureState.MALFORMED, algorithm_name(fields.signature_algorithm.encoded))
    if unused:
        return SignatureResult(SignatureState.MALFORMED, algorithm_name(fields.signature_algorithm.encoded))
    return _verify(issuer_spki, fields.signature_algorithm.encoded, fields.tbs_certificate.encoded, signature)


def _verify(issuer_spki: bytes, identifier: bytes, signed: bytes, signature: bytes) -> SignatureResult:
    try:
        element = reader.read(identifier)
        oid = values.oid_of(reader.first(element), "algorithm")
    except DerError:
        return SignatureResult(SignatureState.MALFORMED, "")
    row = ALGORITHMS.get(oid)
    if row is None:
        return SignatureResult(SignatureState.UNSUPPORTED, oid)
    key = _load(issuer_spki)
    if isinstance(key, SignatureState):
        return SignatureResult(key, row.name)
    if not isinstance(key, _KEY_TYPES[row.family]):
        return SignatureResult(SignatureState.MISMATCH, row.name)
    try:
        _check(key, row, element, signed, signature)
    except InvalidSignature:
        return SignatureResult(SignatureState.MISMATCH, row.name)
    except UnsupportedAlgorithm:
        return SignatureResult(SignatureState.UNSUPPORTED, row.name)
    except (DerError, ValueError, TypeError, OverflowError):
        return SignatureResult(SignatureState.MALFORMED, row.name)
    return SignatureResult(SignatureState.OK, row.name)


_verify_cached = remembered(2048, 16384)(_verify)


def _check(key: object, row: SignatureAlgorithm, identifier: Element, signed: bytes, signature: bytes) -> None:
    """Raises InvalidSignature, UnsupportedAlgorithm, DerError or ValueError unless the signature holds."""
    if isinstance(key, rsa.RSAPublicKey):
        if row.family == _PSS:
            scheme, digest = _pss(identifier)
            key.verify(signature, signed, scheme, digest)
        else:
            assert row.hash is not None
            key.verify(signature, signed, padding.PKCS1v15(), row.hash())
    elif isinstance(key, ec.EllipticCurvePublicKey):
        assert row.hash is not None
        key.verify(signature, signed, ec.ECDSA(row.hash()))
    elif isinstance(key, dsa.DSAPublicKey):
        assert row.hash is not None
        key.verify(signature, signed, row.hash())
    elif isinstance(key, _WITHOUT_HASH):
        key.verify(signature, signed)
    else:
        raise UnsupportedAlgorithm("key")


@remembered(2048, 4096)
def _load(spki: bytes) -> object:
    """The key object, or the state that says why there is none."""
    try:
        return load_der_public_key(spki)
    except UnsupportedAlgorithm:
        return SignatureState.UNSUPPORTED
    except (ValueError, TypeError, OverflowError):
        return SignatureState.MALFORMED


def _pss(identifier: Element) -> tuple[padding.PSS, hashes.HashAlgorithm]:
    """RSASSA-PSS-params (RFC 4055 3.1) -> padding and hash. Raises DerError, UnsupportedAlgorithm or ValueError."""
    digest: hashes.HashAlgorithm = hashes.SHA1()
    mask: hashes.HashAlgorithm = hashes.SHA1()
    salt_length = 20
    parts = list(reader.children(identifier))
    for part in reader.children(parts[1].expect(reader.SEQUENCE, "RSASSA-PSS-params")) if len(parts) > 1 else ():
        inner = reader.first(part)
        if part.is_context(0):
            digest = _hash(reader.first(inner))
        elif part.is_context(1):
            function, argument = structure.sequence(inner, "maskGenAlgorithm", 2, 2)
            if values.oid_of(function, "maskGenAlgorithm") != "1.2.840.113549.1.1.8":
                raise UnsupportedAlgorithm("mask generation function")
            mask = _hash(reader.first(argument))
        elif part.is_context(2):
            salt_length = values.integer(inner)
        elif part.is_context(3) and values.integer(inner) != 1:
            raise UnsupportedAlgorithm("trailer field")
    return padding.PSS(mgf=padding.MGF1(mask), salt_length=salt_length), digest


def _hash(element: Element) -> hashes.HashAlgorithm:
    made = _HASHES.get(values.oid_of(element, "hashAlgorithm"))
    if made is None:
        raise UnsupportedAlgorithm("hash")
    return made()
