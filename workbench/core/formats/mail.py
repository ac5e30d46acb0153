"""S/MIME mail (RFC 8551): the base64 parts of a message that may hold CMS or certificates."""

from __future__ import annotations

import re

from workbench.core.errors import FileError, Message
from workbench.core.formats.base64_body import decode_base64
from workbench.core.formats.opening import Opening, Place

NAME = "mail"
_BASE64_PART = re.compile(
    rb"(?im)^Content-Transfer-Encoding:[ \t]*base64[ \t]*\r?\n(?>[A-Za-z-]++:[^\r\n]*+\r?\n|[ \t]++[^\r\n]++\r?\n)*+\r?\n"
    rb"((?:[A-Za-z0-9+/=]++[ \t]*+\r?\n?)++)"
)


def read(data: bytes, opening: Opening, place: Place) -> None:
    """Every base64 part that is a SEQUENCE or text of PEM. Raises FileError `not_mail` when there is none."""
    found = False
    if b"ase64" in data or b"ASE64" in data:
        for match in _BASE64_PART.finditer(data):
            try:
                decoded = decode_base64(match[1])[0]
            except FileError as error:
                opening.refuse(NAME, error.message)
                continue
            if decoded[:1] != b"0" and b"-----BEGIN" not in decoded:
                continue
            found = True
            if not opening.open_nested(decoded, place.at(match.start(1), match.end(1) - match.start(1)).inside("mail")):
                opening.refuse(NAME, Message("base64_holds_nothing"))
    if not found:
        raise FileError("not_mail")
