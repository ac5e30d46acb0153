"""What kind of name somebody typed, and the names in what somebody pasted."""

from __future__ import annotations

import ipaddress
import re

from workbench.core.issuance.specification import AlternativeName, NameKind, Specification
from workbench.core.x509.host_name import a_label

_PREFIXES = {
    "dns": NameKind.DNS, "ip": NameKind.IP, "ip address": NameKind.IP, "email": NameKind.EMAIL, "uri": NameKind.URI, "url": NameKind.URI,
    "upn": NameKind.UPN, "othername:upn": NameKind.UPN, "othername: upn": NameKind.UPN, "dirname": NameKind.DIRECTORY,
    "rid": NameKind.REGISTERED_ID, "registered id": NameKind.REGISTERED_ID, "rfc822": NameKind.EMAIL,
}  # fmt: skip
_PREFIX = re.compile(
    r"\s*(dns|ip(?: address)?|email|rfc822|uri|url|(?:othername: ?)?upn|dirname|rid|registered id)(?:\.\d+)?\s*(?::{1,2}|=)\s*", re.I
)
"""As `openssl x509 -text` prints names (DNS:example.com), and as its configuration lists them (DNS.1 = example.com)."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://|[^\s\d])")
_OID = re.compile(r"[0-2](?:\.\d+){3,}")
_ATTRIBUTE = re.compile(r"\s*(?:[A-Za-z]+|\d+(?:\.\d+)+)\s*=")


def guess_kind(text: str, network: bool = False) -> NameKind:
    """The kind of name that a text looks most like.

    network  networks count as addresses: "192.0.2.0/24"
    """
    text = text.strip()
    if is_ip(text, network):
        return NameKind.IP
    if _ATTRIBUTE.match(text):
        return NameKind.DIRECTORY
    if _SCHEME.match(text):
        return NameKind.URI
    if "@" in text:
        return NameKind.EMAIL
    if _OID.fullmatch(text) and len(text.split(".")) > 4:
        return NameKind.REGISTERED_ID
    return NameKind.DNS


def is_ip(text: str, network: bool = False) -> bool:
    try:
        ipaddress.ip_network(text.strip()) if network and "/" in text else ipaddress.ip_address(text.strip())
    except ValueError:
        return False
    return True


def read_name(text: str, network: bool = False) -> AlternativeName:
    """One name; its kind is what is written before it ("DNS:", "IP Address:"), else guessed."""
    prefix = _PREFIX.match(text)
    if prefix and (rest := text[prefix.end() :].strip()) and not rest.startswith("//"):
        return AlternativeName(_PREFIXES[prefix[1].lower()], rest)
    return AlternativeName(guess_kind(text, network), text.strip())


def split_names(text: str) -> tuple[str, ...]:
    """The single names in a text: lines, and parts between commas, semicolons and spaces where none of these belongs to a name."""
    found: list[str] = []
    for line in text.splitlines():
        if _ATTRIBUTE.match(line) and not _PREFIX.match(line):  # a directory name has commas and spaces of its own
            found.append(line.strip())
            continue
        # The blanks around the mark of a kind, and in "IP Address", part nothing.
        line = re.sub(r"(?i)\b(ip) (address)", r"\1\2", re.sub(r"\s*(::?|=)\s+|\s+(=)\s*", lambda hit: hit[0].strip(), line))
        for part in re.split(r"[,;]\s*|\s+", line):
            if part.strip():
                found.append(re.sub(r"(?i)\b(ip)(address)(?=[:=])", r"\1 \2", part.strip()))
    return tuple(found)


def wants_rows(text: str, kind: NameKind) -> bool:
    """Whether what stands in a field is really several names (pasted, or typed one after the other)."""
    if "\n" in text or "\r" in text:
        return True
    if kind in (NameKind.DIRECTORY, NameKind.URI) and not _PREFIX.match(text):
        return False
    return len(split_names(text)) > 1


def encoded(kind: NameKind, text: str) -> str:
    """How a name with letters beyond ASCII stands in the certificate, "" where that is how it was typed, or nothing that could be."""
    text = text.strip()
    if text.isascii() or kind not in (NameKind.DNS, NameKind.EMAIL):
        return ""
    before, at, domain = text.rpartition("@") if kind is NameKind.EMAIL else ("", "", text)
    star = "*." if kind is NameKind.DNS and domain.startswith("*.") else ""
    label = a_label(domain.removeprefix(star)) if before.isascii() else None
    return f"{before}{at}{star}{label}" if label else ""


def missing_common_names(specification: Specification) -> tuple[str, ...]:
    """Common names that could stand among the alternative names and do not."""
    known = {_comparable(item.value) for item in specification.names}
    found = []
    for attribute in specification.subject:
        text = attribute.value.strip()
        bare = text.removeprefix("*.")
        host = is_ip(text) or ("@" in text and " " not in text) or (a_label(bare) is not None and ("." in bare or bare == "localhost"))
        if attribute.type.strip() == "2.5.4.3" and host and _comparable(text) not in known and text not in found:
            found.append(text)
    return tuple(found)


def _comparable(text: str) -> str:
    text = text.strip().casefold()
    star = "*." if text.startswith("*.") else ""
    return star + (a_label(text.removeprefix(star)) or text.removeprefix(star))
