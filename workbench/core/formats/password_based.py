"""Password-based encryption as key files use it: PKCS#5 (RFC 8018), scrypt (RFC 7914), PKCS#12 (RFC 7292, appendices B and C).

A `Scheme` is read from an AlgorithmIdentifier and knows what one try costs before it is paid. Primitives come from the
cryptography library; the key derivations of PKCS#5 version 1 and PKCS#12, which it does not have, are made from hashes here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.asn1.structure import sequence
from workbench.core.errors import FileError
from workbench.core.formats import ciphers
from workbench.core.formats.ciphers import Cipher, UnsupportedEncryption
from workbench.core.formats.opening import Opening

# Seconds per unit of work, rounded up from measurements on a slow machine.
_PBKDF2_SECONDS = {"sha1": 3e-7, "sha224": 2e-7, "sha256": 2e-7, "sha384": 4e-7, "sha512": 4e-7}
_PBKDF2_OTHER_SECONDS = 1e-6
HASH_SECONDS = 4e-7
_SCRYPT_SECONDS_PER_BYTE = 6e-9

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "1.2.840.113549.2.5": hashes.MD5(),
    "1.3.14.3.2.26": hashes.SHA1(),
    "2.16.840.1.101.3.4.2.1": hashes.SHA256(),
    "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
    "2.16.840.1.101.3.4.2.3": hashes.SHA512(),
    "2.16.840.1.101.3.4.2.4": hashes.SHA224(),
    "2.16.840.1.101.3.4.2.5": hashes.SHA512_224(),
    "2.16.840.1.101.3.4.2.6": hashes.SHA512_256(),
    "2.16.840.1.101.3.4.2.7": hashes.SHA3_224(),
    "2.16.840.1.101.3.4.2.8": hashes.SHA3_256(),
    "2.16.840.1.101.3.4.2.9": hashes.SHA3_384(),
    "2.16.840.1.101.3.4.2.10": hashes.SHA3_512(),
    "1.2.156.10197.1.401": hashes.SM3(),
}
_PRFS: dict[str, hashes.HashAlgorithm] = {
    "1.2.840.113549.2.6": hashes.MD5(),
    "1.2.840.113549.2.7": hashes.SHA1(),
    "1.2.840.113549.2.8": hashes.SHA224(),
    "1.2.840.113549.2.9": hashes.SHA256(),
    "1.2.840.113549.2.10": hashes.SHA384(),
    "1.2.840.113549.2.11": hashes.SHA512(),
    "1.2.840.113549.2.12": hashes.SHA512_224(),
    "1.2.840.113549.2.13": hashes.SHA512_256(),
    "2.16.840.1.101.3.4.2.13": hashes.SHA3_224(),
    "2.16.840.1.101.3.4.2.14": hashes.SHA3_256(),
    "2.16.840.1.101.3.4.2.15": hashes.SHA3_384(),
    "2.16.840.1.101.3.4.2.16": hashes.SHA3_512(),
    "1.2.156.10197.1.401.2": hashes.SM3(),
    "1.2.156.10197.1.401.3.1": hashes.SM3(),
}
_PBES1 = {  # hash, cipher, octets of key (RFC 8018 A.3)
    "1.2.840.113549.1.5.1": ("md2", "DES-CBC", 8),
    "1.2.840.113549.1.5.3": ("md5", "DES-CBC", 8),
    "1.2.840.113549.1.5.4": ("md2", "RC2-64-CBC", 8),
    "1.2.840.113549.1.5.6": ("md5", "RC2-64-CBC", 8),
    "1.2.840.113549.1.5.10": ("sha1", "DES-CBC", 8),
    "1.2.840.113549.1.5.11": ("sha1", "RC2-64-CBC", 8),
}
_PKCS12 = {  # cipher, octets of key (RFC 7292, appendix C)
    "1.2.840.113549.1.12.1.1": ("RC4", 16),
    "1.2.840.113549.1.12.1.2": ("RC4", 5),
    "1.2.840.113549.1.12.1.3": ("DES-EDE3-CBC", 24),
    "1.2.840.113549.1.12.1.4": ("DES-EDE-CBC", 16),
    "1.2.840.113549.1.12.1.5": ("RC2-CBC", 16),
    "1.2.840.113549.1.12.1.6": ("RC2-40-CBC", 5),
}
_PBES2 = "1.2.840.113549.1.5.13"
_PBKDF2 = "1.2.840.113549.1.5.12"
_SCRYPT = "1.3.6.1.4.1.11591.4.11"
JAVA_KEY_PROTECTOR = "1.3.6.1.4.1.42.2.17.1.1"
JCE_KEY_PROTECTOR = "1.3.6.1.4.1.42.2.19.1"

Derivation = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Scheme:
    """One way of encrypting with a password.

    name     for people: "PBES2, PBKDF2, AES-256-CBC"
    seconds  estimate for one try
    memory   bytes that one try takes
    native   False when the cipher is one that only the library's own PKCS#12 reader has
    spellings password -> the octets it may stand for, the most likely first
    decrypt  octets of a password, ciphertext -> plaintext; raises FileError (`wrong_padding`: most likely a wrong password)
    """

    name: str
    seconds: float
    memory: int
    native: bool
    spellings: Callable[[str], Iterator[bytes]]
    decrypt: Callable[[bytes, bytes], bytes]


def plaintexts(scheme: Scheme, password: str, ciphertext: bytes, opening: Opening) -> Iterator[bytes]:
    """What each spelling of a password decrypts to, where its padding is right; each try is paid for.

    Raises Costly, FileError `too_much_memory`, UnsupportedEncryption.
    """
    for spelling in scheme.spellings(password):
        opening.pay(scheme.seconds, scheme.memory)
        try:
            yield scheme.decrypt(spelling, ciphertext)
        except UnsupportedEncryption:
            raise
        except FileError:  # the padding: this spelling is not the one
            continue


def is_known(oid: str) -> bool:
    """Whether this OID names password-based encryption at all."""
    return oid in _PBES1 or oid in _PKCS12 or oid in (_PBES2, JCE_KEY_PROTECTOR, JAVA_KEY_PROTECTOR)


def read_scheme(algorithm: Element) -> Scheme:
    """AlgorithmIdentifier -> Scheme. Raises DerError, or UnsupportedEncryption naming the algorithm."""
    parts = sequence(algorithm, "encryptionAlgorithm", 1, 2)
    oid = values.oid_of(parts[0], "encryptionAlgorithm")
    if oid == _PBES2:
        return _read_pbes2(_parameters(parts, "PBES2-params"))
    if oid in _PBES1:
        salt, iterations = _salt_and_iterations(_parameters(parts, "PBEParameter"))
        return _pbes1(oid, salt, iterations)
    if oid in _PKCS12:
        salt, iterations = _salt_and_iterations(_parameters(parts, "pkcs-12PbeParams"))
        return _pkcs12(oid, salt, iterations)
    raise UnsupportedEncryption(algorithm=oid)


def _parameters(parts: list[Element], what: str) -> Element:
    if len(parts) < 2:
        raise DerError("der_wrong_count", parts[0].start, field=what, expected="2", found=len(parts))
    return parts[1]


def _salt_and_iterations(parameters: Element) -> tuple[bytes, int]:
    parts = sequence(parameters, "PBEParameter", 2, 2)
    return values.octets(parts[0]), _positive(parts[1], "iterations")


def _positive(element: Element, what: str) -> int:
    number = values.integer(element.expect(reader.INTEGER, what))
    if number < 1 or number >= 1 << 64:
        raise DerError("number_out_of_range", element.start, field=what)
    return number


def utf8_spellings(password: str) -> Iterator[bytes]:
    """The octets a password may stand for: UTF-8 first, then what old Japanese, western and NSS systems made of it."""
    seen = set()
    for encoding in ("utf-8",) if password.isascii() else ("utf-8", "cp932", "latin-1", "utf-16-be"):
        try:
            octets = password.encode(encoding)
        except UnicodeEncodeError:
            continue
        if octets not in seen:
            seen.add(octets)
            yield octets


def bmp_spellings(password: str) -> Iterator[bytes]:
    """The octets that PKCS#12 makes of a password (RFC 7292 B.1): BMPString and two zero octets.

    The empty password is also tried as no password at all, other than ASCII as UTF-8 octets padded singly (old OpenSSL).
    """
    yield password.encode("utf-16-be", "surrogatepass") + b"\0\0"
    if not password:
        yield b""
    elif not password.isascii():
        octets = password.encode("utf-8", "surrogatepass")
        yield b"".join(bytes((0, octet)) for octet in octets) + b"\0\0"


def _read_pbes2(parameters: Element) -> Scheme:
    kdf, encryption = sequence(parameters, "PBES2-params", 2, 2)
    cipher = ciphers.read_cipher(encryption)
    kdf_parts = sequence(kdf, "keyDerivationFunc", 1, 2)
    oid = values.oid_of(kdf_parts[0], "keyDerivationFunc")
    if oid == _PBKDF2:
        name, derive, seconds, memory = _pbkdf2(_parameters(kdf_parts, "PBKDF2-params"), cipher)
    elif oid == _SCRYPT:
        name, derive, seconds, memory = _scrypt(_parameters(kdf_parts, "scrypt-params"), cipher)
    else:
        raise UnsupportedEncryption(algorithm=oid)

    def decrypt(spelling: bytes, ciphertext: bytes) -> bytes:
        return cipher.decrypt(derive(spelling), cipher.iv, ciphertext)

    return Scheme(f"PBES2, {name}, {cipher.name}", seconds, memory, cipher.native, utf8_spellings, decrypt)


def _pbkdf2(parameters: Element, cipher: Cipher) -> tuple[str, Derivation, float, int]:
    salt, iterations, prf, _ = read_pbkdf2(parameters)
    length = cipher.key_size

    def derive(password: bytes) -> bytes:
        return derive_pbkdf2(prf, length, salt, iterations, password)

    return "PBKDF2", derive, pbkdf2_seconds(prf, iterations, length), 0


def read_pbkdf2(parameters: Element) -> tuple[bytes, int, hashes.HashAlgorithm, int]:
    """PBKDF2-params (RFC 8018 A.2) -> salt, iterations, hash of the PRF, keyLength (0 when absent)."""
    parts = sequence(parameters, "PBKDF2-params", 2, 4)
    salt = values.octets(parts[0].expect(reader.OCTET_STRING, "salt"))
    iterations = _positive(parts[1], "iterationCount")
    prf: hashes.HashAlgorithm = hashes.SHA1()
    length = 0
    for part in parts[2:]:
        if part.identifier == reader.INTEGER:
            length = _positive(part, "keyLength")
        else:
            oid = values.oid_of(reader.first(part.expect(reader.SEQUENCE, "prf")), "prf")
            if oid not in _PRFS:
                raise UnsupportedEncryption(algorithm=oid)
            prf = _PRFS[oid]
    return salt, iterations, prf, length


def pbkdf2_seconds(prf: hashes.HashAlgorithm, iterations: int, length: int) -> float:
    return iterations * -(-length // prf.digest_size) * _PBKDF2_SECONDS.get(prf.name, _PBKDF2_OTHER_SECONDS)


def derive_pbkdf2(prf: hashes.HashAlgorithm, length: int, salt: bytes, iterations: int, password: bytes) -> bytes:
    """PBKDF2 (RFC 8018 5.2). Raises UnsupportedEncryption when the library lacks the hash or bounds the count lower."""
    try:
        return PBKDF2HMAC(prf, length, salt, iterations).derive(password)
    except (UnsupportedAlgorithm, OverflowError, ValueError):
        raise UnsupportedEncryption(algorithm=f"PBKDF2-HMAC-{prf.name.upper()}") from None


def _scrypt(parameters: Element, cipher: Cipher) -> tuple[str, Derivation, float, int]:
    parts = sequence(parameters, "scrypt-params", 4, 5)
    salt = values.octets(parts[0].expect(reader.OCTET_STRING, "salt"))
    cost = _positive(parts[1], "costParameter")
    block_size = _positive(parts[2], "blockSize")
    parallelization = _positive(parts[3], "parallelizationParameter")
    if cost < 2 or cost & (cost - 1) or block_size * parallelization >= 1 << 30:
        raise DerError("number_out_of_range", parts[1].start, field="costParameter")
    memory = 128 * block_size * (cost + parallelization)
    seconds = 128.0 * cost * block_size * parallelization * _SCRYPT_SECONDS_PER_BYTE

    def derive(password: bytes) -> bytes:
        try:
            return Scrypt(salt=salt, length=cipher.key_size, n=cost, r=block_size, p=parallelization).derive(password)
        except (UnsupportedAlgorithm, OverflowError, ValueError, MemoryError):
            raise UnsupportedEncryption(algorithm="scrypt") from None

    return "scrypt", derive, seconds, memory


def _pbes1(oid: str, salt: bytes, iterations: int) -> Scheme:
    hash_name, cipher_name, key_size = _PBES1[oid]
    cipher = ciphers.named(cipher_name)
    name = f"PBES1, {hash_name.upper()}, {cipher_name}"
    if hash_name == "md2":
        raise UnsupportedEncryption(algorithm=name)

    def decrypt(spelling: bytes, ciphertext: bytes) -> bytes:
        derived = hashlib.new(hash_name, spelling + salt, usedforsecurity=False).digest()
        for _ in range(iterations - 1):
            derived = hashlib.new(hash_name, derived, usedforsecurity=False).digest()
        return cipher.decrypt(derived[:key_size], derived[8:16], ciphertext)

    return Scheme(name, iterations * 2 * HASH_SECONDS, 0, cipher.native, utf8_spellings, decrypt)


def _pkcs12(oid: str, salt: bytes, iterations: int) -> Scheme:
    cipher_name, key_size = _PKCS12[oid]
    cipher = ciphers.named(cipher_name)

    def decrypt(spelling: bytes, ciphertext: bytes) -> bytes:
        key = derive_pkcs12("sha1", spelling, salt, 1, iterations, key_size)
        iv = derive_pkcs12("sha1", spelling, salt, 2, iterations, 8) if cipher.block else b""
        return cipher.decrypt(key, iv, ciphertext)

    return Scheme(f"PKCS#12, SHA-1, {cipher_name}", iterations * 3 * HASH_SECONDS, 0, cipher.native, bmp_spellings, decrypt)


def digest_name(oid: str) -> str:
    """Name for hashlib of the digest with this OID. Raises UnsupportedEncryption."""
    algorithm = _HASHES.get(oid)
    name = "" if algorithm is None else algorithm.name.replace("-", "_")
    if name not in hashlib.algorithms_available:
        raise UnsupportedEncryption(algorithm=oid)
    return name


def hash_algorithm(oid: str) -> hashes.HashAlgorithm | None:
    """The hash behind an HMAC's OID (for PBMAC1), None for an unknown one."""
    return _PRFS.get(oid)


def derive_pkcs12(hash_name: str, password: bytes, salt: bytes, purpose: int, iterations: int, length: int) -> bytes:
    """The key derivation of RFC 7292 B.2.

    password  octets as appendix B.1 makes them
    purpose   1 for a key, 2 for an initial value, 3 for a MAC key (B.3)
    length    number of octets wanted
    """
    new = getattr(hashlib, hash_name, None) or (lambda data: hashlib.new(hash_name, data))
    probe = new(b"")
    block, size = probe.block_size, probe.digest_size
    diversifier = bytes((purpose,)) * block

    def repeated(octets: bytes) -> bytes:
        target = block * -(-len(octets) // block)
        return (octets * (target // len(octets) + 1))[:target] if octets else b""

    state = repeated(salt) + repeated(password)
    result = b""
    while True:
        digest = new(diversifier + state).digest()
        for _ in range(iterations - 1):
            digest = new(digest).digest()
        result += digest
        if len(result) >= length:
            return result[:length]
        addend = int.from_bytes((digest * (block // size + 1))[:block], "big") + 1
        modulus = 1 << (8 * block)
        blocks = (int.from_bytes(state[at : at + block], "big") for at in range(0, len(state), block))
        state = b"".join(((number + addend) % modulus).to_bytes(block, "big") for number in blocks)
