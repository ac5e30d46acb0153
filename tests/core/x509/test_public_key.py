"""Descriptions of public keys, against `cryptography` and the corpora."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, mldsa, mlkem, rsa, x448, x25519

from workbench.core.asn1 import writer
from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.curves import CURVES
from workbench.core.x509.key_nodes import public_key_fields
from workbench.core.x509.public_key import describe_key, load_public_key


def spki(key: object) -> bytes:
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    ("curve", "name"),
    [
        (ec.SECP256R1(), "P-256"),
        (ec.SECP384R1(), "P-384"),
        (ec.SECP521R1(), "P-521"),
        (ec.SECP224R1(), "P-224"),
        (ec.SECP256K1(), "secp256k1"),
        (ec.BrainpoolP256R1(), "brainpoolP256r1"),
        (ec.BrainpoolP384R1(), "brainpoolP384r1"),
        (ec.BrainpoolP512R1(), "brainpoolP512r1"),
    ],
)
def test_named_curves(curve: ec.EllipticCurve, name: str) -> None:
    public = ec.generate_private_key(curve).public_key()
    described = describe_key(spki(public))
    assert (described.algorithm, described.curve, described.text) == ("EC", name, name)
    assert described.size_bits == curve.key_size
    point = public_key_fields(spki(public)).find("subjectPublicKey")
    assert point is not None and not point.problems
    x, y = (int(child.value, 16) for child in point.children[1:])
    assert (x, y) == (public.public_numbers().x, public.public_numbers().y)


def test_rsa() -> None:
    public = rsa.generate_private_key(65537, 2048).public_key()
    described = describe_key(spki(public))
    assert (described.algorithm, described.size_bits, described.text) == ("RSA", 2048, "RSA 2048")
    fields = public_key_fields(spki(public))
    modulus = fields.find("subjectPublicKey", "RSAPublicKey", "modulus")
    assert modulus is not None and int(modulus.value, 16) == public.public_numbers().n
    assert load_public_key(spki(public)) == public


def test_dsa_and_dh() -> None:
    numbers = dsa.generate_parameters(1024)
    assert describe_key(spki(numbers.generate_private_key().public_key())).text == "DSA 1024"
    p = int.from_bytes(b"\xff" * 64, "big")
    der = writer.sequence(
        writer.sequence(writer.oid("1.2.840.113549.1.3.1"), writer.sequence(writer.integer(p), writer.integer(2))),
        writer.bit_string(writer.integer(5)),
    )
    assert describe_key(der).text == "DH 512"


@pytest.mark.parametrize(
    ("key", "name", "bits"),
    [
        (ed25519.Ed25519PrivateKey.generate(), "Ed25519", 256),
        (ed448.Ed448PrivateKey.generate(), "Ed448", 456),
        (x25519.X25519PrivateKey.generate(), "X25519", 256),
        (x448.X448PrivateKey.generate(), "X448", 448),
        (mldsa.MLDSA44PrivateKey.generate(), "ML-DSA-44", None),
        (mldsa.MLDSA65PrivateKey.generate(), "ML-DSA-65", None),
        (mldsa.MLDSA87PrivateKey.generate(), "ML-DSA-87", None),
        (mlkem.MLKEM768PrivateKey.generate(), "ML-KEM-768", None),
        (mlkem.MLKEM1024PrivateKey.generate(), "ML-KEM-1024", None),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_keys_named_by_their_algorithm(key: object, name: str, bits: int | None) -> None:
    der = spki(key.public_key())  # type: ignore[attr-defined]
    described = describe_key(der)
    assert (described.algorithm, described.size_bits, described.text, described.problem) == (name, bits, name, None)
    assert not [problem for node in public_key_fields(der).walk() for problem in node.problems]
    cut = writer.sequence(der[4:][: der[5] + 2] if der[1] == 0x82 else der[2:][: der[3] + 2], writer.bit_string(b"\1\2\3"))
    assert "der_key_length" in [p.message.id for node in public_key_fields(cut).walk() for p in node.problems]


def test_explicit_parameters_sm2_gost_and_unknown() -> None:
    ec_oid = writer.oid("1.2.840.10045.2.1")
    field = writer.sequence(writer.oid("1.2.840.10045.1.1"), writer.integer((1 << 256) - 189))
    curve = writer.sequence(writer.octet_string(b"\1"), writer.octet_string(b"\2"))
    explicit = writer.sequence(writer.integer(1), field, curve, writer.octet_string(b"\4\1\2"), writer.integer(7))
    described = describe_key(writer.sequence(writer.sequence(ec_oid, explicit), writer.bit_string(b"\4" + bytes(64))))
    assert (described.curve, described.size_bits, described.text) == ("", 256, "EC 256 (explicit parameters)")
    sm2 = writer.sequence(writer.sequence(ec_oid, writer.oid("1.2.156.10197.1.301")), writer.bit_string(b"\4" + bytes(64)))
    assert describe_key(sm2).algorithm == "SM2"
    gost = writer.sequence(writer.sequence(writer.oid("1.2.643.7.1.1.1.2")), writer.bit_string(b"\4\1\0"))
    assert describe_key(gost).text == "GOST R 34.10-2012 512"
    unknown = writer.sequence(writer.sequence(writer.oid("1.2.392.99.1")), writer.bit_string(b"\1"))
    assert describe_key(unknown).text == "1.2.392.99.1"
    assert load_public_key(unknown) is None


@pytest.mark.parametrize("broken", [b"", b"\x30\x00", b"\x30\x05", bytes(100), b"\x30\x07\x30\x03\x06\x01\x2a\x05\x00"])
def test_what_cannot_be_read_is_said(broken: bytes) -> None:
    described = describe_key(broken)
    assert described.problem is not None
    assert described.text


def test_sizes_of_curves() -> None:
    for curve in CURVES.values():
        digits = "".join(c if c.isdigit() else " " for c in curve.name.replace("34.10-2001", "").replace("34.10-2012", "")).split()
        if digits and curve.name not in ("SM2",) and int(digits[0]) > 100:
            assert int(digits[0]) == curve.bits, curve.name


def test_every_key_of_the_corpora_has_the_size_that_the_library_says(corpora: Path) -> None:
    compared = 0
    for file in sorted((corpora / "certs").glob("*/*.der")):
        try:
            der = parse_certificate(file.read_bytes()).spki
        except DerError:
            continue
        key = load_public_key(der)
        described = describe_key(der)
        assert described.problem is None
        if key is not None and hasattr(key, "key_size"):
            assert described.size_bits == key.key_size, file.name
            compared += 1
    assert compared > 120
