"""Keys and certificates for the peers: one root, and under it a server and a client certificate for each kind of key."""

from __future__ import annotations

import atexit
import base64
import datetime
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from workbench.core.tls.configuration import Credential
from workbench.core.tls.signatures import RsaPssKey

SERVER_NAME = "www.example.test"
CLIENT_NAME = "Client of the Peers"

KEY_TYPES = ("rsa", "rsa_pss", "p256", "p384", "p521", "ed25519", "ed448", "mldsa44", "mldsa65", "mldsa87")


@dataclass(frozen=True)
class Files:
    """A credential for the engine, and as PEM files for everybody else."""

    credential: Credential
    certificate: Path
    key: Path
    ocsp_response: Path

    @property
    def leaf(self) -> bytes:
        return self.credential.chain[0]


@cache
def folder() -> Path:
    """Where the files are: in the system's temporary folder, one for each process of the tests."""
    path = mkdtemp(prefix="tls-workbench-peers-")
    atexit.register(shutil.rmtree, path, True)
    return Path(path)


@cache
def _rsa_key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _new_key(kind: str, purpose: str) -> Any:
    makers: dict[str, Any] = {
        "rsa": lambda: _rsa_key(purpose),
        "rsa_pss": lambda: _rsa_key(purpose + " pss"),
        "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
        "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
        "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
        "ed25519": ed25519.Ed25519PrivateKey.generate,
        "ed448": ed448.Ed448PrivateKey.generate,
        "mldsa44": mldsa.MLDSA44PrivateKey.generate,
        "mldsa65": mldsa.MLDSA65PrivateKey.generate,
        "mldsa87": mldsa.MLDSA87PrivateKey.generate,
    }
    return makers[kind]()


_NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


@cache
def root() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey, Path]:
    """The root that everybody trusts: certificate, key, and a PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Root of the Peers")
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(_NOW - datetime.timedelta(days=1))
        .not_valid_after(_NOW + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(True, None), True)
        .add_extension(x509.KeyUsage(True, False, False, False, False, True, True, False, False), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .sign(key, hashes.SHA256())
    )
    path = folder() / "root.pem"
    path.write_bytes(certificate.public_bytes(Encoding.PEM))
    return certificate, key, path


ID_RSASSA_PSS = bytes.fromhex("06092a864886f70d01010a")
RSA_ENCRYPTION = bytes.fromhex("06092a864886f70d0101010500")


def _as_pss(spki: bytes) -> bytes:
    """A SubjectPublicKeyInfo or PrivateKeyInfo with the algorithm id-RSASSA-PSS and no parameters (RFC 4055 section 1.2)."""
    at = spki.index(bytes.fromhex("300d") + RSA_ENCRYPTION)
    changed = spki[:at] + bytes.fromhex("300b") + ID_RSASSA_PSS + spki[at + 15 :]
    length = int.from_bytes(changed[2:4], "big") - 2
    assert changed[:2] == b"\x30\x82"
    return changed[:2] + length.to_bytes(2, "big") + changed[4:]


def _certificate(kind: str, purpose: str, public_key: Any) -> bytes:
    issuer, issuer_key, _ = root()
    server = purpose == "server"
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(SERVER_NAME if server else CLIENT_NAME))
        .issuer_name(issuer.subject)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_NOW - datetime.timedelta(days=1))
        .not_valid_after(_NOW + datetime.timedelta(days=29))
        .add_extension(x509.BasicConstraints(False, None), True)
        .add_extension(x509.KeyUsage(True, False, kind == "rsa", False, False, False, False, False, False), True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH if server else ExtendedKeyUsageOID.CLIENT_AUTH]),
            False,
        )
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False)
    )
    if server:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(SERVER_NAME)]), False)
    certificate = builder.sign(issuer_key, hashes.SHA256())
    if kind != "rsa_pss":
        return certificate.public_bytes(Encoding.DER)
    # The library writes no id-RSASSA-PSS keys: put the key into the TBSCertificate and sign that again.
    spki = public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    tbs = certificate.tbs_certificate_bytes
    changed = tbs.replace(spki, _as_pss(spki))
    changed = b"\x30\x82" + (len(changed) - 4).to_bytes(2, "big") + changed[4:]
    signature = issuer_key.sign(changed, ec.ECDSA(hashes.SHA256()))
    algorithm = bytes.fromhex("300a06082a8648ce3d040302")
    body = changed + algorithm + b"\x03" + bytes((len(signature) + 1,)) + b"\x00" + signature
    return b"\x30\x82" + len(body).to_bytes(2, "big") + body


def _ocsp_response(leaf: bytes) -> bytes:
    issuer, issuer_key, _ = root()
    builder = ocsp.OCSPResponseBuilder().add_response(
        x509.load_der_x509_certificate(leaf),
        issuer,
        hashes.SHA1(),
        ocsp.OCSPCertStatus.GOOD,
        _NOW,
        _NOW + datetime.timedelta(days=7),
        None,
        None,
    )
    response = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, issuer).sign(issuer_key, hashes.SHA256())
    return response.public_bytes(Encoding.DER)


def files(kind: str, purpose: str = "server") -> Files:
    """The credential of one kind of key; `purpose` is "server" or "client"."""
    return _files(kind, purpose)


@cache
def _files(kind: str, purpose: str) -> Files:
    key = _new_key(kind, purpose)
    leaf = _certificate(kind, purpose, key.public_key())
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    if kind == "rsa_pss":
        private = _as_pss(private)
    stem = folder() / f"{kind}_{purpose}"
    certificate_file, key_file, ocsp_file = (stem.with_suffix(suffix) for suffix in (".pem", ".key", ".ocsp"))
    certificate_file.write_bytes(pem("CERTIFICATE", leaf))
    key_file.write_bytes(pem("PRIVATE KEY", private))
    response = _ocsp_response(leaf) if purpose == "server" and kind != "rsa_pss" else b""
    ocsp_file.write_bytes(response)
    own = RsaPssKey(key) if kind == "rsa_pss" else key
    public = own.public_key()
    return Files(Credential((leaf,), own, public, response), certificate_file, key_file, ocsp_file)


@cache
def stranger(purpose: str = "server") -> Files:
    """A certificate that says the same but is signed by its own key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(SERVER_NAME if purpose == "server" else CLIENT_NAME)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(_name("Nobody's Root"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_NOW - datetime.timedelta(days=1))
        .not_valid_after(_NOW + datetime.timedelta(days=29))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(SERVER_NAME)]), False)
    )
    leaf = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
    stem = folder() / f"stranger_{purpose}"
    certificate_file, key_file, ocsp_file = (stem.with_suffix(suffix) for suffix in (".pem", ".key", ".ocsp"))
    certificate_file.write_bytes(pem("CERTIFICATE", leaf))
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    ocsp_file.write_bytes(b"")
    return Files(Credential((leaf,), key, key.public_key()), certificate_file, key_file, ocsp_file)


def pem(label: str, der: bytes) -> bytes:
    """PEM (RFC 7468)."""
    text = base64.encodebytes(der).replace(b"\n", b"")
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return b"-----BEGIN %b-----\n%b\n-----END %b-----\n" % (label.encode(), b"\n".join(lines), label.encode())


def public_key_of(der: bytes) -> Any:
    """The key of a certificate, as the engine wants it from those who judge."""
    certificate = x509.load_der_x509_certificate(der)
    key: Any = certificate.public_key()
    return RsaPssKey(key) if ID_RSASSA_PSS in der and isinstance(key, rsa.RSAPublicKey) else key


def issued_by_root(der: bytes) -> bool:
    """Whether the root signed this certificate."""
    certificate = x509.load_der_x509_certificate(der)
    try:
        root()[1].public_key().verify(certificate.signature, certificate.tbs_certificate_bytes, ec.ECDSA(hashes.SHA256()))
    except Exception:
        return False
    return True
