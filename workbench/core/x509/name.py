"""Distinguished names (RFC 5280 4.1.2.4): parts with spans, text forms, and the comparison of section 7.1."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import Element
from workbench.core.node import Problem
from workbench.core.remembered import remembered

# RFC 4514 section 3, and the other short names that OpenSSL and `cryptography` print.
SHORT_NAMES = {
    "2.5.4.3": "CN",
    "2.5.4.4": "SN",
    "2.5.4.5": "serialNumber",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.9": "STREET",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.12": "title",
    "2.5.4.13": "description",
    "2.5.4.15": "businessCategory",
    "2.5.4.17": "postalCode",
    "2.5.4.41": "name",
    "2.5.4.42": "GN",
    "2.5.4.43": "initials",
    "2.5.4.44": "generationQualifier",
    "2.5.4.46": "dnQualifier",
    "2.5.4.65": "pseudonym",
    "2.5.4.97": "organizationIdentifier",
    "0.9.2342.19200300.100.1.1": "UID",
    "0.9.2342.19200300.100.1.25": "DC",
    "1.2.840.113549.1.9.1": "emailAddress",
    "1.2.840.113549.1.9.2": "unstructuredName",
    "1.2.840.113549.1.9.8": "unstructuredAddress",
    "1.3.6.1.4.1.311.60.2.1.1": "jurisdictionL",
    "1.3.6.1.4.1.311.60.2.1.2": "jurisdictionST",
    "1.3.6.1.4.1.311.60.2.1.3": "jurisdictionC",
}
COMMON_NAME = "2.5.4.3"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One AttributeTypeAndValue. `type` is dotted decimal, `value` text, `tag` the string type's identifier octet."""

    type: str
    value: str
    tag: int
    element: Element
    problems: tuple[Problem, ...] = ()

    @property
    def short_name(self) -> str:
        return SHORT_NAMES.get(self.type, self.type)


@dataclass(frozen=True)
class Name:
    """A distinguished name. `rdns` in the order of the encoding; `der` are its bytes."""

    der: bytes
    rdns: tuple[tuple[Attribute, ...], ...]

    @functools.cached_property
    def rfc4514(self) -> str:
        """RFC 4514 text: last RDN first (`CN=a,O=b,C=JP`)."""
        return ",".join("+".join(f"{a.short_name}={_escape(a.value)}" for a in rdn) for rdn in reversed(self.rdns))

    @functools.cached_property
    def openssl(self) -> str:
        """The form that `openssl x509 -subject` prints: first RDN first (`C = JP, O = b, CN = a`)."""
        return ", ".join(" + ".join(f"{a.short_name} = {_escape(a.value)}" for a in rdn) for rdn in self.rdns)

    def get(self, type: str) -> tuple[str, ...]:
        """Values of all attributes of a type, most specific (last) first."""
        return tuple(a.value for rdn in reversed(self.rdns) for a in rdn if a.type == type)

    @property
    def short(self) -> str:
        """What a person calls it: common name, else organisational unit, organisation, or the whole name."""
        for type in (COMMON_NAME, "2.5.4.11", "2.5.4.10"):
            found = self.get(type)
            if found and found[0]:
                return found[0]
        return self.rfc4514

    @functools.cached_property
    def normalized(self) -> NormalizedName:
        """For comparison (RFC 5280 7.1): per RDN the set of (type, prepared value)."""
        return tuple(frozenset((a.type, _prepare(a)) for a in rdn) for rdn in self.rdns)

    def matches(self, other: Name) -> bool:
        """Same name by RFC 5280 7.1: case and white space do not count, nor the string type."""
        return self.der == other.der or self.normalized == other.normalized


NormalizedName = tuple[frozenset[tuple[str, str]], ...]
_PLAIN_STRINGS = frozenset((0x0C, 0x13, 0x16))  # UTF8String, PrintableString, IA5String


def normalized_name(der: bytes) -> NormalizedName:
    """`Name.normalized` of a name's encoding. Raises DerError when the structure cannot be followed.

    Most names are plain: one attribute an RDN, printable ASCII. Those are read without an object for each element, so that
    the names of 20,000 certificates can be compared at once.
    """
    key = _plain(der)
    return parse_name(reader.read(der)).normalized if key is None else key


def _plain(der: bytes) -> NormalizedName | None:
    try:
        position = 2 if der[1] < 0x80 else 3
        if der[0] != 0x30 or der[1] == 0x80 or der[1] > 0x81 or position + der[position - 1] != len(der):
            return None
        result = []
        while position < len(der):
            size = der[position + 1]
            end = position + 2 + size
            if der[position] != 0x31 or size >= 0x80 or der[position + 2] != 0x30 or der[position + 3] != size - 2:
                return None
            tag = position + 6 + der[position + 5]
            if der[position + 4] != 0x06 or der[tag] not in _PLAIN_STRINGS or tag + 2 + der[tag + 1] != end:
                return None
            value = der[tag + 2 : end].decode("ascii")
            if not value.isprintable() or "  " in value:
                return None
            result.append(frozenset(((_type(der[position + 4 : tag]), value.strip().lower()),)))
            position = end
    except (IndexError, UnicodeDecodeError):
        return None
    return tuple(result) if position == len(der) else None


@remembered(1024, 64)
def _type(oid: bytes) -> str:
    return values.oid_of(reader.read(oid), "AttributeType")


def parse_name(element: Element) -> Name:
    """A Name element -> Name. Raises DerError when the structure itself cannot be followed."""
    return _parse(element.encoded) if not element.start else _parse_at(element)


@remembered(8192, 512)
def _parse(der: bytes) -> Name:
    return _parse_at(reader.read(der))


def _parse_at(element: Element) -> Name:
    rdns = []
    for rdn in reader.children(element.expect(reader.SEQUENCE, "Name")):
        attributes = []
        for pair in reader.children(rdn.expect(reader.SET, "RelativeDistinguishedName")):
            type, value = _two(pair)
            string, problems = values.text(value)
            attributes.append(Attribute(values.oid_of(type, "AttributeType"), string, value.identifier, pair, problems))
        rdns.append(tuple(attributes))
    return Name(element.encoded, tuple(rdns))


def _two(pair: Element) -> tuple[Element, Element]:
    inner = list(reader.children(pair.expect(reader.SEQUENCE, "AttributeTypeAndValue")))
    if len(inner) != 2:
        raise reader.DerError("der_wrong_count", pair.start, field="AttributeTypeAndValue", expected=2, found=len(inner))
    return inner[0], inner[1]


def _prepare(attribute: Attribute) -> str:
    """RFC 4518 string preparation as far as names in certificates need it."""
    if attribute.tag not in values.STRING_NAMES:
        return attribute.element.value.hex()
    text = unicodedata.normalize("NFKC", attribute.value).casefold()
    return re.sub(r"\s+", " ", text).strip()


def _escape(value: str) -> str:
    """RFC 4514 2.4."""
    if not value:
        return ""
    value = re.sub(r'([\\",+;<>])', r"\\\1", value).replace("\0", "\\00")
    if value[0] in "# ":
        value = "\\" + value
    if value[-1] == " " and len(value) > 1:
        value = value[:-1] + "\\ "
    return value
