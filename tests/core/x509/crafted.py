"""Certificates put together by hand, with whatever is wrong that a test asks for. The signature is never a real one."""

from __future__ import annotations

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from workbench.core.asn1 import writer
from workbench.core.x509.certificate import Certificate, parse_certificate

ECDSA_SHA256 = writer.algorithm("1.2.840.10045.4.3.2")
V3 = writer.element(0xA0, writer.integer(2))
SPKI = ec.derive_private_key(5, ec.SECP256R1()).public_key().public_bytes(
    serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
)  # fmt: skip
SIGNATURE = writer.bit_string(writer.sequence(writer.integer(1), writer.integer(2)))


def attribute(oid: str, text: bytes, tag: int = 0x0C) -> bytes:
    return writer.element(0x31, writer.sequence(writer.oid(oid), writer.element(tag, text)))


def name(*attributes: bytes) -> bytes:
    return writer.sequence(*(attributes or (attribute("2.5.4.3", b"a"),)))


def time(text: bytes, tag: int = 0x17) -> bytes:
    return writer.element(tag, text)


VALIDITY = writer.sequence(time(b"260101000000Z"), time(b"270101000000Z"))


def extension(oid: str, value: bytes, critical: bytes = b"") -> bytes:
    return writer.sequence(writer.oid(oid), critical, writer.octet_string(value))


def extensions(*items: bytes) -> bytes:
    return writer.element(0xA3, writer.sequence(*items))


def certificate(
    version: bytes = V3,
    serial: bytes = writer.integer(7),
    algorithm: bytes = ECDSA_SHA256,
    issuer: bytes = name(),
    validity: bytes = VALIDITY,
    subject: bytes = name(),
    spki: bytes = SPKI,
    rest: bytes = b"",
    outer: bytes = ECDSA_SHA256,
    signature: bytes = SIGNATURE,
) -> Certificate:
    tbs = writer.sequence(version, serial, algorithm, issuer, validity, subject, spki, rest)
    return parse_certificate(writer.sequence(tbs, outer, signature))
