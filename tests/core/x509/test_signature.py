"""Signatures of every algorithm that `cryptography` makes, held and altered; what nobody knows is said, never raised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, mldsa, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.signature import SignatureState, algorithm_name, certificate_signature, hash_of, verify_signature

RSA = rsa.generate_private_key(65537, 2048)
PSS = padding.PSS(padding.MGF1(hashes.SHA384()), 48)
KEYS: dict[str, tuple[Callable[[], object], hashes.HashAlgorithm | None, padding.PSS | None]] = {
    "sha256WithRSAEncryption": (lambda: RSA, hashes.SHA256(), None),
    "sha512WithRSAEncryption": (lambda: RSA, hashes.SHA512(), None),
    "RSASSA-PSS": (lambda: RSA, hashes.SHA384(), PSS),
    "ecdsa-with-SHA256": (lambda: ec.generate_private_key(ec.SECP256R1()), hashes.SHA256(), None),
    "ecdsa-with-SHA384": (lambda: ec.generate_private_key(ec.SECP384R1()), hashes.SHA384(), None),
    "ecdsa-with-SHA512": (lambda: ec.generate_private_key(ec.SECP521R1()), hashes.SHA512(), None),
    "ecdsa-with-SHA224": (lambda: ec.generate_private_key(ec.SECP256K1()), hashes.SHA224(), None),
    "id-ecdsa-with-sha3-256": (lambda: ec.generate_private_key(ec.BrainpoolP256R1()), hashes.SHA3_256(), None),
    "id-dsa-with-sha256": (lambda: dsa.generate_private_key(2048), hashes.SHA256(), None),
    "Ed25519": (ed25519.Ed25519PrivateKey.generate, None, None),
    "Ed448": (ed448.Ed448PrivateKey.generate, None, None),
    "ML-DSA-44": (mldsa.MLDSA44PrivateKey.generate, None, None),
    "ML-DSA-65": (mldsa.MLDSA65PrivateKey.generate, None, None),
    "ML-DSA-87": (mldsa.MLDSA87PrivateKey.generate, None, None),
}


def _self_signed(key: object, hash: hashes.HashAlgorithm | None, scheme: padding.PSS | None = None) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a name that can be altered")])
    builder = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)  # type: ignore[attr-defined]
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
    )  # fmt: skip
    return builder.sign(key, hash, rsa_padding=scheme).public_bytes(Encoding.DER)  # type: ignore[arg-type]


@pytest.mark.parametrize("algorithm", KEYS)
def test_every_algorithm(algorithm: str) -> None:
    make, hash, scheme = KEYS[algorithm]
    der = _self_signed(make(), hash, scheme)
    certificate = parse_certificate(der)
    result = certificate_signature(certificate, certificate.spki)
    assert (result.state, result.algorithm) == (SignatureState.OK, algorithm)
    assert hash_of(certificate.fields.signature_algorithm.encoded) == (hash.name if hash else "")
    altered = parse_certificate(der.replace(b"can be altered", b"has been taken", 1))
    assert certificate_signature(altered, altered.spki).state is SignatureState.MISMATCH
    other = ed25519.Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert certificate_signature(certificate, other).state is SignatureState.MISMATCH


@pytest.mark.parametrize(
    ("identifier", "hash"), [("300d06092a864886f70d0101040500", hashes.MD5()), ("300d06092a864886f70d0101050500", hashes.SHA1())]
)
def test_old_hashes_still_verify(identifier: str, hash: hashes.HashAlgorithm) -> None:
    """They are reported as weak elsewhere; here only the arithmetic counts."""
    spki = RSA.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    signature = RSA.sign(b"signed", padding.PKCS1v15(), hash)
    assert verify_signature(spki, bytes.fromhex(identifier), b"signed", signature).ok
    assert verify_signature(spki, bytes.fromhex(identifier), b"Signed", signature).state is SignatureState.MISMATCH


def test_pss_with_another_salt_length_does_not_verify() -> None:
    der = _self_signed(RSA, hashes.SHA384(), PSS)
    altered = parse_certificate(der.replace(bytes.fromhex("a203020130"), bytes.fromhex("a203020120")))
    assert altered.der != der and certificate_signature(altered, altered.spki).state is SignatureState.MISMATCH


def test_an_unknown_algorithm_is_named() -> None:
    certificate = parse_certificate(_self_signed(RSA, hashes.SHA256()))
    unknown = bytes.fromhex("300b06092a864886f70d010163")
    result = verify_signature(certificate.spki, unknown, b"", b"")
    assert (result.state, result.algorithm) == (SignatureState.UNSUPPORTED, "1.2.840.113549.1.1.99")
    assert algorithm_name(unknown) == "1.2.840.113549.1.1.99" and hash_of(unknown) == ""


def test_a_curve_nobody_knows_is_unsupported() -> None:
    spki = bytes.fromhex("3012300e06072a8648ce3d020106032b65ff03000400")
    identifier = bytes.fromhex("300a06082a8648ce3d040302")
    assert verify_signature(spki, identifier, b"", b"").state in (SignatureState.UNSUPPORTED, SignatureState.MALFORMED)


@given(st.binary(max_size=80), st.binary(max_size=40), st.binary(max_size=80))
def test_nothing_raises(spki: bytes, identifier: bytes, signature: bytes) -> None:
    assert verify_signature(spki, identifier, b"signed", signature).state is not SignatureState.OK


@given(st.data())
def test_damaged_parameters_never_raise(data: st.DataObject) -> None:
    der = bytearray(_PSS_DER)
    place = der.rindex(bytes.fromhex("06092a864886f70d01010a"))
    for _ in range(data.draw(st.integers(1, 3))):
        der[place + data.draw(st.integers(0, 60))] = data.draw(st.integers(0, 255))
    identifier = bytes(der[place - 2 : place + 65])
    assert verify_signature(parse_certificate(_PSS_DER).spki, identifier, b"signed", bytes(256)).state is not SignatureState.OK
    hash_of(identifier)


_PSS_DER = _self_signed(RSA, hashes.SHA384(), PSS)
