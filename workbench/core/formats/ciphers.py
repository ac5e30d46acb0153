"""The symmetric ciphers of key files by OID and by the names in DEK-Info headers; every one from the cryptography library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.decrepit.ciphers import algorithms as decrepit
from cryptography.hazmat.primitives.ciphers import Cipher as LibraryCipher
from cryptography.hazmat.primitives.ciphers import CipherAlgorithm, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.asn1.structure import decimal, sequence
from workbench.core.errors import FileError


class UnsupportedEncryption(FileError):
    """The encryption is understood, but nothing here can undo it; the parameter `algorithm` names it."""

    def __init__(self, algorithm: str) -> None:
        super().__init__("unsupported_encryption", algorithm=algorithm)


Make = Callable[[bytes], CipherAlgorithm]


@dataclass(frozen=True)
class Cipher:
    """One cipher in CBC mode (or RC4, or AES-GCM).

    key_size  octets
    block     octets of a block and of the initial value; 0 for a stream cipher
    make      key -> the library's algorithm; None when the library does not offer the cipher by itself
    iv        initial value where the AlgorithmIdentifier gives it
    """

    name: str
    key_size: int
    block: int
    make: Make | None
    iv: bytes = b""
    gcm: bool = False

    @property
    def native(self) -> bool:
        return self.make is not None

    def decrypt(self, key: bytes, iv: bytes, ciphertext: bytes) -> bytes:
        """The plaintext, padding removed. Raises FileError `wrong_padding` (a wrong password, nearly always)."""
        if self.make is None:
            raise UnsupportedEncryption(algorithm=self.name)
        if self.gcm:
            try:
                return AESGCM(key).decrypt(iv, ciphertext, None)
            except (InvalidTag, ValueError):
                raise FileError("wrong_padding") from None
        if self.block and (len(ciphertext) % self.block or not ciphertext):
            raise FileError("not_whole_blocks", block=self.block)
        try:
            context = LibraryCipher(self.make(key), modes.CBC(iv) if self.block else None).decryptor()
        except (ValueError, UnsupportedAlgorithm):
            raise UnsupportedEncryption(algorithm=self.name) from None
        plaintext = context.update(ciphertext) + context.finalize()
        if not self.block:
            return plaintext
        padding = plaintext[-1]
        if not 1 <= padding <= self.block or plaintext[-padding:] != bytes((padding,)) * padding:
            raise FileError("wrong_padding")
        return plaintext[:-padding]


def _single_des(key: bytes) -> CipherAlgorithm:
    return decrepit.TripleDES(key * 3)  # three times the same key is single DES


def _two_key_des(key: bytes) -> CipherAlgorithm:
    return decrepit.TripleDES(key + key[:8])


_NAMED: dict[str, Cipher] = {
    cipher.name: cipher
    for cipher in (
        Cipher("AES-128-CBC", 16, 16, algorithms.AES),
        Cipher("AES-192-CBC", 24, 16, algorithms.AES),
        Cipher("AES-256-CBC", 32, 16, algorithms.AES),
        Cipher("AES-128-GCM", 16, 0, algorithms.AES, gcm=True),
        Cipher("AES-192-GCM", 24, 0, algorithms.AES, gcm=True),
        Cipher("AES-256-GCM", 32, 0, algorithms.AES, gcm=True),
        Cipher("CAMELLIA-128-CBC", 16, 16, decrepit.Camellia),
        Cipher("CAMELLIA-192-CBC", 24, 16, decrepit.Camellia),
        Cipher("CAMELLIA-256-CBC", 32, 16, decrepit.Camellia),
        Cipher("ARIA-128-CBC", 16, 16, None),
        Cipher("ARIA-192-CBC", 24, 16, None),
        Cipher("ARIA-256-CBC", 32, 16, None),
        Cipher("SM4-CBC", 16, 16, algorithms.SM4),
        Cipher("SEED-CBC", 16, 16, decrepit.SEED),
        Cipher("IDEA-CBC", 16, 8, decrepit.IDEA),
        Cipher("BF-CBC", 16, 8, decrepit.Blowfish),
        Cipher("CAST5-CBC", 16, 8, decrepit.CAST5),
        Cipher("DES-CBC", 8, 8, _single_des),
        Cipher("DES-EDE-CBC", 16, 8, _two_key_des),
        Cipher("DES-EDE3-CBC", 24, 8, decrepit.TripleDES),
        Cipher("RC2-CBC", 16, 8, decrepit.RC2),
        Cipher("RC2-64-CBC", 8, 8, None),
        Cipher("RC2-40-CBC", 5, 8, None),
        Cipher("RC4", 16, 0, decrepit.ARC4),
    )
}

_BY_OID = {
    "2.16.840.1.101.3.4.1.2": "AES-128-CBC",
    "2.16.840.1.101.3.4.1.22": "AES-192-CBC",
    "2.16.840.1.101.3.4.1.42": "AES-256-CBC",
    "2.16.840.1.101.3.4.1.6": "AES-128-GCM",
    "2.16.840.1.101.3.4.1.26": "AES-192-GCM",
    "2.16.840.1.101.3.4.1.46": "AES-256-GCM",
    "1.2.392.200011.61.1.1.1.2": "CAMELLIA-128-CBC",
    "1.2.392.200011.61.1.1.1.3": "CAMELLIA-192-CBC",
    "1.2.392.200011.61.1.1.1.4": "CAMELLIA-256-CBC",
    "1.2.410.200046.1.1.2": "ARIA-128-CBC",
    "1.2.410.200046.1.1.7": "ARIA-192-CBC",
    "1.2.410.200046.1.1.12": "ARIA-256-CBC",
    "1.2.156.10197.1.104.2": "SM4-CBC",
    "1.2.410.200004.1.4": "SEED-CBC",
    "1.3.6.1.4.1.188.7.1.1.2": "IDEA-CBC",
    "1.3.6.1.4.1.3029.1.2": "BF-CBC",
    "1.2.840.113533.7.66.10": "CAST5-CBC",
    "1.3.14.3.2.7": "DES-CBC",
    "1.2.840.113549.3.7": "DES-EDE3-CBC",
}
_RC2 = "1.2.840.113549.3.2"
# rc2ParameterVersion -> effective key bits (RFC 8018 B.2.3)
_RC2_VERSIONS = {160: "RC2-40-CBC", 120: "RC2-64-CBC", 58: "RC2-CBC"}


def named(name: str) -> Cipher:
    """The cipher that OpenSSL and DEK-Info (RFC 1423) call so. Raises UnsupportedEncryption."""
    cipher = _NAMED.get(name.upper())
    if cipher is None:
        raise UnsupportedEncryption(algorithm=name)
    return cipher


def read_cipher(algorithm: Element) -> Cipher:
    """encryptionScheme of PBES2 (RFC 8018 A.4 and B.2) -> the cipher with its initial value.

    Raises DerError, UnsupportedEncryption.
    """
    parts = sequence(algorithm, "encryptionScheme", 1, 2)
    oid = values.oid_of(parts[0], "encryptionScheme")
    if oid != _RC2 and oid not in _BY_OID:
        raise UnsupportedEncryption(algorithm=oid)
    if len(parts) < 2:
        raise DerError("der_wrong_count", algorithm.start, field="encryptionScheme", expected=2, found=1)
    parameters = parts[1]
    if oid == _RC2:
        inner = [parameters] if parameters.identifier == reader.OCTET_STRING else sequence(parameters, "RC2-CBC-Parameter", 1, 2)
        version = values.integer(inner[0]) if len(inner) == 2 else 58
        if version not in _RC2_VERSIONS:
            raise UnsupportedEncryption(algorithm=f"RC2 ({decimal(version)[:20]})")
        cipher, iv = _NAMED[_RC2_VERSIONS[version]], values.octets(inner[-1])
    else:
        cipher = _NAMED[_BY_OID[oid]]
        inner = sequence(parameters, "GCMParameters", 1, 2) if cipher.gcm else [parameters]
        if cipher.gcm and len(inner) == 2 and values.integer(inner[1]) != 16:
            raise UnsupportedEncryption(algorithm=f"{cipher.name} ({decimal(values.integer(inner[1]))[:20]})")
        # CAST5 (RFC 2984) writes SEQUENCE { iv, keyLength }.
        inner = sequence(parameters, "CAST5CBCParameters", 1, 2) if parameters.identifier == reader.SEQUENCE else inner
        iv = values.octets(inner[0].expect(reader.OCTET_STRING, "iv"))
        if cipher.block and len(iv) != cipher.block:
            raise DerError("der_wrong_count", inner[0].start, field="iv", expected=cipher.block, found=len(iv))
    return replace(cipher, iv=iv)
