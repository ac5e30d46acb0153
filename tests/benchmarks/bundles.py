"""Bundles of certificates to measure with: one root, an intermediate for every 100 server certificates, shuffled."""

from __future__ import annotations

import functools
import random
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def issue(subject: str, key: Key, issuer: str, issuer_key: Key, ca: bool, host: str = "") -> x509.Certificate:
    """A certificate with the extensions that are usual today, valid from yesterday for 90 days (a CA for 10 years)."""
    now = datetime.now(UTC).replace(microsecond=0)
    usage = {"key_encipherment": False, "content_commitment": False, "data_encipherment": False, "key_agreement": False}
    usage |= {"encipher_only": False, "decipher_only": False}
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650 if ca else 90))
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(x509.KeyUsage(digital_signature=not ca, key_cert_sign=ca, crl_sign=ca, **usage), critical=True)
    )
    if not ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def new_key(kind: str) -> Key:
    return rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())


def chain(kind: str) -> tuple[x509.Certificate, x509.Certificate, x509.Certificate]:
    """Server certificate, intermediate, root; all of one key type ("rsa" or "ec")."""
    root_key, middle_key, leaf_key = new_key(kind), new_key(kind), new_key(kind)
    root = issue("Bench Root", root_key, "Bench Root", root_key, ca=True)
    middle = issue("Bench Issuing CA", middle_key, "Bench Root", root_key, ca=True)
    return issue("www.bench.test", leaf_key, "Bench Issuing CA", middle_key, ca=False, host="www.bench.test"), middle, root


@functools.lru_cache(maxsize=4)
def bundle(count: int) -> bytes:
    """PEM text of `count` certificates in random order."""
    key = new_key("ec")
    result = [issue("Bench Root", key, "Bench Root", key, ca=True)]
    middle, middle_key = "", key
    while len(result) < count:
        if len(result) % 100 == 1:
            middle, middle_key = f"Bench Issuing CA {len(result)}", new_key("ec")
            result.append(issue(middle, middle_key, "Bench Root", key, ca=True))
        else:
            host = f"host{len(result)}.bench.test"
            result.append(issue(host, key, middle, middle_key, ca=False, host=host))
    random.Random(1).shuffle(result)
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in result)
