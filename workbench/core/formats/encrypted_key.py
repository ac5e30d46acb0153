"""Encrypted private keys: EncryptedPrivateKeyInfo (PKCS#8, RFC 5958 3) with any password-based encryption."""

from __future__ import annotations

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import Element
from workbench.core.asn1.structure import sequence
from workbench.core.errors import FileError, Message
from workbench.core.formats import library_pkcs12, password_based, private_key
from workbench.core.formats.ciphers import UnsupportedEncryption
from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Costly, Opening, Place
from workbench.core.formats.password_based import Scheme

NAME = "encrypted_key"


def read(der: bytes, opening: Opening, place: Place) -> None:
    """One EncryptedPrivateKeyInfo: a private key added, or locked, or its algorithm refused.

    Raises DerError when it is something else, UnsupportedEncryption when it may be but names an algorithm that nobody knows.
    """
    algorithm, ciphertext = frame(der)
    oid = values.oid_of(reader.first(algorithm), "encryptionAlgorithm")
    if not password_based.is_known(oid):
        raise UnsupportedEncryption(algorithm=oid)
    open_key(der, algorithm, ciphertext, opening, place.inside("encrypted_pkcs8"))


def frame(der: bytes) -> tuple[Element, bytes]:
    """EncryptedPrivateKeyInfo -> encryptionAlgorithm and encryptedData. Raises DerError."""
    parts = sequence(reader.read_all(der, "EncryptedPrivateKeyInfo"), "EncryptedPrivateKeyInfo", 2, 2)
    if parts[1].identifier not in (reader.OCTET_STRING, reader.OCTET_STRING | 0x20):
        parts[1].expect(reader.OCTET_STRING, "encryptedData")
    return parts[0].expect(reader.SEQUENCE, "encryptionAlgorithm"), values.octets(parts[1])


def open_key(
    der: bytes, algorithm: Element, ciphertext: bytes, opening: Opening, place: Place, kind: Kind = Kind.PRIVATE_KEY
) -> None:
    """Try every password; add the key, or lock or refuse it."""
    try:
        scheme = password_based.read_scheme(algorithm)
    except FileError as error:
        opening.refuse(NAME, error.message)
        return
    what = Message("locked_private_key", {"where": place.words()})
    try:
        for password in opening.passwords():
            key = _try(scheme, der, ciphertext, password, opening)
            if key is not None:
                opening.worked(password)
                opening.add(kind, key, place.unlocked_in_place())
                return
    except Costly as costly:
        opening.lock(what, costly.seconds)
    except FileError as error:
        opening.refuse(NAME, error.message)
    else:
        opening.lock(what)


def _try(scheme: Scheme, der: bytes, ciphertext: bytes, password: str, opening: Opening) -> bytes | None:
    """The key if this password opens it. Raises Costly, FileError when no password can."""
    if not scheme.native:
        opening.pay(scheme.seconds, scheme.memory)
        try:
            return library_pkcs12.private_key(der, password)
        except FileError:  # it does not say whether the password or the content is at fault
            return None
    for plaintext in password_based.plaintexts(scheme, password, ciphertext, opening):
        try:
            return private_key.checked(plaintext)
        except FileError:  # padding that fits by chance
            continue
    return None
