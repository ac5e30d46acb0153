"""Wrappings that keep the object's own bytes: PEM (RFC 7468), base64, hex, PKCS#7 (RFC 2315 / RFC 5652), and encrypted PKCS#8
(RFC 5958 with PBES2 of RFC 8018). What the library refuses to read can be written all the same.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence

from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

# Content octets of the object identifiers written here.
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")
_PBES2 = bytes.fromhex("2a864886f70d01050d")
_PBKDF2 = bytes.fromhex("2a864886f70d01050c")
_HMAC_SHA256 = bytes.fromhex("2a864886f70d0209")
_SCRYPT = bytes.fromhex("2b06010401da47040b")
_AES256_CBC = bytes.fromhex("60864801650304012a")

# OWASP's figure for PBKDF2-HMAC-SHA256 since 2023; about a quarter of a second.
PBKDF2_ITERATIONS = 600_000
# RFC 7914 section 2: interactive use. 16 MiB, which OpenSSL's default limit of 32 MiB still opens.
SCRYPT_N, SCRYPT_R, SCRYPT_P = 16384, 8, 1


def tlv(tag: int, *parts: bytes) -> bytes:
    """One DER element: identifier octet, shortest length, the parts one after the other."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def _integer(value: int) -> bytes:
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def pem(label: str, der: bytes) -> bytes:
    """RFC 7468 section 3: lines of 64 characters, LF."""
    text = base64.b64encode(der).decode("ascii")
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""]).encode("ascii")


def base64_lines(der: bytes) -> bytes:
    """Base64 without boundaries, lines of 64 characters."""
    return b"".join(pem("X", der).splitlines(keepends=True)[1:-1])


def hex_text(der: bytes) -> bytes:
    """Lower-case hex, one line."""
    return der.hex().encode("ascii") + b"\n"


def pkcs7(certificates: Sequence[bytes], crls: Sequence[bytes] = ()) -> bytes:
    """A SignedData that nobody signed (RFC 5652 section 5.1, "degenerate case").

    Certificates are a SET, which DER sorts by its bytes; a strict reader refuses another order.
    """
    parts = [
        _integer(1),
        tlv(0x31),
        tlv(0x30, tlv(0x06, _DATA)),
    ]
    if certificates:
        parts.append(tlv(0xA0, *sorted(certificates)))
    if crls:
        parts.append(tlv(0xA1, *sorted(crls)))
    parts.append(tlv(0x31))
    return tlv(0x30, tlv(0x06, _SIGNED_DATA), tlv(0xA0, tlv(0x30, *parts)))


def encrypted_pkcs8(private_key_info: bytes, password: bytes, scrypt: bool) -> bytes:
    """EncryptedPrivateKeyInfo (RFC 5958 section 3): PBES2 with AES-256-CBC, the key from scrypt (RFC 7914) or PBKDF2-HMAC-SHA256.

    Any PrivateKeyInfo will do, also of an algorithm nobody knows.
    """
    salt, iv = os.urandom(16), os.urandom(16)
    if scrypt:
        key = Scrypt(salt, 32, SCRYPT_N, SCRYPT_R, SCRYPT_P).derive(password)
        parameters = tlv(0x30, tlv(0x04, salt), _integer(SCRYPT_N), _integer(SCRYPT_R), _integer(SCRYPT_P))
        kdf = tlv(0x30, tlv(0x06, _SCRYPT), parameters)
    else:
        key = PBKDF2HMAC(hashes.SHA256(), 32, salt, PBKDF2_ITERATIONS).derive(password)
        prf = tlv(0x30, tlv(0x06, _HMAC_SHA256), tlv(0x05))
        kdf = tlv(0x30, tlv(0x06, _PBKDF2), tlv(0x30, tlv(0x04, salt), _integer(PBKDF2_ITERATIONS), prf))
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    secret = encryptor.update(padder.update(private_key_info) + padder.finalize()) + encryptor.finalize()
    scheme = tlv(0x30, tlv(0x06, _AES256_CBC), tlv(0x04, iv))
    return tlv(0x30, tlv(0x30, tlv(0x06, _PBES2), tlv(0x30, kdf, scheme)), tlv(0x04, secret))
