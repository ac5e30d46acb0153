"""Hashes and keys that are too weak, or that the Web PKI does not allow."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import rsa

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError
from workbench.core.asn1.structure import decimal
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.certificate_checks import working_key
from workbench.core.x509.checks import ADMITTED_STORES, Report
from workbench.core.x509.finding import Purpose
from workbench.core.x509.path_building import self_issued
from workbench.core.x509.public_key import KeyDescription, describe_key, load_public_key
from workbench.core.x509.signature import ALGORITHMS, PSS_OID, algorithm_name, hash_of


@dataclass(frozen=True, slots=True)
class SizeRule:
    """RSA and DSA sizes below `bits` are reported as `finding`."""

    bits: int
    finding: str


BROKEN_HASHES = frozenset({"md2", "md4", "md5"})
WEAK_HASHES = frozenset({"sha1"})
SHA1_END = datetime(2017, 1, 1, tzinfo=UTC)
"""From here on browsers, and libraries by default, take no SHA-1 signatures: collisions were made in public that February."""
FACTORABLE = SizeRule(1024, "key_breakable")
"""Smaller moduli have been factored in public (RSA-250: 829 bits, 2020)."""
SMALL = SizeRule(2048, "key_too_small")
SMALL_CURVE = SizeRule(224, "key_too_small")
WEB_CURVES = {"P-256": "sha256", "P-384": "sha384", "P-521": "sha512"}
"""Curves of the Web PKI, and the one hash that each signs with (BR 7.1.3.1.2, 7.1.3.2.2)."""
WEB_RSA_HASHES = frozenset({"sha256", "sha384", "sha512"})


def check_algorithms(report: Report, index: int) -> None:
    """The hash of the certificate's signature, and its key."""
    certificate = report.path[index]
    key = describe_key(working_key(report.path, index))
    admitted = report.is_anchor(index) and report.conditions.trust in ADMITTED_STORES
    before = len(report.findings)
    _check_hash(report, index, certificate, admitted)
    _check_key(report, index, certificate, key)
    if report.conditions.purpose is Purpose.SERVER and not admitted:
        _check_web(report, index, certificate, key)
    if len(report.findings) == before:
        report.ok("algorithms_ok", index, key=key.text, algorithm=algorithm_name(certificate.fields.signature_algorithm.encoded))


def _check_hash(report: Report, index: int, certificate: Certificate, admitted: bool) -> None:
    identifier = certificate.fields.signature_algorithm.encoded
    name = hash_of(identifier)
    if admitted or (index == report.last and self_issued(certificate) and (report.anchored or index > 0)):
        return  # nobody relies on a root's own signature
    if name in BROKEN_HASHES:
        report.bad("hash_broken", index, algorithm=algorithm_name(identifier))
    elif name in WEAK_HASHES:
        report.bad("hash_weak" if report.time >= SHA1_END else "hash_weak_then", index, algorithm=algorithm_name(identifier))


def _check_key(report: Report, index: int, certificate: Certificate, key: KeyDescription) -> None:
    size = key.size_bits or 0
    if key.algorithm in ("RSA", "RSA-PSS", "RSA-OAEP", "DSA"):
        if 0 < size < FACTORABLE.bits:
            report.bad(FACTORABLE.finding, index, key=key.text)
        elif 0 < size < SMALL.bits:
            report.bad(SMALL.finding, index, key=key.text)
    elif key.algorithm == "EC" and 0 < size < SMALL_CURVE.bits:
        report.bad(SMALL_CURVE.finding, index, key=key.text)


def _check_web(report: Report, index: int, certificate: Certificate, key: KeyDescription) -> None:
    """Keys and signatures that BR 7.1.3 allows."""
    if key.algorithm == "RSA":
        if (key.size_bits or 0) % 8:
            report.bad("key_size_odd", index, key=key.text)
        loaded = load_public_key(certificate.spki)
        if isinstance(loaded, rsa.RSAPublicKey):
            exponent = loaded.public_numbers().e
            if exponent < 3 or exponent % 2 == 0:
                report.bad("key_exponent_wrong", index, exponent=decimal(exponent)[:40])
            elif not 65537 <= exponent < 1 << 256:
                report.bad("key_exponent_unusual", index, exponent=decimal(exponent)[:40])
    elif key.algorithm != "EC" or key.curve not in WEB_CURVES:
        report.bad("key_kind_not_web", index, key=key.text)
    identifier = certificate.fields.signature_algorithm.encoded
    # Roots from before 2016 may keep their SHA-1 self-signatures (BR 7.1.3.2.1).
    old_root = index == report.last and self_issued(certificate) and hash_of(identifier) == "sha1"
    if not old_root and not any(_web_signature(identifier, curve) for curve in _issuer_curves(report, index)):
        report.bad("signature_kind_not_web", index, algorithm=algorithm_name(identifier))


def _issuer_curves(report: Report, index: int) -> tuple[str | None, ...]:
    """Curve of the key that made the signature, None for no EC key; every curve it might be when that key is not there."""
    if index == report.last and not self_issued(report.path[index]):
        return tuple(WEB_CURVES)
    return (describe_key(report.path[min(index + 1, report.last)].spki).curve,)


@functools.lru_cache(maxsize=1024)
def _web_signature(identifier: bytes, curve: str | None) -> bool:
    try:
        oid = values.oid_of(reader.first(reader.read(identifier)), "algorithm")
    except DerError:
        return False
    row = ALGORITHMS.get(oid)
    if row is None:
        return False
    if row.family == "RSA" or oid == PSS_OID:
        return oid != "1.3.14.3.2.29" and hash_of(identifier) in WEB_RSA_HASHES
    return row.family == "ECDSA" and WEB_CURVES.get(curve or "") == hash_of(identifier)
