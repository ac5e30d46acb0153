"""Names as people type them on one line -> the parts of a `Specification`: for the command line, for tables, for pasted text."""

from __future__ import annotations

import ipaddress
import re
from ipaddress import IPv4Address, IPv6Address

from workbench.core.errors import UsageError
from workbench.core.issuance.specification import AlternativeName, NameKind, SubjectAttribute
from workbench.core.x509.finding import parse_host
from workbench.core.x509.host_name import a_label
from workbench.core.x509.name import COMMON_NAME, SHORT_NAMES

LONGEST_COMMON_NAME = 64
"""ub-common-name (RFC 5280 appendix A.1)."""

# RFC 4519, RFC 2985 and OpenSSL's long names; written small.
_LONG_NAMES = {
    "commonname": "2.5.4.3",
    "surname": "2.5.4.4",
    "countryname": "2.5.4.6",
    "country": "2.5.4.6",
    "localityname": "2.5.4.7",
    "locality": "2.5.4.7",
    "stateorprovincename": "2.5.4.8",
    "state": "2.5.4.8",
    "s": "2.5.4.8",
    "streetaddress": "2.5.4.9",
    "organizationname": "2.5.4.10",
    "organization": "2.5.4.10",
    "organizationalunitname": "2.5.4.11",
    "organizationalunit": "2.5.4.11",
    "givenname": "2.5.4.42",
    "userid": "0.9.2342.19200300.100.1.1",
    "domaincomponent": "0.9.2342.19200300.100.1.25",
    "email": "1.2.840.113549.1.9.1",
}
_TYPES = {name.casefold(): oid for oid, name in SHORT_NAMES.items()} | _LONG_NAMES

_KINDS = {
    "dns": NameKind.DNS,
    "ip": NameKind.IP,
    "email": NameKind.EMAIL,
    "mail": NameKind.EMAIL,
    "uri": NameKind.URI,
    "url": NameKind.URI,
    "upn": NameKind.UPN,
    "dirname": NameKind.DIRECTORY,
    "rid": NameKind.REGISTERED_ID,
}
_OID = re.compile(r"[0-2](\.(0|[1-9][0-9]*))+")


def attribute_type(text: str) -> str:
    """The OID of an attribute type by its short name, long name or OID, however it is capitalised. Raises UsageError `typed_attribute`."""
    folded = text.strip().casefold().removeprefix("oid.")
    if _OID.fullmatch(folded):
        return folded
    if folded not in _TYPES:
        raise UsageError("typed_attribute", text=text.strip())
    return _TYPES[folded]


def attribute(text: str) -> SubjectAttribute:
    """`TYPE=VALUE`, the value taken as it stands. Raises UsageError `typed_attribute`, `typed_no_equals`."""
    type, equals, value = text.partition("=")
    if not equals:
        raise UsageError("typed_no_equals", text=text)
    return SubjectAttribute(attribute_type(type), value.strip())


def subject(text: str) -> tuple[SubjectAttribute, ...]:
    """A distinguished name in the order of its encoding, from `CN=a,O=b,C=JP` (RFC 4514: the last comes first) or from OpenSSL's
    `/C=JP/O=b/CN=a`.

    Raises UsageError `typed_attribute`, `typed_no_equals`, `typed_multivalued` (two attributes joined by "+"), `typed_hex_value`,
    `typed_not_utf8`.
    """
    text = text.lstrip()  # a blank at the end may be an escaped one
    if not text:
        return ()
    if text.startswith("/"):
        return tuple(attribute(_unescaped(part)) for part in _split(text[1:], "/") if part)
    parts = _split(text, ",;")
    return tuple(_rfc4514(part) for part in reversed(parts))


def alternative_name(text: str) -> AlternativeName:
    """`dns:`, `ip:`, `email:`, `uri:`, `upn:`, `dirname:` and `rid:` say which kind is meant; without one it is an IP address, a mail
    address (with "@"), a URI (with "://"), else a DNS name. Whether the name is right is for `problems` to say.
    """
    text = text.strip()
    prefix, colon, rest = text.partition(":")
    kind = _KINDS.get(prefix.strip().casefold()) if colon else None
    if kind is not None and not rest.startswith("//"):
        return AlternativeName(kind, rest.strip())
    host = parse_host(text)
    if isinstance(host, IPv4Address | IPv6Address):
        return AlternativeName(NameKind.IP, str(host))
    if "://" in text:
        return AlternativeName(NameKind.URI, text)
    if "@" in text:
        return AlternativeName(NameKind.EMAIL, text)
    return AlternativeName(NameKind.DNS, text)


def constraint(text: str) -> AlternativeName:
    """A name as it stands in name constraints: as `alternative_name`, but "192.0.2.0/24" is a network, and ".example.test" the domain with
    everything below it, which is what the domain alone means there (RFC 5280 4.2.1.10).
    """
    prefix, colon, rest = text.strip().partition(":")
    plain = rest.strip() if colon and prefix.casefold() == "ip" else text.strip()
    try:
        return AlternativeName(NameKind.IP, str(ipaddress.ip_network(plain, strict=False)))
    except ValueError:
        name = alternative_name(text)
    return AlternativeName(name.kind, name.value.removeprefix(".")) if name.kind is NameKind.DNS else name


def common_name_of(name: AlternativeName) -> tuple[SubjectAttribute, ...]:
    """The commonName that repeats a name, as it stands in the certificate (A-labels): none where it would be too long."""
    value = name.value
    if name.kind is NameKind.DNS:
        wildcard = "*." if value.startswith("*.") else ""
        value = wildcard + (a_label(value.removeprefix(wildcard)) or value.removeprefix(wildcard))
    return (SubjectAttribute(COMMON_NAME, value),) if 0 < len(value) <= LONGEST_COMMON_NAME else ()


def _rfc4514(part: str) -> SubjectAttribute:
    """One RDN with one attribute (RFC 4514 section 3)."""
    if len(_split(part, "+")) > 1:
        raise UsageError("typed_multivalued", text=part.strip())
    type, equals, value = part.partition("=")
    if not equals:
        raise UsageError("typed_no_equals", text=part.strip())
    value = value.lstrip(" ")
    if value.startswith("#"):
        raise UsageError("typed_hex_value", text=part.strip())
    return SubjectAttribute(attribute_type(type), _unescaped(_stripped(value)))


def _split(text: str, separators: str) -> list[str]:
    """At separators that are neither escaped nor within quotation marks (RFC 2253 allowed those)."""
    parts, begin, at, quoted = [], 0, 0, False
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == '"':
            quoted = not quoted
        elif text[at] in separators and not quoted:
            parts.append(text[begin:at])
            begin = at + 1
        at += 1
    return [*parts, text[begin:]]


def _stripped(value: str) -> str:
    """Without the blanks at its end, but for one that is escaped, and without quotation marks around it."""
    while value.endswith(" ") and not value.endswith("\\ "):
        value = value[:-1]
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' and not value.endswith('\\"') else value


def _unescaped(value: str) -> str:
    """RFC 4514 section 2.4: `\\,` is a comma, `\\E3\\81\\82` three octets of UTF-8."""
    result = bytearray()
    at = 0
    while at < len(value):
        if value[at] == "\\" and re.fullmatch(r"[0-9A-Fa-f]{2}", value[at + 1 : at + 3]):
            result.append(int(value[at + 1 : at + 3], 16))
            at += 3
        elif value[at] == "\\" and at + 1 < len(value):
            result += value[at + 1].encode("utf-8", "surrogatepass")
            at += 2
        else:
            result += value[at].encode("utf-8", "surrogatepass")
            at += 1
    try:
        return result.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError("typed_not_utf8", text=value) from None
