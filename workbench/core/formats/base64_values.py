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
_OF_DER = re.compile(rb"(?<![A-Za-z0-9+/])MI[A-Za-z0-9+/]" + _REST)  # a SEQUENCE of at least 128 octets
_MAX_VALUES = 10_000


def read(data: bytes, opening: Opening, place: Place) -> None:
    """Every such value; those of bare DER only in a file that gave nothing else. Raises FileError `no_base64_values`."""
    found = False
    nothing_else = not opening.objects and not opening.locked
    if b"LS0tLS1" in data:
        for match in _OF_PEM.finditer(data):
            found |= _open(match, opening, place)
    if nothing_else and not found and b"MI" in data and b"-----BEGIN" not in data:
        for count, match in enumerate(_OF_DER.finditer(data)):
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
    return opening.open_nested(decoded, place.at(match.start(), match.end() - match.start()).inside("base64"))
