"""SPKAC: the key and challenge that Netscape's <keygen> signed. A bare structure, or `SPKAC=` and base64 in a text file."""

from __future__ import annotations

import binascii
import re

from workbench.core.asn1 import reader, values
from workbench.core.asn1.structure import sequence
from workbench.core.errors import FileError, Message
from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Opening, Place

_LINE = re.compile(rb"(?im)^[ \t]*SPKAC[ \t]*=[ \t]*([A-Za-z0-9+/=\\\r\n]{40,})")


def read(der: bytes, opening: Opening, place: Place) -> None:
    """One SignedPublicKeyAndChallenge. Raises DerError when it is something else."""
    outer = sequence(reader.read_all(der, "SignedPublicKeyAndChallenge"), "SignedPublicKeyAndChallenge", 3, 3)
    inner = sequence(outer[0], "publicKeyAndChallenge", 2, 2)
    spki = sequence(inner[0], "spki", 2, 2)
    values.oid_of(reader.first(spki[0].expect(reader.SEQUENCE, "algorithm")), "algorithm")
    inner[1].expect(reader.IA5_STRING, "challenge")
    outer[2].expect(reader.BIT_STRING, "signature")
    opening.add(Kind.SPKAC, der, place)


def read_text(data: bytes, opening: Opening, place: Place) -> None:
    """Every `SPKAC=` line of a text file. Raises FileError `no_spkac_line` when there is none."""
    found = False
    if b"SPKAC" not in data and b"spkac" not in data:
        raise FileError("no_spkac_line")
    for match in _LINE.finditer(data):
        found = True
        body = match[1].split(b"\n\n")[0].replace(b"\\", b"")
        try:
            der = binascii.a2b_base64(body)
        except binascii.Error:
            opening.refuse("spkac_text", Message("base64_broken"))
            continue
        opening.open_der(der, place.at(match.start(), match.end() - match.start()).inside("spkac_line"), "spkac")
    if not found:
        raise FileError("no_spkac_line")
