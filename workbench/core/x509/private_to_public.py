"""The public key that belongs to a private one: what tells that a key is of this certificate or that request."""

from __future__ import annotations

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key

from workbench.core.asn1 import reader, values, writer
from workbench.core.asn1.reader import Element
from workbench.core.asn1.structure import inside, sequence
from workbench.core.errors import FileError

_RSA = ("1.2.840.113549.1.1.1", "1.2.840.113549.1.1.7", "1.2.840.113549.1.1.10")  # rsaEncryption, RSAES-OAEP, RSASSA-PSS
_EC = "1.2.840.10045.2.1"
_DSA = "1.2.840.10040.4.1"
_DH = ("1.2.840.113549.1.3.1", "1.2.840.10046.2.1")  # PKCS#3, X9.42
_ML_KEM = {"2.16.840.1.101.3.4.4.1": 2, "2.16.840.1.101.3.4.4.2": 3, "2.16.840.1.101.3.4.4.3": 4}  # the rank k of FIPS 203
_MAX_WORK = 4096**3  # bits of the prime, twice, by bits of the exponent: about a fifth of a second


def public_key_of(private_key_info: bytes) -> bytes:
    """PrivateKeyInfo -> SubjectPublicKeyInfo, with the private key's own AlgorithmIdentifier.

    Read off the structure where it holds the public key; computed by the cryptography library otherwise.
    Raises DerError for another structure, FileError `public_key_unknown` when the algorithm is one that nobody knows.
    """
    parts = sequence(reader.read_all(private_key_info, "PrivateKeyInfo"), "PrivateKeyInfo", 3)
    algorithm = parts[1].expect(reader.SEQUENCE, "privateKeyAlgorithm")
    oid = values.oid_of(reader.first(algorithm), "privateKeyAlgorithm")
    key = values.octets(parts[2])
    attached = next((part for part in parts[3:] if part.is_context(1)), None)
    if oid in _RSA:
        numbers = sequence(reader.read(key), "RSAPrivateKey", 4)
        return _spki(algorithm, writer.sequence(numbers[1].encoded, numbers[2].encoded))
    if oid == _EC:
        for part in sequence(reader.read(key), "ECPrivateKey", 2):
            if part.is_context(1):
                return _spki(algorithm, values.bit_string(inside(part, "publicKey"))[0])
    elif oid == _DSA:
        p, _, g = (values.integer(part) for part in sequence(list(reader.children(algorithm))[-1], "Dss-Parms", 3, 3))
        return _spki(algorithm, _power(g, key, p, oid))
    elif oid in _DH:
        p, g = (values.integer(part) for part in sequence(list(reader.children(algorithm))[-1], "DHParameter", 2)[:2])
        return _spki(algorithm, _power(g, key, p, oid))
    elif oid in _ML_KEM and (expanded := _expanded(key)) is not None:
        # FIPS 203 7.1: the decapsulation key is dk_PKE, then the encapsulation key, its hash and z.
        rank = _ML_KEM[oid]
        return _spki(algorithm, expanded[384 * rank : 768 * rank + 32])
    elif attached is not None and not attached.constructed:
        return _spki(algorithm, attached.value[1:])  # [1] IMPLICIT BIT STRING of RFC 5958
    return _by_library(private_key_info, oid)


def _spki(algorithm: Element, key: bytes) -> bytes:
    return writer.sequence(algorithm.encoded, writer.bit_string(key))


def _power(base: int, private_key: bytes, prime: int, oid: str) -> bytes:
    """base ^ x mod prime as an INTEGER: the public key of DSA and DH."""
    x = values.integer(reader.read(private_key).expect(reader.INTEGER, "privateKey"))
    if prime.bit_length() ** 2 * x.bit_length() > _MAX_WORK or not 0 < x < prime or base < 2:
        raise FileError("public_key_unknown", oid=oid)
    return writer.integer(pow(base, x, prime))


def _expanded(key: bytes) -> bytes | None:
    """The expandedKey of ML-KEM-PrivateKey (RFC 9935): alone, or after the seed; None when there is only the seed."""
    element = reader.read(key)
    if element.identifier == reader.OCTET_STRING:
        return element.value
    if element.identifier == reader.SEQUENCE:
        return sequence(element, "both", 2, 2)[1].value
    return None


def _by_library(private_key_info: bytes, oid: str) -> bytes:
    try:
        key = load_der_private_key(private_key_info, None)
    except (ValueError, TypeError, OverflowError, UnsupportedAlgorithm):
        raise FileError("public_key_unknown", oid=oid) from None
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
