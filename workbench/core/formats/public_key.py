"""Public keys: SubjectPublicKeyInfo (RFC 5280 4.1.2.7) and RSAPublicKey (RFC 8017 A.1.1), any algorithm."""

from __future__ import annotations

from workbench.core.asn1 import reader, values, writer
from workbench.core.asn1.structure import sequence
from workbench.core.errors import FileError
from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Opening, Place

RSA = "1.2.840.113549.1.1.1"


def rsa_spki(public_key: bytes) -> bytes:
    """RSAPublicKey -> SubjectPublicKeyInfo (RFC 3279 2.3.1)."""
    return writer.sequence(writer.algorithm(RSA, writer.null()), writer.bit_string(public_key))


def read(der: bytes, opening: Opening, place: Place) -> None:
    """One public key. Raises DerError for another structure, FileError `not_an_rsa_public_key` for two other numbers."""
    outer = reader.read_all(der, "SubjectPublicKeyInfo")
    parts = sequence(outer, "SubjectPublicKeyInfo", 2, 2)
    if parts[0].identifier == reader.INTEGER:
        modulus = values.integer(parts[0])
        exponent = values.integer(parts[1].expect(reader.INTEGER, "publicExponent"))
        # DH parameters are two numbers as well: a large prime and a small generator, 2 and 5 by far the most common.
        if exponent < 3 or exponent == 5 or not exponent & 1 or modulus <= exponent:
            raise FileError("not_an_rsa_public_key")
        opening.add(Kind.PUBLIC_KEY, rsa_spki(der), place.inside("pkcs1"))
        return
    algorithm = parts[0].expect(reader.SEQUENCE, "algorithm")
    values.oid_of(reader.first(algorithm), "algorithm")
    parts[1].expect(reader.BIT_STRING, "subjectPublicKey")
    opening.add(Kind.PUBLIC_KEY, der, place)
