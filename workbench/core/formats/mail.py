"""S/MIME mail (RFC 8551): the base64 parts of a message that may hold CMS or certificates."""

from __future__ import annotations

import re

from workbench.core.errors import FileError, Message
from workbench.core.formats.base64_body import decode_base64
from workbench.core.formats.opening import Opening, Place

NAME = "mail"
_ENCODING = re.compile(rb"(?im)^Content-Transfer-Encoding:[ \t]*base64[ \t]*\r?$")
_BLANK_LINE = re.compile(rb"\n\r?\n")
_BASE64_LINES = re.compile(rb"(?:[A-Za-z0-9+/=]++[ \t]*+\r?\n?)++")
# The rest of a part's header lines after that one.
_MAX_HEADERS = 16 << 10


def read(data: bytes, opening: Opening, place: Place) -> None:
    """Every base64 part that is a SEQUENCE or text of PEM. Raises FileError `not_mail` when there is none."""
    found = False
    position = 0
    looks_like_mail = b"ase64" in data or b"ASE64" in data
    while looks_like_mail and (header := _ENCODING.search(data, position)):
        blank = _BLANK_LINE.search(data, header.end() - 1, header.end() + _MAX_HEADERS)
        body = None if blank is None else _BASE64_LINES.match(data, blank.end())
        if body is None:
            position = header.end() + _MAX_HEADERS if blank is None else blank.end()
            continue
        position = body.end()
        found |= _open(body, opening, place)
    if not found:
        raise FileError("not_mail")


def _open(body: re.Match[bytes], opening: Opening, place: Place) -> bool:
    try:
        decoded = decode_base64(body[0])[0]
    except FileError as error:
        opening.refuse(NAME, error.message)
        return False
    if decoded[:1] != b"0" and b"-----BEGIN" not in decoded:
        return False
    if not opening.open_nested(decoded, place.at(body.start(), body.end() - body.start()).inside("mail"), NAME):
        opening.refuse(NAME, Message("base64_holds_nothing"))
    return True
