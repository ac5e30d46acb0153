"""Signing what is put together here rather than by the library's builders, with the same choices as for certificates."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workbench.core.asn1 import writer
from workbench.core.x509.issuance import PrivateKey, signature_hash
from workbench.core.x509.public_key import parse_public_key_info
from workbench.core.x509.signature import ALGORITHMS

_OIDS = {row.name: oid for oid, row in ALGORITHMS.items()}


def algorithm_of(key: PrivateKey) -> bytes:
    """The DER AlgorithmIdentifier of what `sign` does with this key: to be put into what is signed."""
    digest = signature_hash(key)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        assert digest is not None
        return writer.algorithm(_OIDS[f"ecdsa-with-{digest.name.upper()}"])
    if isinstance(key, rsa.RSAPrivateKey):
        assert digest is not None
        return writer.algorithm(_OIDS[f"{digest.name}WithRSAEncryption"], writer.null())
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    # EdDSA and ML-DSA have one OID for key and signature (RFC 8410 section 3, RFC 9881 section 2).
    return writer.algorithm(parse_public_key_info(spki).algorithm.oid)


def sign(key: PrivateKey, data: bytes) -> bytes:
    """The signature over `data`; ECDSA by RFC 6979."""
    digest = signature_hash(key)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        assert digest is not None
        return key.sign(data, ec.ECDSA(digest, deterministic_signing=True))
    if isinstance(key, rsa.RSAPrivateKey):
        assert digest is not None
        return key.sign(data, padding.PKCS1v15(), digest)
    return key.sign(data)
