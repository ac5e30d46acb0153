"""Public keys for the engine: what only the SubjectPublicKeyInfo says is not lost. Keys and certificates of `openssl`."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, mldsa, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from workbench.core.handshake.tls_key import tls_key
from workbench.core.tls.parameters import ProtocolVersion, SignatureScheme
from workbench.core.tls.signatures import RsaPssKey, choose, schemes_of, sign, verify
from workbench.core.x509.certificate import parse_certificate


@pytest.mark.parametrize("hash", ["", "sha384"])
def test_a_pss_key_of_openssl(hash: str, tmp_path: Path) -> None:
    options = ["rsa_keygen_bits:2048", *([f"rsa_pss_keygen_md:{hash}", f"rsa_pss_keygen_mgf1_md:{hash}"] if hash else [])]
    generate = ["openssl", "genpkey", "-algorithm", "RSA-PSS", "-out", "key"]
    for option in options:
        generate += ["-pkeyopt", option]
    try:
        subprocess.run(generate, cwd=tmp_path, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    public = ["openssl", "pkey", "-in", "key", "-pubout", "-outform", "DER"]
    key = tls_key(subprocess.run(public, cwd=tmp_path, check=True, capture_output=True).stdout)
    assert isinstance(key, RsaPssKey) and key.hash == hash
    scheme = SignatureScheme.rsa_pss_pss_sha384
    assert choose(key, list(SignatureScheme), ProtocolVersion.TLS1_3) == (scheme if hash else SignatureScheme.rsa_pss_pss_sha256)
    private: Any = load_pem_private_key((tmp_path / "key").read_bytes(), None)
    assert verify(key, scheme, sign(private, scheme, b"data"), b"data", ProtocolVersion.TLS1_3)


def test_a_pss_certificate(corpora: Path) -> None:
    from cryptography import x509

    pem = (corpora / "generated/pki/pss.pem").read_bytes()
    leaf = parse_certificate(x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER))
    schemes = {SignatureScheme(scheme).name for scheme in schemes_of(tls_key(leaf.spki), ProtocolVersion.TLS1_3)}
    assert schemes == {"rsa_pss_pss_sha256", "rsa_pss_pss_sha384", "rsa_pss_pss_sha512"}


@pytest.mark.parametrize(
    "public",
    [
        rsa.generate_private_key(65537, 1024).public_key(),
        ec.generate_private_key(ec.SECP256R1()).public_key(),
        mldsa.MLDSA44PrivateKey.generate().public_key(),
    ],
)
def test_other_keys_are_those_of_the_library(public: Any) -> None:
    assert tls_key(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)) == public


def test_what_cannot_be_read_is_none() -> None:
    assert tls_key(b"") is None and tls_key(b"\x30\x00") is None and tls_key(b"text") is None
