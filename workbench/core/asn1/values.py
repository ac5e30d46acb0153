"""Content octets -> Python values, leniently: `(value, problems)`; a value that cannot be had raises DerError.

Sources: X.690 clauses 8.3 (INTEGER), 8.19 (OBJECT IDENTIFIER), 11.7 and 11.8 (times), RFC 5280 section 4.1.2.5.
"""

from __future__ import annotations

import functools
import re
from datetime import UTC, datetime, timedelta

from workbench.core.asn1 import reader
from workbench.core.asn1.reader import DerError, Element
from workbench.core.errors import Message
from workbench.core.node import Problem

_ENCODINGS = {
    reader.UTF8_STRING: "utf-8",
    reader.NUMERIC_STRING: "ascii",
    reader.PRINTABLE_STRING: "ascii",
    reader.IA5_STRING: "ascii",
    reader.VISIBLE_STRING: "ascii",
    reader.TELETEX_STRING: "latin-1",  # what everybody wrote into T61String (RFC 5280, appendix B)
    reader.UNIVERSAL_STRING: "utf-32-be",
    reader.BMP_STRING: "utf-16-be",
}
STRING_NAMES = {
    reader.UTF8_STRING: "UTF8String",
    reader.NUMERIC_STRING: "NumericString",
    reader.PRINTABLE_STRING: "PrintableString",
    reader.IA5_STRING: "IA5String",
    reader.VISIBLE_STRING: "VisibleString",
    reader.TELETEX_STRING: "TeletexString",
    reader.UNIVERSAL_STRING: "UniversalString",
    reader.BMP_STRING: "BMPString",
}
_PRINTABLE = re.compile(r"[A-Za-z0-9 '()+,\-./:=?]*")
_NUMERIC = re.compile(r"[0-9 ]*")
_UTC = re.compile(rb"(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})?")
_GENERALIZED = re.compile(rb"(\d{4})(\d\d)(\d\d)(\d\d)(?:(\d\d)(?:(\d\d)([.,]\d+)?)?)?(Z|[+-]\d{4})?")


@functools.lru_cache(maxsize=4096)
def oid(content: bytes) -> str:
    """OBJECT IDENTIFIER content octets -> dotted decimal. Never raises: what is malformed is shown as hex after `?`."""
    if not content or content[-1] & 0x80 or len(content) > 255:
        return "?" + content[:64].hex()
    arcs: list[int] = []
    value = 0
    for octet in content:
        value = value << 7 | octet & 0x7F
        if not octet & 0x80:
            arcs.append(value)
            value = 0
    root = min(arcs[0] // 40, 2)
    return ".".join(map(str, [root, arcs[0] - 40 * root, *arcs[1:]]))


def oid_of(element: Element, what: str) -> str:
    """Dotted decimal of an OBJECT IDENTIFIER element. Raises DerError when it is another type."""
    return oid(element.expect(reader.OBJECT_IDENTIFIER, what).value)


def integer(element: Element) -> int:
    """The whole number in an INTEGER or ENUMERATED, two's complement; 0 when it has no octets (see `integer_problems`)."""
    return int.from_bytes(element.value, "big", signed=True)


def integer_problems(element: Element) -> tuple[Problem, ...]:
    """What is not DER about an INTEGER (X.690, 8.3.1 and 8.3.2)."""
    value = element.data[element.content : element.content + 2]
    if element.content == element.end:
        return (Problem(Message("der_integer_empty"), element.start),)
    if element.end - element.content > 1 and (
        (value[0] == 0 and not value[1] & 0x80) or (value[0] == 0xFF and value[1] & 0x80)
    ):
        return (Problem(Message("der_integer_not_minimal"), element.start),)
    return ()


def boolean(element: Element) -> bool:
    """True when any content octet is not zero (X.690, 8.2.2)."""
    return any(element.value)


def boolean_problems(element: Element) -> tuple[Problem, ...]:
    """DER allows one octet, 00 or FF (X.690, 11.1)."""
    return () if element.value in (b"\0", b"\xff") else (Problem(Message("der_boolean_not_der"), element.start),)


def bit_string(element: Element) -> tuple[bytes, int]:
    """The octets of a primitive BIT STRING and its number of unused bits. Raises DerError `der_bit_string`."""
    value = element.value
    if not value or value[0] > 7 or (len(value) == 1 and value[0]):
        raise DerError("der_bit_string", element.start)
    return value[1:], value[0]


def named_bits(element: Element) -> frozenset[int]:
    """Numbers of the bits that are set, bit 0 first (X.680, 22.7). Raises DerError `der_bit_string`."""
    octets, unused = bit_string(element)
    total = min(8 * len(octets) - unused, 4096)
    return frozenset(n for n in range(total) if octets[n >> 3] & (0x80 >> (n & 7)))


def octets(element: Element, depth: int = 0) -> bytes:
    """Content of an OCTET STRING, also of a constructed (BER) one put together from its parts.

    Raises as `read`, and DerError `der_too_deep` for parts of parts without end.
    """
    if not element.constructed:
        return element.value
    if depth >= 16:
        raise DerError("der_too_deep", element.start, limit=16)
    return b"".join(octets(part, depth + 1) for part in reader.children(element))


def is_string(element: Element) -> bool:
    return element.identifier in _ENCODINGS


def text(element: Element) -> tuple[str, tuple[Problem, ...]]:
    """A character string of any ASN.1 type -> text and what is wrong with it. Octets that do not decode become U+FFFD."""
    problems: list[Problem] = []
    encoding = _ENCODINGS.get(element.identifier)
    value = element.value
    if encoding is None:
        return value.hex(), (Problem(Message("der_not_a_string", {"found": f"{element.identifier:02x}"}), element.start),)
    kind = STRING_NAMES[element.identifier]
    try:
        result = value.decode(encoding)
    except UnicodeDecodeError as error:
        problems.append(Problem(Message("der_string_not_decodable", {"type": kind}), element.content + error.start))
        # Writers that put UTF-8 or Latin-1 into ASCII types are common; show what they meant.
        try:
            result = value.decode("utf-8")
        except UnicodeDecodeError:
            result = value.decode("latin-1" if encoding == "ascii" else encoding, "replace")
    else:
        allowed = {reader.PRINTABLE_STRING: _PRINTABLE, reader.NUMERIC_STRING: _NUMERIC}.get(element.identifier)
        if allowed is not None and not allowed.fullmatch(result):
            problems.append(Problem(Message("der_string_bad_character", {"type": kind}), element.start))
    return result, tuple(problems)


def time(element: Element) -> tuple[datetime, tuple[Problem, ...]]:
    """UTCTime or GeneralizedTime -> aware datetime in UTC, and what RFC 5280 4.1.2.5 does not allow about it.

    Years of UTCTime run from 1950 to 2049. Raises DerError `der_time` when no point in time can be made of it.
    """
    raw = element.value
    short = element.identifier == reader.UTC_TIME
    if not short and element.identifier != reader.GENERALIZED_TIME:
        raise DerError("der_unexpected_tag", element.start, field="Time", expected="17/18", found=f"{element.identifier:02x}")
    match = (_UTC if short else _GENERALIZED).fullmatch(raw)
    if match is None:
        raise DerError("der_time", element.start, found=raw[:40].decode("latin-1"))
    fraction = None
    if short:
        year, month, day, hour, minute, second, zone = match.groups()
        full_year = int(year) + (1900 if int(year) >= 50 else 2000)
    else:
        year, month, day, hour, minute, second, fraction, zone = match.groups()
        full_year = int(year)
    try:
        moment = datetime(full_year, int(month), int(day), int(hour), int(minute or 0), min(int(second or 0), 59), tzinfo=UTC)
        if int(second or 0) == 60:  # a leap second
            moment += timedelta(seconds=1)
        elif int(second or 0) > 60:
            raise ValueError
        if zone not in (None, b"Z"):
            offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5]))
            moment = moment - offset if zone[:1] == b"+" else moment + offset
    except (ValueError, OverflowError):
        raise DerError("der_time", element.start, found=raw[:40].decode("latin-1")) from None
    problems = []
    if zone != b"Z" or second is None or minute is None or fraction:
        problems.append(Problem(Message("der_time_form"), element.start))
    return moment, tuple(problems)
