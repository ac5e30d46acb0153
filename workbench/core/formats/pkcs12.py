"""PKCS#12 (RFC 7292): all keys, certificates, CRLs and secrets, from every safe that a password opens.

Our own reader, because libraries hand out one key only and nothing at all when a single part resists.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.asn1.structure import decimal, inside, sequence
from workbench.core.errors import FileError, Message
from workbench.core.formats import encrypted_key, library_pkcs12, password_based, private_key
from workbench.core.formats.ciphers import UnsupportedEncryption
from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Costly, Opening, Place

NAME = "pkcs12"
_DATA = "1.2.840.113549.1.7.1"
_SIGNED_DATA = "1.2.840.113549.1.7.2"
_ENCRYPTED_DATA = "1.2.840.113549.1.7.6"
_BAG = "1.2.840.113549.1.12.10.1."
_KEY, _SHROUDED, _CERT, _CRL, _SECRET, _SAFE = (f"{_BAG}{n}" for n in range(1, 7))
_X509_CERTIFICATE = "1.2.840.113549.1.9.22.1"
_X509_CRL = "1.2.840.113549.1.9.23.1"
_FRIENDLY_NAME = "1.2.840.113549.1.9.20"
_PBMAC1 = "1.2.840.113549.1.5.14"
_MAX_SAFES = 16

_MAC_FIRST_SECONDS = 0.05


@dataclass(frozen=True)
class _Mac:
    """How to check a password: seconds a try costs, the octets it may stand for, and whether such octets fit."""

    seconds: float
    spellings: Callable[[str], Iterator[bytes]]
    fits: Callable[[bytes], bool]


def read(der: bytes, opening: Opening, place: Place) -> None:
    """One PFX. Raises DerError when the frame is something else."""
    parts = sequence(reader.read_all(der, "PFX"), "PFX", 2, 3)
    if values.integer(parts[0].expect(reader.INTEGER, "version")) != 3:
        raise FileError("pkcs12_version", found=decimal(values.integer(parts[0]))[:20])
    content_info = sequence(parts[1], "authSafe", 2, 2)
    content_type = values.oid_of(content_info[0], "contentType")
    content = inside(content_info[1].expect(0xA0, "content"), "content")
    place = place.inside("pkcs12")
    if content_type == _SIGNED_DATA:
        content = _signed_content(content)
    elif content_type != _DATA:
        raise FileError("unknown_content_type", oid=content_type)
    safes = values.octets(content)
    authenticated_safe = reader.read(safes).expect(reader.SEQUENCE, "AuthenticatedSafe")
    if len(parts) == 2:
        _read_safes(authenticated_safe, opening, place.remarked(Message("pkcs12_without_mac")))
        return
    try:
        mac = _read_mac(parts[2], safes)
    except FileError as error:
        opening.refuse(NAME, error.message)
        _read_safes(authenticated_safe, opening, place.remarked(Message("pkcs12_mac_not_checked")))
        return
    if mac.seconds <= _MAC_FIRST_SECONDS:
        _read_safes(authenticated_safe, opening, place.remarked(*_check_mac(mac, opening, opening.passwords())))
        return
    # A costly MAC is not for finding the password: it is checked once, with the one that opened something.
    found = len(opening.objects)
    _read_safes(authenticated_safe, opening, place)
    if len(opening.objects) > found:
        opening.remark_from(found, *_check_mac(mac, opening, opening.likely_passwords()))


def _read_safes(authenticated_safe: Element, opening: Opening, place: Place) -> None:
    for number, item in enumerate(reader.children(authenticated_safe), 1):
        try:
            _read_safe(item, number, opening, place)
        except FileError as error:
            opening.refuse(NAME, error.message)


def _signed_content(signed: Element) -> Element:
    """The encapsulated content of public-key integrity mode; its signature is not checked here."""
    for part in sequence(signed, "SignedData", 4):
        if part.identifier == reader.SEQUENCE:
            return inside(sequence(part, "encapContentInfo", 2, 2)[1], "eContent")
    raise DerError("der_wrong_count", signed.start, field="encapContentInfo", expected=1, found=0)


def _check_mac(mac: _Mac, opening: Opening, passwords: Iterable[str]) -> tuple[Message, ...]:
    """Which password fits the MAC (RFC 7292 4, RFC 9579): it is tried first from now on. A remark when none does."""
    try:
        for password in passwords:
            for spelling in mac.spellings(password):
                opening.pay(mac.seconds)
                if mac.fits(spelling):
                    opening.worked(password)
                    return ()
    except Costly:
        return (Message("pkcs12_mac_not_checked"),)
    except FileError as error:
        opening.refuse(NAME, error.message)
        return (Message("pkcs12_mac_not_checked"),)
    return (Message("pkcs12_mac_no_password_fits"),)


def _read_mac(mac: Element, content: bytes) -> _Mac:
    """MacData (RFC 7292 4) over the octets of the AuthenticatedSafe. Raises DerError, UnsupportedEncryption."""
    parts = sequence(mac, "macData", 2, 3)
    digest_info = sequence(parts[0], "mac", 2, 2)
    algorithm = sequence(digest_info[0], "digestAlgorithm", 1, 2)
    oid = values.oid_of(algorithm[0], "digestAlgorithm")
    expected = values.octets(digest_info[1])
    if oid == _PBMAC1:
        return _read_pbmac1(algorithm, content, expected)
    name = password_based.digest_name(oid)
    salt = values.octets(parts[1])
    iterations = values.integer(parts[2].expect(reader.INTEGER, "iterations")) if len(parts) == 3 else 1
    if not 1 <= iterations < 1 << 64:
        raise DerError("number_out_of_range", parts[2].start, field="iterations")
    size = len(expected)

    def fits(spelling: bytes) -> bool:
        key = password_based.derive_pkcs12(name, spelling, salt, 3, iterations, size)
        return hmac.compare_digest(hmac.digest(key, content, name), expected)

    return _Mac(iterations * password_based.HASH_SECONDS, password_based.bmp_spellings, fits)


def _read_pbmac1(algorithm: list[Element], content: bytes, expected: bytes) -> _Mac:
    """PBMAC1-params (RFC 8018 A.5): PBKDF2 and an HMAC."""
    if len(algorithm) < 2:
        raise DerError("der_wrong_count", algorithm[0].start, field="PBMAC1-params", expected=2, found=1)
    kdf, scheme = sequence(algorithm[1], "PBMAC1-params", 2, 2)
    kdf_parts = sequence(kdf, "keyDerivationFunc", 2, 2)
    salt, iterations, prf, length = password_based.read_pbkdf2(kdf_parts[1])
    oid = values.oid_of(reader.first(scheme), "messageAuthScheme")
    hash_algorithm = password_based.hash_algorithm(oid)
    if hash_algorithm is None or not 1 <= length <= 1024:
        raise UnsupportedEncryption(algorithm=f"PBMAC1 ({oid})")
    name = hash_algorithm.name.replace("-", "_")

    def fits(spelling: bytes) -> bool:
        key = password_based.derive_pbkdf2(prf, length, salt, iterations, spelling)
        return hmac.compare_digest(hmac.digest(key, content, name), expected)

    return _Mac(password_based.pbkdf2_seconds(prf, iterations, length), password_based.utf8_spellings, fits)


def _read_safe(content_info: Element, number: int, opening: Opening, place: Place) -> None:
    """One ContentInfo of the AuthenticatedSafe: in the clear, or encrypted with a password."""
    parts = sequence(content_info, "ContentInfo", 2, 2)
    content_type = values.oid_of(parts[0], "contentType")
    content = inside(parts[1].expect(0xA0, "content"), "content")
    if content_type == _DATA:
        _read_contents(values.octets(content), opening, place, 0)
    elif content_type == _ENCRYPTED_DATA:
        _decrypt_safe(content_info, content, number, opening, place)
    else:
        raise FileError("pkcs12_safe_for_a_key", oid=content_type)


def _decrypt_safe(content_info: Element, content: Element, number: int, opening: Opening, place: Place) -> None:
    """EncryptedData (RFC 2315 13): try the passwords on it."""
    info = sequence(sequence(content, "EncryptedData", 2, 3)[1], "encryptedContentInfo", 2, 3)
    scheme = password_based.read_scheme(info[1])
    ciphertext = values.octets(info[2]) if len(info) == 3 else b""
    what = Message("locked_pkcs12_safe", {"number": number})
    try:
        for password in opening.passwords():
            if not scheme.native:
                opening.pay(scheme.seconds, scheme.memory)
                if _by_library(content_info.encoded, password, opening, place.unlocked()):
                    opening.worked(password)
                    return
                continue
            for plaintext in password_based.plaintexts(scheme, password, ciphertext, opening):
                if _looks_like_bags(plaintext):
                    opening.worked(password)
                    _read_contents(plaintext, opening, place.unlocked(), 0)
                    return
    except Costly as costly:
        opening.lock(what, costly.seconds)
    else:
        opening.lock(what)


def _by_library(encrypted_data: bytes, password: str, opening: Opening, place: Place) -> bool:
    """Through the library's own reader, for ciphers that it has only there."""
    try:
        key, certificates = library_pkcs12.certificates(encrypted_data, password)
    except FileError:  # it does not say whether the password or the content is at fault
        return False
    for der, name in certificates:
        opening.open_der(der, place.named(name), "certificate")
    if key is not None:
        opening.add(Kind.PRIVATE_KEY, key, place)
    return True


def _looks_like_bags(plaintext: bytes) -> bool:
    """Whether this is SafeContents: padding alone fits a wrong password once in 256 times."""
    try:
        contents = reader.read(plaintext).expect(reader.SEQUENCE, "SafeContents")
        if contents.content == contents.end:
            return contents.after == len(plaintext)
        values.oid_of(reader.first(reader.first(contents).expect(reader.SEQUENCE, "SafeBag")), "bagId")
    except DerError:
        return False
    return True


def _read_contents(data: bytes, opening: Opening, place: Place, depth: int) -> None:
    """SafeContents: every bag; one that cannot be read is refused and the next ones are still read."""
    if depth >= _MAX_SAFES:
        raise FileError("nested_too_deep", limit=_MAX_SAFES)
    for bag in reader.children(reader.read(data).expect(reader.SEQUENCE, "SafeContents")):
        try:
            parts = sequence(bag, "SafeBag", 2, 3)
            name = _friendly_name(parts[2]) if len(parts) == 3 else ""
            value = inside(parts[1].expect(0xA0, "bagValue"), "bagValue")
            _read_bag(values.oid_of(parts[0], "bagId"), value, opening, place.named(name), depth)
        except FileError as error:
            opening.refuse(NAME, error.message)


def _read_bag(bag: str, value: Element, opening: Opening, place: Place, depth: int) -> None:
    if bag == _KEY:
        opening.add(Kind.PRIVATE_KEY, private_key.as_private_key_info(value.encoded)[0], place)
    elif bag == _SHROUDED:
        algorithm, ciphertext = encrypted_key.frame(value.encoded)
        encrypted_key.open_key(value.encoded, algorithm, ciphertext, opening, place)
    elif bag == _SAFE:
        _read_contents(value.encoded, opening, place, depth + 1)
    elif bag in (_CERT, _CRL):
        parts = sequence(value, "CertBag", 2, 2)
        oid = values.oid_of(parts[0], "certId")
        if oid not in (_X509_CERTIFICATE, _X509_CRL):
            raise FileError("pkcs12_bag_type", oid=oid)
        encoded = values.octets(inside(parts[1], "certValue"))
        opening.open_der(encoded, place, "certificate" if bag == _CERT else "crl")
    elif bag == _SECRET:
        _read_secret(value, opening, place)
    else:
        raise FileError("pkcs12_bag_type", oid=bag)


def _read_secret(value: Element, opening: Opening, place: Place) -> None:
    """SecretBag: Java keeps a symmetric key there as an encrypted PrivateKeyInfo; anything else is kept as it is."""
    parts = sequence(value, "SecretBag", 2, 2)
    inner = inside(parts[1], "secretValue")
    if inner.identifier == reader.OCTET_STRING:
        encoded = values.octets(inner)
        try:
            algorithm, ciphertext = encrypted_key.frame(encoded)
        except DerError:
            pass
        else:
            encrypted_key.open_key(encoded, algorithm, ciphertext, opening, place, Kind.SECRET_KEY)
            return
    opening.add(Kind.SECRET_KEY, inner.encoded, place)


def _friendly_name(attributes: Element) -> str:
    """The friendlyName attribute (RFC 2985 5.5.1), "" when there is none."""
    for attribute in reader.children(attributes):
        parts = list(reader.children(attribute))
        if len(parts) == 2 and values.oid(parts[0].value) == _FRIENDLY_NAME and parts[1].content < parts[1].end:
            return values.text(reader.first(parts[1]))[0].rstrip("\0")
    return ""
