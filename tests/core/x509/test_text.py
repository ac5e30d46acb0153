"""The text of a certificate is the text of `openssl x509 -text -noout`, line by line."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa, x448, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.core.x509 import crafted
from workbench.core.asn1 import writer
from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.curves import CURVES
from workbench.core.x509.text import certificate_text
from workbench.core.x509.text_names import ORDER_BITS

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")

# What OpenSSL 3.0 itself does not know and so prints an error for; newer ones print the key as we do.
TOO_NEW = re.compile(r"2\.16\.840\.1\.101\.3\.4\.[34]\.|Unable to load Public Key")
# An EDI party name with wrong tags inside, which OpenSSL shows as octets.
KNOWN_TO_DIFFER = ("san_edipartyname.der",)
PEM = re.compile(rb"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*?)-----END")


def openssl_text(der: bytes) -> list[str] | None:
    run = subprocess.run(["openssl", "x509", "-inform", "der", "-text", "-noout"], input=der, capture_output=True)
    text = run.stdout.decode("utf-8", "replace")
    return None if run.returncode or TOO_NEW.search(text) else text.splitlines()


def assert_same(files: list[Path], at_least: int) -> None:
    compared = 0
    for file in files:
        data = file.read_bytes()
        ders = [data] if data[:1] == b"0" else [base64.b64decode(block) for block in PEM.findall(data)[:3]]
        for der in ders:
            try:
                certificate = parse_certificate(der)
            except DerError:
                continue
            theirs = openssl_text(der)
            if theirs is not None:
                assert certificate_text(certificate).splitlines() == theirs, file.name
                compared += 1
    assert compared >= at_least


@needs_openssl
@pytest.mark.parametrize("folder", ["from_captures", "attr", "cert", "names"])
def test_corpora(corpora: Path, folder: str) -> None:
    files = [file for file in sorted((corpora / "certs" / folder).iterdir()) if file.is_file() and file.name != "MANIFEST.json"]
    assert_same(files, {"from_captures": 130, "attr": 30}.get(folder, 1))


@needs_openssl
def test_vectors_of_the_library() -> None:
    root = Path(cryptography_vectors.__file__).parent / "x509"
    names = sorted(path for path in root.glob("*.*") if path.suffix in (".pem", ".crt", ".der") and os.path.getsize(path) < 60_000)
    names += sorted((root / "PKITS_data" / "certs").glob("*.crt"))[::3]
    assert_same([path for path in names if path.name not in KNOWN_TO_DIFFER], 150)


@needs_openssl
@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP521R1()),
        ec.generate_private_key(ec.BrainpoolP384R1()),
        ec.generate_private_key(ec.SECP256K1()),
        rsa.generate_private_key(65537, 1024),
        rsa.generate_private_key(3, 1025),
        dsa.generate_parameters(1024).generate_private_key(),
        ed25519.Ed25519PrivateKey.generate(),
        ed448.Ed448PrivateKey.generate(),
        x25519.X25519PrivateKey.generate(),
        x448.X448PrivateKey.generate(),
    ],
    ids=lambda key: type(key).__name__,
)
def test_kinds_of_key(key: object) -> None:
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    certificate = crafted.certificate(spki=spki)
    assert certificate_text(certificate).splitlines() == openssl_text(certificate.der)


@needs_openssl
def test_orders_of_curves() -> None:
    listed = subprocess.run(["openssl", "ecparam", "-list_curves"], capture_output=True, text=True, check=True).stdout
    known = set(re.findall(r"^\s*([\w-]+)\s*:", listed, re.MULTILINE))
    compared = 0
    for oid in (*ORDER_BITS, "1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.36.3.3.2.8.1.1.1", "1.2.840.10045.3.1.4"):
        curve = CURVES[oid]
        if curve.openssl in known:
            point = subprocess.run(
                ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{curve.openssl}"],
                capture_output=True,
                check=True,
            ).stdout
            text = subprocess.run(["openssl", "pkey", "-noout", "-text"], input=point, capture_output=True, check=True).stdout.decode()
            assert f"({ORDER_BITS.get(oid, curve.bits)} bit)" in text, curve.name
            compared += 1
    assert compared > 12


NAMES = [
    [("2.5.4.3", b'a, "b" + <c>; \\ #'), ("2.5.4.10", b"#lead"), ("2.5.4.11", b" x "), ("2.5.4.5", b"#"), ("1.2.3.4", b"/+\x01")],
    [("2.5.4.97", "日本".encode()), ("0.9.2342.19200300.100.1.25", b"test"), ("1.2.840.113549.1.9.1", b"a@b"), ("2.5.4.9", b" ")],
    [("1.3.6.1.5.5.7.9.1", b"x"), ("1.3.6.1.4.1.311.60.2.1.3", b"JP"), ("2.5.4.15", b""), ("2.5.4.17", b"\x7f")],
]


@needs_openssl
@pytest.mark.parametrize("attributes", NAMES)
def test_escapes_in_names(attributes: list[tuple[str, bytes]]) -> None:
    name = crafted.name(*(crafted.attribute(oid, text) for oid, text in attributes))
    san = crafted.extension("2.5.29.17", writer.sequence(writer.element(0xA4, name)))
    certificate = crafted.certificate(subject=name, rest=crafted.extensions(san))
    assert certificate_text(certificate).splitlines() == openssl_text(certificate.der)


VALUES = {
    "1.3.6.1.5.5.7.1.14": "300f020103300a06082b06010505071501",
    "2.5.29.16": "3022800f32303236303130313030303030305a810f32303237303130313030303030305a",
    "2.5.29.20": "020105",
    "2.5.29.27": "02141122334455667788990011223344556677889900",
    "2.5.29.21": "0a0101",
    "2.5.29.24": "180f32303236303130313030303030305a",
    "2.5.29.30": "300fa00d300b82096578616d706c652e61",
    "2.5.29.36": "3006800100810103",
    "2.5.29.33": "300c300a06032a030406032a0305",
    "1.3.6.1.5.5.7.1.24": "3006020105020163",
    "2.16.840.1.113730.1.1": "030206c0",
    "1.3.6.1.5.5.7.48.1.5": "0500",
    "1.2.3.4.5": "0c06e697a5e69cac",
    "2.5.29.28": "30068101ff8401ff",
}


@needs_openssl
@pytest.mark.parametrize(("oid", "value"), VALUES.items(), ids=list(VALUES))
def test_less_usual_extensions(oid: str, value: str) -> None:
    certificate = crafted.certificate(rest=crafted.extensions(crafted.extension(oid, bytes.fromhex(value), b"\x01\x01\xff")))
    assert certificate_text(certificate).splitlines() == openssl_text(certificate.der)


def test_broken_parts_are_said_in_their_place() -> None:
    certificate = crafted.certificate(subject=writer.sequence(writer.null()), spki=writer.sequence(writer.null()))
    text = certificate_text(certificate)
    assert "        Subject: <INVALID>" in text
    assert "Unable to load Public Key" in text
