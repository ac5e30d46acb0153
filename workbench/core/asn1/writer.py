"""A small writer of DER (X.690): just enough to wrap what was read into another frame."""

from __future__ import annotations

from workbench.core.asn1 import reader


def element(identifier: int, *contents: bytes) -> bytes:
    """Identifier octet, definite length in its shortest form, and the contents one after the other."""
    content = b"".join(contents)
    size = len(content)
    if size < 0x80:
        return bytes((identifier, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((identifier, 0x80 | len(octets))) + octets + content


def sequence(*contents: bytes) -> bytes:
    return element(reader.SEQUENCE, *contents)


def integer(value: int) -> bytes:
    """INTEGER in two's complement with as few octets as it takes (X.690, 8.3)."""
    return element(reader.INTEGER, value.to_bytes((value + (value < 0)).bit_length() // 8 + 1, "big", signed=True))


def octet_string(content: bytes) -> bytes:
    return element(reader.OCTET_STRING, content)


def bit_string(content: bytes, unused: int = 0) -> bytes:
    """BIT STRING of whole octets less `unused` bits at the end."""
    return element(reader.BIT_STRING, bytes((unused,)), content)


def null() -> bytes:
    return element(reader.NULL)


def oid(dotted: str) -> bytes:
    """OBJECT IDENTIFIER from dotted decimal (X.690, 8.19)."""
    first, second, *rest = map(int, dotted.split("."))
    octets = bytearray()
    for arc in (40 * first + second, *rest):
        part = [arc & 0x7F]
        while arc := arc >> 7:
            part.append(0x80 | arc & 0x7F)
        octets.extend(reversed(part))
    return element(reader.OBJECT_IDENTIFIER, bytes(octets))


def algorithm(dotted: str, *parameters: bytes) -> bytes:
    """AlgorithmIdentifier (RFC 5280 4.1.1.2)."""
    return sequence(oid(dotted), *parameters)
