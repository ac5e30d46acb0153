"""Java keystores JKS and JCEKS: certificates in the clear, private keys under Sun's own protection, secret keys sealed.

The certificates are read without a password; it is needed for the keys, and to check the digest over the whole file.
"""

from __future__ import annotations

import hashlib
import hmac

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

from workbench.core.asn1 import reader, values, writer
from workbench.core.asn1.structure import sequence
from workbench.core.errors import FileError, Message
from workbench.core.formats import encrypted_key, java_serialization, password_based, private_key
from workbench.core.formats.found import Kind
from workbench.core.formats.java_serialization import JavaObject
from workbench.core.formats.opening import Costly, Opening, Place

NAME = "java_keystore"
_JKS, _JCEKS = 0xFEEDFEED, 0xCECECECE
_PRIVATE, _TRUSTED, _SECRET = 1, 2, 3
_MAX_ENTRIES = 100_000
# Algorithm names of Java's secret keys that have an OID.
_SECRET_ALGORITHMS = {
    "AES": "2.16.840.1.101.3.4.1",
    "DES": "1.3.14.3.2.7",
    "DESede": "1.2.840.113549.3.7",
    "RC2": "1.2.840.113549.3.2",
    "HmacSHA1": "1.2.840.113549.2.7",
    "HmacSHA224": "1.2.840.113549.2.8",
    "HmacSHA256": "1.2.840.113549.2.9",
    "HmacSHA384": "1.2.840.113549.2.10",
    "HmacSHA512": "1.2.840.113549.2.11",
}


class _Input:
    """Java's DataInput. Raises FileError `java_cut_off` past the end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, count: int) -> bytes:
        if count > len(self.data) - self.position:
            raise FileError("java_cut_off", offset=self.position)
        self.position += count
        return self.data[self.position - count : self.position]

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "big")

    def text(self) -> str:
        """Modified UTF-8: surrogate pairs stand as two groups of three octets, and U+0000 as C0 80."""
        octets = self.take(self.number(2)).replace(b"\xc0\x80", b"\0")
        return octets.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def read(data: bytes, opening: Opening, place: Place) -> None:
    """One keystore. Raises FileError `not_a_java_keystore`, `java_version`."""
    if len(data) < 12 or int.from_bytes(data[:4], "big") not in (_JKS, _JCEKS):
        raise FileError("not_a_java_keystore")
    store = _Input(data)
    jceks = store.number(4) == _JCEKS
    version, count = store.number(4), store.number(4)
    if version not in (1, 2):
        raise FileError("java_version", found=version)
    place = place.inside("jceks" if jceks else "jks")
    remark = _check_digest(data, opening)
    if remark is not None:
        place = place.remarked(remark)
    if count > _MAX_ENTRIES:
        opening.refuse(NAME, Message("too_many_objects", {"limit": _MAX_ENTRIES}))
    try:
        for _ in range(min(count, _MAX_ENTRIES)):
            _read_entry(store, version, opening, place)
    except UnicodeError:
        opening.refuse(NAME, Message("java_text", {"offset": store.position}))
    except FileError as error:
        opening.refuse(NAME, error.message)


def _check_digest(data: bytes, opening: Opening) -> Message | None:
    """Find the store's password by its digest: SHA-1 of the password in UTF-16, a constant and all before the digest."""
    for password in opening.passwords():
        digest = hashlib.sha1(_utf16(password) + b"Mighty Aphrodite" + data[:-20], usedforsecurity=False).digest()
        if hmac.compare_digest(digest, data[-20:]):
            opening.worked(password)
            return None
    return Message("java_digest_wrong") if opening.given else None


def _utf16(password: str) -> bytes:
    return password.encode("utf-16-be", "surrogatepass")


def _read_entry(store: _Input, version: int, opening: Opening, place: Place) -> None:
    start = store.position
    tag = store.number(4)
    alias = store.text()
    store.take(8)  # date
    place = place.named(alias)
    if tag == _PRIVATE:
        at = store.position + 4
        protected = store.take(store.number(4))
        _open_private_key(protected, opening, place.at(at, len(protected)))
        for _ in range(store.number(4)):
            _read_certificate(store, version, opening, place)
    elif tag == _TRUSTED:
        _read_certificate(store, version, opening, place)
    elif tag == _SECRET:
        stream = java_serialization.Stream(store.data, store.position)
        sealed = stream.read()
        at, store.position = store.position, stream.position
        _open_secret_key(sealed, opening, place.at(at, stream.position - at))
    else:
        raise FileError("java_entry", tag=tag, offset=start)


def _read_certificate(store: _Input, version: int, opening: Opening, place: Place) -> None:
    kind = store.text() if version == 2 else "X.509"
    size = store.number(4)
    at = store.position
    der = store.take(size)
    if kind in ("X.509", "X509"):
        opening.open_der(der, place.at(at, size), "certificate")
    else:
        opening.refuse(NAME, Message("java_certificate_type", {"type": kind[:40]}))


def _open_private_key(protected: bytes, opening: Opening, place: Place) -> None:
    """EncryptedPrivateKeyInfo under Sun's JKS protector, the JCEKS protector, or ordinary encryption."""
    try:
        algorithm, ciphertext = encrypted_key.frame(protected)
        parts = sequence(algorithm, "encryptionAlgorithm", 1, 2)
        oid = values.oid_of(parts[0], "encryptionAlgorithm")
        salt, iterations = b"", 1
        if oid == password_based.JCE_KEY_PROTECTOR and len(parts) == 2:
            salt, iterations = _salt_and_count(parts[1])
        elif oid != password_based.JAVA_KEY_PROTECTOR:
            encrypted_key.open_key(protected, algorithm, ciphertext, opening, place)
            return
    except FileError as error:
        opening.refuse(NAME, error.message)
        return
    what = Message("locked_private_key", {"where": place.words()})
    try:
        for password in opening.typed_passwords():
            opening.pay(2 * iterations * password_based.HASH_SECONDS)
            try:
                plaintext = _unseal(ciphertext, password, salt, iterations) if salt else _unmask(ciphertext, password)
                key = private_key.checked(plaintext)
            except FileError:  # padding, digest or structure: not this password
                continue
            opening.worked(password)
            opening.add(Kind.PRIVATE_KEY, key, place.unlocked_in_place())
            return
    except Costly as costly:
        opening.lock(what, costly.seconds)
    else:
        opening.lock(what)


def _salt_and_count(parameters: reader.Element) -> tuple[bytes, int]:
    parts = sequence(parameters, "PBEParameter", 2, 2)
    salt, count = values.octets(parts[0].expect(reader.OCTET_STRING, "salt")), values.integer(parts[1])
    if len(salt) != 8 or not 1 <= count < 1 << 32:
        raise FileError("java_protector")
    return salt, count


def _unmask(protected: bytes, password: str) -> bytes:
    """Sun's JKS protector: XOR with a chain of SHA-1 digests that starts from 20 octets of salt; a digest at the end checks."""
    salt, masked, check = protected[:20], protected[20:-20], protected[-20:]
    if len(protected) < 41:
        raise FileError("java_protector")
    secret = _utf16(password)
    digest, stream = salt, bytearray()
    while len(stream) < len(masked):
        digest = hashlib.sha1(secret + digest, usedforsecurity=False).digest()
        stream += digest
    size = len(masked)
    plaintext = (int.from_bytes(masked, "big") ^ int.from_bytes(stream[:size], "big")).to_bytes(size, "big")
    if not hmac.compare_digest(hashlib.sha1(secret + plaintext, usedforsecurity=False).digest(), check):
        raise FileError("wrong_padding")
    return plaintext


def _unseal(ciphertext: bytes, password: str, salt: bytes, iterations: int) -> bytes:
    """SunJCE's PBEWithMD5AndTripleDES: each half of the salt is hashed with the password on its own."""
    halves = [salt[:4], salt[4:]]
    if halves[0] == halves[1]:
        # The first half is meant to be reversed; what is really written differs, and files have it so.
        a, b, _, d = halves[0]
        halves[0] = bytes((d, a, b, d))
    secret = bytes(ord(character) & 0xFF for character in password)
    derived = b""
    for digest in halves:
        for _ in range(iterations):
            digest = hashlib.md5(digest + secret, usedforsecurity=False).digest()
        derived += digest
    if not ciphertext or len(ciphertext) % 8:
        raise FileError("not_whole_blocks", block=8)
    context = Cipher(TripleDES(derived[:24]), modes.CBC(derived[24:])).decryptor()
    plaintext = context.update(ciphertext) + context.finalize()
    padding = plaintext[-1]
    if not 1 <= padding <= 8 or plaintext[-padding:] != bytes((padding,)) * padding:
        raise FileError("wrong_padding")
    return plaintext[:-padding]


def _open_secret_key(sealed: object, opening: Opening, place: Place) -> None:
    """A SealedObject around a SecretKeySpec or KeyRep."""
    if not isinstance(sealed, JavaObject):
        raise FileError("java_protector")
    content, parameters = sealed.fields.get("encryptedContent"), sealed.fields.get("encodedParams")
    if not isinstance(content, bytes) or not isinstance(parameters, bytes):
        raise FileError("java_protector")
    salt, iterations = _salt_and_count(reader.read_all(parameters, "PBEParameter"))
    what = Message("locked_secret_key", {"where": place.words()})
    try:
        for password in opening.typed_passwords():
            opening.pay(2 * iterations * password_based.HASH_SECONDS)
            try:
                der = _secret_key_info(_unseal(content, password, salt, iterations))
            except FileError:  # padding or structure: not this password
                continue
            opening.worked(password)
            opening.add(Kind.SECRET_KEY, der, place.unlocked_in_place())
            return
    except Costly as costly:
        opening.lock(what, costly.seconds)
    else:
        opening.lock(what)


def _secret_key_info(stream: bytes) -> bytes:
    """A serialized secret key -> PrivateKeyInfo with its octets, or a bare OCTET STRING for an algorithm without OID."""
    key = java_serialization.Stream(stream).read()
    if not isinstance(key, JavaObject):
        raise FileError("java_stream", offset=0)
    octets = key.fields.get("key", key.fields.get("encoded"))
    if not isinstance(octets, bytes):
        raise FileError("java_stream", offset=0)
    oid = _SECRET_ALGORITHMS.get(str(key.fields.get("algorithm")))
    if oid is None:
        return writer.octet_string(octets)
    return private_key.private_key_info(writer.algorithm(oid), octets)
