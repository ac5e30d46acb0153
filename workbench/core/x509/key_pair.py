"""Keys as halves of pairs: which public key a private key has, and whether two encodings are the same public key."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError
from workbench.core.errors import FileError
from workbench.core.x509.private_to_public import public_key_of

RSA_OIDS = frozenset({"1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10"})
EC_OIDS = frozenset({"1.2.840.10045.2.1", "1.3.132.1.12", "1.3.132.1.13", "1.2.156.10197.1.301"})


@dataclass(frozen=True, eq=False)
class PublicKey:
    """A SubjectPublicKeyInfo on its own. Equal when the bytes are equal."""

    spki: bytes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and self.spki == other.spki

    def __hash__(self) -> int:
        return hash(self.spki)

    @functools.cached_property
    def spki_sha256(self) -> str:
        return hashlib.sha256(self.spki).hexdigest()


@dataclass(frozen=True, eq=False, repr=False)
class PrivateKey:
    """A PKCS#8 PrivateKeyInfo. Its bytes appear in no text form of it."""

    der: bytes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PrivateKey) and self.der == other.der

    def __hash__(self) -> int:
        return hash(self.der)

    def __repr__(self) -> str:
        return "<PrivateKey>"

    @functools.cached_property
    def algorithm_oid(self) -> str:
        """Dotted decimal of privateKeyAlgorithm. Raises DerError."""
        parts = list(reader.children(reader.read(self.der).expect(reader.SEQUENCE, "PrivateKeyInfo")))
        if len(parts) < 3:
            raise DerError("der_wrong_count", 0, field="PrivateKeyInfo", expected="3-5", found=len(parts))
        return values.oid_of(reader.first(parts[1].expect(reader.SEQUENCE, "privateKeyAlgorithm")), "algorithm")

    @functools.cached_property
    def spki(self) -> bytes | None:
        """DER of the public half, None when it cannot be computed (an algorithm that is not known here, a broken key)."""
        try:
            return public_key_of(self.der)
        except FileError:
            return None


def key_identity(spki: bytes) -> bytes:
    """What is equal for two SubjectPublicKeyInfo exactly when they hold the same key.

    The same RSA key may be marked rsaEncryption or RSASSA-PSS, with or without NULL parameters; an EC point may be
    compressed or not, its curve named or spelt out: none of that makes another key. What cannot be read is itself.
    """
    try:
        outer = reader.read(spki)
        algorithm = reader.first(outer)
        key = reader.read(spki, algorithm.after, outer.end).expect(reader.BIT_STRING, "subjectPublicKey")
        oid = values.oid_of(reader.first(algorithm), "algorithm")
    except DerError:
        return spki
    content = spki[key.content : key.end]
    if oid in RSA_OIDS:
        return b"RSA" + content
    if oid in EC_OIDS and len(content) > 2:
        form, point = content[1], content[2:]
        if form == 4:
            return b"EC" + bytes([2 + (point[-1] & 1)]) + point[: len(point) // 2]
        if form in (2, 3):
            return b"EC" + content[1:]
    return algorithm.encoded + content
