"""Traditional PEM encryption (RFC 1421 DEK-Info as SSLeay made it): a key from MD5 of password and salt, no iterations."""

from __future__ import annotations

import hashlib

from workbench.core.asn1 import reader
from workbench.core.errors import FileError, Message
from workbench.core.formats import ciphers, password_based, private_key
from workbench.core.formats.base64_body import decode_base64
from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Opening, Place


def derive(password: bytes, salt: bytes, length: int) -> bytes:
    """OpenSSL's EVP_BytesToKey with MD5 and one iteration: octets of password, 8 octets of salt -> `length` octets."""
    digest = result = b""
    while len(result) < length:
        digest = hashlib.md5(digest + password + salt, usedforsecurity=False).digest()
        result += digest
    return result[:length]


def read(body: bytes, dek_info: str, label: str, opening: Opening, place: Place) -> None:
    """One encrypted body. Raises FileError when header or base64 are broken, UnsupportedEncryption naming the cipher."""
    name, _, iv_text = dek_info.partition(",")
    cipher = ciphers.named(name.strip())
    if not cipher.native:
        raise ciphers.UnsupportedEncryption(algorithm=cipher.name)
    try:
        iv = bytes.fromhex(iv_text.strip())
    except ValueError:
        raise FileError("pem_dek_info", found=dek_info[:60]) from None
    if len(iv) != cipher.block or len(iv) < 8:
        raise FileError("pem_dek_info", found=dek_info[:60])
    ciphertext, remarks = decode_base64(body)
    if len(ciphertext) % cipher.block or not ciphertext:
        raise FileError("not_whole_blocks", block=cipher.block)
    place = place.remarked(*remarks)
    for password in opening.passwords():
        for spelling in password_based.utf8_spellings(password):
            try:
                plaintext = cipher.decrypt(derive(spelling, iv[:8], cipher.key_size), iv, ciphertext)
                der = reader.read(plaintext).encoded
                if label.endswith("PRIVATE KEY"):
                    der, container, _ = private_key.as_private_key_info(der)
                else:
                    container = ()
            except FileError:  # padding or structure: not this password
                continue
            opening.worked(password)
            place = place.unlocked_in_place()
            if container:
                opening.add(Kind.PRIVATE_KEY, der, place.inside(*container))
            else:
                opening.open_der(der, place)
            return
    opening.lock(Message("locked_private_key", {"where": place.words()}))
