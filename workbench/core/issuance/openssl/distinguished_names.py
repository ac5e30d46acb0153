"""Names as sections of OpenSSL's configuration: which attribute is called how, and as which string OpenSSL writes its value.

OpenSSL chooses the type of a string by a table (`crypto/asn1/tbl_standard.h`) and by one mask for the whole file (`string_mask`), and keeps
to the upper bounds of RFC 5280 appendix A.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from cryptography import x509
from cryptography.x509.name import _ASN1Type

from workbench.core.issuance.openssl.config import RecipeError, Section, quoted
from workbench.core.issuance.parts import Place

NAMES = {
    "2.5.4.3": "commonName",
    "2.5.4.4": "surname",
    "2.5.4.5": "serialNumber",
    "2.5.4.6": "countryName",
    "2.5.4.7": "localityName",
    "2.5.4.8": "stateOrProvinceName",
    "2.5.4.9": "streetAddress",
    "2.5.4.10": "organizationName",
    "2.5.4.11": "organizationalUnitName",
    "2.5.4.12": "title",
    "2.5.4.13": "description",
    "2.5.4.15": "businessCategory",
    "2.5.4.17": "postalCode",
    "2.5.4.42": "givenName",
    "2.5.4.43": "initials",
    "2.5.4.44": "generationQualifier",
    "2.5.4.46": "dnQualifier",
    "2.5.4.65": "pseudonym",
    "2.5.4.97": "organizationIdentifier",
    "0.9.2342.19200300.100.1.1": "userId",
    "0.9.2342.19200300.100.1.25": "domainComponent",
    "1.2.840.113549.1.9.1": "emailAddress",
    "1.3.6.1.4.1.311.60.2.1.1": "jurisdictionLocalityName",
    "1.3.6.1.4.1.311.60.2.1.2": "jurisdictionStateOrProvinceName",
    "1.3.6.1.4.1.311.60.2.1.3": "jurisdictionCountryName",
}
"""What OpenSSL calls an attribute. One that is not here is written as its dotted OID."""

Attribute = x509.NameAttribute[str | bytes]
UTF8_ONLY = "utf8only"
_NUMERIC, _PRINTABLE, _IA5, _BMP, _UTF8 = 0x0001, 0x0002, 0x0010, 0x0800, 0x2000  # B_ASN1_... of OpenSSL's asn1.h
_DIRECTORY = _PRINTABLE | _BMP | _UTF8
MASKS = {UTF8_ONLY: _UTF8} | {f"MASK:{mask:#06x}": mask for mask in (_UTF8 | _PRINTABLE, _UTF8 | _IA5, _UTF8 | _IA5 | _PRINTABLE)}
"""Values of `string_mask`: the usual one, then those that let OpenSSL take the first of several types that has all the letters."""
_FIXED = {  # OID: (type, fewest characters, most characters or 0); whatever the mask says
    "2.5.4.6": (_PRINTABLE, 2, 2),
    "2.5.4.5": (_PRINTABLE, 1, 64),
    "2.5.4.46": (_PRINTABLE, 0, 0),
    "2.5.4.98": (_PRINTABLE, 3, 3),
    "2.5.4.99": (_NUMERIC, 3, 3),
    "1.2.840.113549.1.9.1": (_IA5, 1, 128),
    "1.2.840.113549.1.9.20": (_BMP, 0, 0),
    "1.3.6.1.4.1.311.17.1": (_BMP, 0, 0),
    "0.9.2342.19200300.100.1.25": (_IA5, 1, 0),
    "0.9.2342.19200300.100.1.3": (_IA5, 1, 0),
    "1.3.6.1.4.1.311.60.2.1.3": (_PRINTABLE, 2, 2),
    "1.2.643.3.131.1.1": (_NUMERIC, 1, 12),
    "1.2.643.100.1": (_NUMERIC, 1, 13),
    "1.2.643.100.3": (_NUMERIC, 1, 11),
}
_MOST = {"2.5.4.3": 64, "2.5.4.7": 128, "2.5.4.8": 128, "2.5.4.10": 64, "2.5.4.11": 64}
_MOST |= dict.fromkeys(("2.5.4.4", "2.5.4.41", "2.5.4.42", "2.5.4.43"), 32768)
_ALSO_IA5 = ("1.2.840.113549.1.9.2", "1.2.840.113549.1.9.7")  # PKCS9STRING_TYPE
_LETTERS = {
    _NUMERIC: re.compile(r"[0-9 ]*"),
    _PRINTABLE: re.compile(r"[A-Za-z0-9 '()+,\-./:=?]*"),
    _IA5: re.compile(r"[\x00-\x7f]*"),
    _BMP: re.compile(r"[\x00-\uffff]*"),
    _UTF8: re.compile(r".*", re.DOTALL),
}
_OURS = {_ASN1Type.PrintableString: _PRINTABLE, _ASN1Type.IA5String: _IA5, _ASN1Type.UTF8String: _UTF8, _ASN1Type.NumericString: _NUMERIC,
         _ASN1Type.BMPString: _BMP}  # fmt: skip
_TYPE_NAMES = {_PRINTABLE: "PrintableString", _IA5: "IA5String", _UTF8: "UTF8String", _NUMERIC: "NumericString", _BMP: "BMPString"}


def subject_section(name: x509.Name, section: str) -> Section:
    """Raises RecipeError for a value that OpenSSL takes in no type, or that is too long for it; the place is that in a Specification."""
    for at, attribute in enumerate(name):
        chosen(attribute, UTF8_ONLY, ("subject", at, "value"))
    return Section(section, tuple(_lines(name, lambda at: ("subject", at, "value"))))


def directory_section(name: x509.Name, section: str, mask: str, place: Place) -> Section | None:
    """A directory name inside an extension, for `dirName`. None when OpenSSL would write other octets: it reads these as Latin-1."""
    for attribute in name:
        try:
            same = _ascii(attribute) and chosen(attribute, mask, place) == _OURS.get(attribute._type)
        except RecipeError:
            return None
        if not same:
            return None
    return Section(section, tuple(_lines(name, lambda at: place)))


def string_mask(name: x509.Name) -> tuple[str, tuple[tuple[Attribute, str], ...]]:
    """The mask with which OpenSSL writes the types that are wanted, and the attributes that get another type with it: () mostly."""
    best: tuple[str, tuple[tuple[Attribute, str], ...]] | None = None
    for mask in MASKS:
        others = []
        for at, attribute in enumerate(name):
            type = chosen(attribute, mask, ("subject", at, "value"))
            if type != _OURS.get(attribute._type):
                others.append((attribute, _TYPE_NAMES[type]))
        if best is None or len(others) < len(best[1]):
            best = mask, tuple(others)
    assert best is not None
    return best


def chosen(attribute: Attribute, mask: str, place: Place) -> int:
    """The type that OpenSSL takes for a value (ASN1_STRING_set_by_NID). Raises RecipeError when it refuses it."""
    oid, text = attribute.oid.dotted_string, str(attribute.value)
    fixed, fewest, most = _FIXED.get(oid, (0, 1, _MOST.get(oid, 0)))
    allowed = fixed or (_DIRECTORY | (_IA5 if oid in _ALSO_IA5 else 0)) & MASKS[mask]
    if most and len(text) > most:
        raise RecipeError(place, "openssl_attribute_too_long", attribute=NAMES.get(oid, oid), most=most, length=len(text))
    for type, letters in _LETTERS.items():
        if allowed & type and letters.fullmatch(text) and len(text) >= fewest:
            return type
    raise RecipeError(place, "openssl_attribute_refused", attribute=NAMES.get(oid, oid), value=text)


def subject_argument(name: x509.Name) -> str:
    """For `-subj`: "/type=value/type=value", where "/", "+" and "\\" stand behind a backslash. An empty name is "/"."""
    for at, attribute in enumerate(name):
        quoted(str(attribute.value), ("subject", at, "value"))
    return "/" + "/".join(f"{_called(attribute)}=" + re.sub(r"([\\/+])", r"\\\1", str(attribute.value)) for attribute in name)


def unnamed(name: x509.Name) -> list[str]:
    """OIDs that `-subj` knows only when the configuration tells of them."""
    return list(dict.fromkeys(attribute.oid.dotted_string for attribute in name if attribute.oid.dotted_string not in NAMES))


def _lines(name: x509.Name, place: Callable[[int], Place]) -> list[tuple[str, str]]:
    """The order of the lines is the order of the name. OpenSSL leaves out what stands before the first dot of a line's name, which makes
    lines of one type different; "+" joins an attribute to the one before it (a multi-valued RDN)."""
    counts = Counter(_called(attribute) for attribute in name)
    seen: Counter[str] = Counter()
    lines = []
    at = 0
    for rdn in name.rdns:
        for position, attribute in enumerate(rdn):
            called = _called(attribute)
            joined = "+" if position else ""
            needs_number = counts[called] > 1 or joined or "." in called
            key = f"{seen[called]}.{joined}{called}" if needs_number else called
            seen[called] += 1
            lines.append((key, quoted(str(attribute.value), place(at))))
            at += 1
    return lines


def _called(attribute: Attribute) -> str:
    return NAMES.get(attribute.oid.dotted_string, attribute.oid.dotted_string)


def _ascii(attribute: Attribute) -> bool:
    return isinstance(attribute.value, str) and attribute.value.isascii()
