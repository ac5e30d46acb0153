"""Hexadecimal text of DER: plain, with colons or 0x, or as xxd, hexdump -C and od print it."""

from __future__ import annotations

import re

from workbench.core.errors import FileError, Message
from workbench.core.formats.opening import Opening, Place

NAME = "hex_text"
_PLAIN = re.compile(rb"(?:0[xX]|\\x|[0-9A-Fa-f]{2}|[\s:,;{}\"'-])++")
_MARKS = re.compile(rb"0[xX]|\\x|[^0-9A-Fa-f]+")
# offset, then octets in groups, then (after two spaces or a bar) the same as text
_DUMP = re.compile(rb"[ \t]*[0-9A-Fa-f]{4,16}:?[ \t]+((?:[0-9A-Fa-f]{2}[ \t-]{0,3}){1,64}?)(?:[ \t]{2,}.*|[ \t]*\|.*|[ \t]*)")
_OFFSET_ONLY = re.compile(rb"[ \t]*[0-9A-Fa-f]{4,16}[ \t]*")


def read(data: bytes, opening: Opening, place: Place) -> None:
    """Raises FileError `not_hex` when anything else is in the file."""
    if len(data) < 16 or len(data) > 64 << 20 or data.lstrip()[:1] not in (*(bytes((c,)) for c in b"0123456789abcdefABCDEF\\{\"'"),):
        raise FileError("not_hex")
    octets = _dump(data) or _plain(data)
    if not octets:
        raise FileError("not_hex")
    if not opening.open_nested(octets, place.at(0, len(data)).inside("hex"), NAME):
        opening.refuse(NAME, Message("hex_holds_nothing"))


def _plain(data: bytes) -> bytes:
    if not _PLAIN.fullmatch(data):
        return b""
    digits = _MARKS.sub(b"", data)
    return b"" if len(digits) % 2 else bytes.fromhex(digits.decode("ascii"))


def _dump(data: bytes) -> bytes:
    result = bytearray()
    lines = [line for line in data.splitlines() if line.strip()]
    for index, line in enumerate(lines):
        match = _DUMP.fullmatch(line)
        if match is None:
            if index == len(lines) - 1 and index and _OFFSET_ONLY.fullmatch(line):
                break
            return b""
        octets = bytes.fromhex(match[1].decode("ascii").replace("-", ""))
        if index < len(lines) - 2 and len(octets) % 4:
            return b""
        result += octets
    return bytes(result)
