"""A whole file that is base64 without any armour: of DER, or of another file."""

from __future__ import annotations

import binascii
import re

from workbench.core.errors import FileError, Message
from workbench.core.formats.opening import Opening, Place

NAME = "base64_text"
_WHOLE = re.compile(rb"[A-Za-z0-9+/_\s-]+=*\s*")
# Of what is not text: DER, a byte order mark, a Java keystore.
_FIRST_OCTETS = b"\x06\xef\xff\xfe\xce\t\r\n"
_URL_SAFE = bytes.maketrans(b"-_", b"+/")


def read(data: bytes, opening: Opening, place: Place) -> None:
    """Raises FileError `not_base64` when anything else is in the file, or nothing known comes out."""
    body = data.strip().strip(b"\"'").removeprefix(b"base64:")
    if len(body) < 16 or not _WHOLE.fullmatch(body):
        raise FileError("not_base64")
    compact = body.translate(_URL_SAFE, b" \t\r\n\f\v").rstrip(b"=")
    try:
        decoded = binascii.a2b_base64(compact + b"=" * (-len(compact) % 4))
    except binascii.Error:
        raise FileError("base64_broken") from None
    if not decoded or not (0x20 <= decoded[0] < 0x7F or decoded[0] in _FIRST_OCTETS):
        raise FileError("not_base64_of_known", found=decoded[:4].hex())
    start = data.find(body[:1])
    at = place.at(max(start, 0), len(body)).inside("base64")
    if not opening.open_nested(decoded, at, NAME):
        opening.refuse(NAME, Message("base64_holds_nothing"))
