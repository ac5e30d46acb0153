"""Decryption with the ciphers that the cryptography library offers only inside its own PKCS#12 reader.

RC2 with 40 or 64 bits (the usual certificate cipher of old PKCS#12 files) and ARIA are not there as primitives. What is
encrypted with them is put into a PKCS#12 file of its own, with a MAC of the password in question, and given to the library.
"""

from __future__ import annotations

import hmac
import warnings

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

from workbench.core.asn1 import writer
from workbench.core.errors import FileError
from workbench.core.formats import password_based

SHA1 = "1.3.14.3.2.26"
DATA = "1.2.840.113549.1.7.1"
SHROUDED_KEY_BAG = "1.2.840.113549.1.12.10.1.2"


def private_key(encrypted_private_key_info: bytes, password: str) -> bytes:
    """EncryptedPrivateKeyInfo -> PrivateKeyInfo. Raises FileError `wrong_padding` when the library cannot."""
    bag = writer.sequence(writer.oid(SHROUDED_KEY_BAG), writer.element(0xA0, encrypted_private_key_info))
    key, _ = _load(_data(writer.sequence(bag)), password)
    if key is None:
        raise FileError("wrong_padding")
    return key


def certificates(encrypted_data: bytes, password: str) -> tuple[bytes | None, list[tuple[bytes, str]]]:
    """ContentInfo with EncryptedData -> the private key in it if any, and each certificate with its friendly name.

    Raises FileError `wrong_padding` when the library cannot decrypt, or does not accept what is inside.
    """
    return _load(encrypted_data, password)


def _data(content: bytes) -> bytes:
    return writer.sequence(writer.oid(DATA), writer.element(0xA0, writer.octet_string(content)))


def _pfx(content_info: bytes, spelling: bytes) -> bytes:
    """PFX around one ContentInfo. Its MAC tells the library whether an empty password is the empty or no password."""
    content = writer.sequence(content_info)
    salt = bytes(8)
    mac = hmac.digest(password_based.derive_pkcs12("sha1", spelling, salt, 3, 1, 20), content, "sha1")
    digest_info = writer.sequence(writer.algorithm(SHA1, writer.null()), writer.octet_string(mac))
    return writer.sequence(writer.integer(3), _data(content), writer.sequence(digest_info, writer.octet_string(salt)))


def _load(content_info: bytes, password: str) -> tuple[bytes | None, list[tuple[bytes, str]]]:
    store = None
    for spelling in password_based.bmp_spellings(password):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # negative serials and the like: our own findings speak of them
                store = pkcs12.load_pkcs12(_pfx(content_info, spelling), password.encode("utf-8", "surrogatepass"))
            break
        except (ValueError, TypeError, UnsupportedAlgorithm):
            continue
    if store is None:
        raise FileError("wrong_padding")
    key = None if store.key is None else store.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    found = [entry for entry in (store.cert, *store.additional_certs) if entry is not None]
    return key, [(entry.certificate.public_bytes(Encoding.DER), (entry.friendly_name or b"").decode("utf-8", "replace")) for entry in found]
