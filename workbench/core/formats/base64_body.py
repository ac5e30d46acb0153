"""The inside of a PEM block: header lines and base64, as they come through mail, JSON, source code and configuration files."""

from __future__ import annotations

import binascii
import re

from workbench.core.errors import FileError, Message

BASE64_AND_SPACE = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n\t \0"
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_"
_NOT_BASE64 = bytes(set(range(256)) - set(_ALPHABET))
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_ESCAPE = re.compile(rb"\\+(?:u000[aAdD]|[rnt])?")
_JOINED = re.compile(rb"[\"'`]\s*[+.&_]?\s*[\"'`]")
_TAG = re.compile(rb"</?[A-Za-z][^<>]{0,60}>")
_ENTITY = re.compile(rb"&(?:#[0-9]{1,3}|#[xX][0-9A-Fa-f]{1,2}|nbsp);")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_HEADER = re.compile(rb"[ \t]*([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]*([^\r\n]*)")


def split_headers(body: bytes) -> tuple[dict[str, str], bytes]:
    """Header lines (RFC 1421 4.6) at the beginning of a body -> their values by name, and the rest."""
    if b":" not in body:
        return {}, body
    if b"\\" in body:
        body = _ESCAPE.sub(b"\n", body)
    headers: dict[str, str] = {}
    lines = body.splitlines()
    index = 0
    last = ""
    while index < len(lines):
        line = lines[index].strip(b" \t\"',")
        match = _HEADER.fullmatch(line)
        if match:
            last = match[1].decode("ascii")
            headers[last] = match[2].decode("latin-1").strip()
        elif line and last and (lines[index][:1] in b" \t" or headers[last].endswith("\\")) and not headers.get("DEK-Info"):
            headers[last] += line.decode("latin-1")
        elif line:
            break
        index += 1
    return headers, b"\n".join(lines[index:])


def decode_base64(body: bytes) -> tuple[bytes, tuple[Message, ...]]:
    """The octets in a body, leniently, and what was odd about it. Raises FileError `base64_broken`.

    Escaped line ends, quotation marks and the joints of string literals are taken out; other strange characters are
    skipped as every PEM reader does, but remarked on. Missing padding is supplied.
    """
    remarks: list[Message] = []
    if body.translate(None, BASE64_AND_SPACE):
        if b"<" in body:
            body = _TAG.sub(b"\n", body)
        if b"&" in body:
            body = _ENTITY.sub(b"\n", body)
        if b"%" in body:
            body = _PERCENT.sub(lambda match: bytes((int(match[1], 16),)), body)
        if b"\\" in body:
            body = _ESCAPE.sub(b"\n", body)
        if any(quote in body for quote in (b'"', b"'", b"`")):
            body = _JOINED.sub(b"", body)
        rest = body.translate(None, BASE64_AND_SPACE + b">\"'`,|#*")
        if rest:
            remarks.append(Message("base64_strange_characters", {"count": len(rest)}))
    compact = body.translate(_URL_SAFE, _NOT_BASE64)
    stripped = compact.rstrip(b"=")
    if b"=" in stripped:  # several padded pieces run together
        stripped = stripped.split(b"=", 1)[0]
        remarks.append(Message("base64_padding_inside"))
    if len(stripped) % 4 == 1:
        stripped = stripped[:-1]
        remarks.append(Message("base64_cut_off"))
    elif len(compact) % 4:
        remarks.append(Message("base64_padding"))
    try:
        return binascii.a2b_base64(stripped + b"=" * (-len(stripped) % 4)), tuple(remarks)
    except binascii.Error:
        raise FileError("base64_broken") from None

