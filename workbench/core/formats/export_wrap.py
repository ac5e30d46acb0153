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

from workbench.core.asn1.reader import SET
from workbench.core.asn1.writer import algorithm, element, integer, null, octet_string, oid, sequence

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_DATA = "1.2.840.113549.1.7.1"
_PBES2 = "1.2.840.113549.1.5.13"
_PBKDF2 = "1.2.840.113549.1.5.12"
_HMAC_SHA256 = "1.2.840.113549.2.9"
_SCRYPT = "1.3.6.1.4.1.11591.4.11"
_AES256_CBC = "2.16.840.1.101.3.4.1.42"

# OWASP's figure for PBKDF2-HMAC-SHA256 since 2023; about a quarter of a second.
PBKDF2_ITERATIONS = 600_000
# RFC 7914 section 2: interactive use. 16 MiB, which OpenSSL's default limit of 32 MiB still opens.
SCRYPT_N, SCRYPT_R, SCRYPT_P = 16384, 8, 1


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
    parts = [integer(1), element(SET), sequence(oid(_DATA))]
    if certificates:
        parts.append(element(0xA0, *sorted(certificates)))
    if crls:
        parts.append(element(0xA1, *sorted(crls)))
    return sequence(oid(_SIGNED_DATA), element(0xA0, sequence(*parts, element(SET))))


def encrypted_pkcs8(private_key_info: bytes, password: bytes, scrypt: bool) -> bytes:
    """EncryptedPrivateKeyInfo (RFC 5958 section 3): PBES2 with AES-256-CBC, the key from scrypt (RFC 7914) or PBKDF2-HMAC-SHA256.

    Any PrivateKeyInfo will do, also of an algorithm nobody knows.
    """
    salt, iv = os.urandom(16), os.urandom(16)
    if scrypt:
        key = Scrypt(salt, 32, SCRYPT_N, SCRYPT_R, SCRYPT_P).derive(password)
        kdf = algorithm(_SCRYPT, sequence(octet_string(salt), integer(SCRYPT_N), integer(SCRYPT_R), integer(SCRYPT_P)))
    else:
        key = PBKDF2HMAC(hashes.SHA256(), 32, salt, PBKDF2_ITERATIONS).derive(password)
        prf = algorithm(_HMAC_SHA256, null())
        kdf = algorithm(_PBKDF2, sequence(octet_string(salt), integer(PBKDF2_ITERATIONS), prf))
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    secret = encryptor.update(padder.update(private_key_info) + padder.finalize()) + encryptor.finalize()
    return sequence(algorithm(_PBES2, sequence(kdf, algorithm(_AES256_CBC, octet_string(iv)))), octet_string(secret))
