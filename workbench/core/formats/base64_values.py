"""Base64 inside other text: the values of a Kubernetes secret (PEM encoded once more), of SAML metadata, JWKS and the like."""

from __future__ import annotations

import binascii
import re

from workbench.core.asn1 import reader
from workbench.core.asn1.reader import DerError
from workbench.core.errors import FileError, Message
from workbench.core.formats.opening import Opening, Place

NAME = "base64_values"
# Lines that go on with nothing but base64 belong to the value.
_GO_ON = rb"(?>(?:\\[rn]|&#1[03];|&#x[aAdD];|[ \t]*+\r?\n)++[ \t]*+)"
_REST = rb"[A-Za-z0-9+/]*+(?>" + _GO_ON + rb"[A-Za-z0-9+/]++(?![:.@_\-(,]|[ \t]++[^\s<\"']))*+={0,2}"
_OF_PEM = re.compile(rb"(?<![A-Za-z0-9+/])LS0tLS1" + _REST)  # "-----"
# "-----", a SEQUENCE of at least 128 octets, the marks of JKS and JCEKS, or a long value that may hold PEM further on
_OF_ANY = re.compile(rb"(?<![A-Za-z0-9+/])(?:LS0tLS1|MI[A-Za-z0-9+/]|/u3\+7Q|zs7Ozg|[A-Za-z0-9+/]{160})" + _REST)
_MAGIC = (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce")
_MAX_VALUES = 10_000


def read(data: bytes, opening: Opening, place: Place) -> None:
    """Every such value; in a file with PEM of its own only those that are PEM. Raises FileError `no_base64_values`."""
    found = False
    with_pem = b"-----BEGIN" in data
    if not with_pem or b"LS0tLS1" in data:
        for count, match in enumerate((_OF_PEM if with_pem else _OF_ANY).finditer(data)):
            if count >= _MAX_VALUES:
                opening.refuse(NAME, Message("too_many_objects", {"limit": _MAX_VALUES}))
                break
            found |= _open(match, opening, place)
    if not found:
        raise FileError("no_base64_values")


def _open(match: re.Match[bytes], opening: Opening, place: Place) -> bool:
    value = re.sub(rb"\\[rn]|&#x?[0-9aAdD]+;|\s", b"", match[0]).rstrip(b"=")
    if len(value) < 40:
        return False
    try:
        decoded = binascii.a2b_base64(value[: len(value) // 4 * 4 if len(value) % 4 == 1 else None] + b"=" * (-len(value) % 4))
    except binascii.Error:
        return False
    if decoded[0] == reader.SEQUENCE:
        try:
            reader.read(decoded)
        except DerError:
            return False
    elif b"-----BEGIN" not in decoded and not decoded.startswith(_MAGIC):
        return False
    return opening.open_nested(decoded, place.at(match.start(), match.end() - match.start()).inside("base64"), NAME)
