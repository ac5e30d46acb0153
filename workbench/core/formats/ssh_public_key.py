"""SSH public keys: the one-line form of .pub and authorized_keys files, and the block of RFC 4716."""

from __future__ import annotations

import binascii
import re

from workbench.core.errors import FileError, Message
from workbench.core.formats import ssh_wire
from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Opening, Place

NAME = "ssh_public_key"
_LINE = re.compile(
    rb"(?:^|(?<=[\s,\"']))(?:sk-)?(?:ssh-(?:rsa|dss|ed25519|ed448)|ecdsa-sha2-[a-z0-9]{1,32})(?:-cert-v01)?(?:@openssh\.com)?"
    rb"[ \t]+(AAAA[A-Za-z0-9+/]{16,}={0,2})(?:[ \t]+([^\r\n]{0,200}))?"
)
_BEGIN, _END = b"---- BEGIN SSH2 PUBLIC KEY ----", b"---- END SSH2 PUBLIC KEY ----"
_COMMENT = re.compile(r'(?i)^Comment:\s*"?(.*?)"?$')


def read(data: bytes, opening: Opening, place: Place) -> None:
    """Every SSH public key of a text. Raises FileError `no_ssh_public_key` when there is none."""
    found = False
    if b" AAAA" in data or b"\tAAAA" in data:
        for match in _LINE.finditer(data):
            found = True
            comment = (match[2] or b"").decode("utf-8", "replace").strip()
            at = place.at(match.start(), match.end() - match.start()).inside("ssh").named(comment)
            _add(match[1], opening, at)
    start = data.find(_BEGIN)
    while start >= 0:
        found = True
        end = data.find(_END, start)
        if end < 0:
            opening.refuse(NAME, Message("ssh_no_end"))
            break
        at = place.at(start, end + len(_END) - start).inside("rfc4716")
        body, comment = _without_headers(data[start + len(_BEGIN) : end])
        _add(body, opening, at.named(comment))
        start = data.find(_BEGIN, end)
    if not found:
        raise FileError("no_ssh_public_key")


def _add(base64: bytes, opening: Opening, place: Place) -> None:
    try:
        spki, kind = ssh_wire.public_key(binascii.a2b_base64(base64))
    except binascii.Error:
        opening.refuse(NAME, Message("base64_broken"))
    except FileError as error:
        opening.refuse(NAME, error.message)
    else:
        remarks = (Message("ssh_key_form", {"type": kind}),) if kind.startswith("sk-") or "-cert-" in kind else ()
        opening.add(Kind.PUBLIC_KEY, spki, place.remarked(*remarks))


def _without_headers(block: bytes) -> tuple[bytes, str]:
    """Body of an RFC 4716 block without its header lines (3.3, with backslash continuation), and the Comment."""
    text = re.sub(r"\\\r?\n", "", block.decode("utf-8", "replace"))
    comment, body = "", []
    for line in text.splitlines():
        match = _COMMENT.match(line)
        if match:
            comment = match[1]
        elif ":" not in line:
            body.append(line)
    return "".join(body).encode("ascii", "ignore"), comment
