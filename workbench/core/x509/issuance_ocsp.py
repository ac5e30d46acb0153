"""Making OCSP responses (RFC 6960), to be stapled to a certificate.

Put together here and only signed by the library: its own builder takes producedAt from the clock of the machine and cannot sign
deterministically, so no run would give the same octets twice.
"""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workbench.core.asn1 import writer
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.issuance import Authority, PrivateKey, Revocation, signature_hash
from workbench.core.x509.ocsp import BASIC, key_octets
from workbench.core.x509.public_key import parse_public_key_info
from workbench.core.x509.signature import ALGORITHMS

SHA1 = "1.3.14.3.2.26"
_OIDS = {row.name: oid for oid, row in ALGORITHMS.items()}
_GENERALIZED_TIME, _ENUMERATED = 0x18, 0x0A
_CONTEXT_PRIMITIVE, _CONTEXT = 0x80, 0xA0


def make_ocsp_response(
    certificate: bytes, issuer: Authority, this_update: datetime, next_update: datetime, revocation: Revocation | None = None
) -> bytes:
    """The DER OCSPResponse about one certificate (DER), signed by its issuer: good, or revoked.

    Without a nonce, so that it may be handed out to everybody until `next_update`. The CertID is made with SHA-1, as RFC 5019 2.1.1 asks
    of such responses; it protects nothing.
    """
    authority = parse_certificate(issuer.certificate)
    # good [0] IMPLICIT NULL, revoked [1] IMPLICIT RevokedInfo (RFC 6960 4.2.1)
    status = writer.element(_CONTEXT_PRIMITIVE | 0) if revocation is None else _revoked_info(revocation)
    single = writer.sequence(
        _cert_id(parse_certificate(certificate), authority), status, _time(this_update), writer.element(_CONTEXT | 0, _time(next_update))
    )
    responder = writer.element(_CONTEXT | 2, writer.octet_string(_sha1(key_octets(authority.spki))))
    data = writer.sequence(responder, _time(this_update), writer.sequence(single))
    algorithm, signature = _sign(issuer.key, data)
    basic = writer.sequence(data, algorithm, writer.bit_string(signature))
    response = writer.sequence(writer.oid(BASIC), writer.octet_string(basic))
    return writer.sequence(writer.element(_ENUMERATED, b"\x00"), writer.element(_CONTEXT | 0, response))


def _sign(key: PrivateKey, data: bytes) -> tuple[bytes, bytes]:
    """The DER AlgorithmIdentifier and the signature over `data`, with the same choices as for certificates."""
    digest = signature_hash(key)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        assert digest is not None
        name = f"ecdsa-with-{digest.name.upper()}"
        return writer.algorithm(_OIDS[name]), key.sign(data, ec.ECDSA(digest, deterministic_signing=True))
    if isinstance(key, rsa.RSAPrivateKey):
        assert digest is not None
        return writer.algorithm(_OIDS[f"{digest.name}WithRSAEncryption"], writer.null()), key.sign(data, padding.PKCS1v15(), digest)
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    # EdDSA and ML-DSA have one OID for key and signature (RFC 8410 section 3, RFC 9881 section 2).
    return writer.algorithm(parse_public_key_info(spki).algorithm.oid), key.sign(data)


def _revoked_info(revocation: Revocation) -> bytes:
    parts = [_time(revocation.time)]
    if revocation.reason is not None:
        parts.append(writer.element(_CONTEXT | 0, writer.element(_ENUMERATED, bytes((revocation.reason,)))))
    return writer.element(_CONTEXT | 1, *parts)


def _cert_id(certificate: Certificate, issuer: Certificate) -> bytes:
    """RFC 6960 4.1.1."""
    return writer.sequence(
        writer.algorithm(SHA1, writer.null()),
        writer.octet_string(_sha1(certificate.issuer_der)),
        writer.octet_string(_sha1(key_octets(issuer.spki))),
        writer.integer(certificate.serial_number),
    )


def _time(moment: datetime) -> bytes:
    return writer.element(_GENERALIZED_TIME, moment.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode())


def _sha1(content: bytes) -> bytes:
    digest = hashes.Hash(hashes.SHA1())
    digest.update(content)
    return digest.finalize()
