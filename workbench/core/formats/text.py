"""Text files in encodings other than one octet a character: brought to one, so that every reader of text finds its marks."""

from __future__ import annotations

from workbench.core.formats.opening import Place

_UTF8_BOM = b"\xef\xbb\xbf"


def narrowed(data: bytes, place: Place) -> tuple[bytes, Place]:
    """UTF-16 or UTF-32 with or without byte order mark -> the low octet of each unit, and the place with its scale.

    All that readers look for is ASCII; other characters come out as "?" (those beyond the first plane as one, so that
    offsets after them are short by a unit each). Anything that is not UTF-16 or UTF-32 comes back as it is.
    """
    width, first = _unit(data)
    if width == 1:
        return data, place
    low = first if data[:2] == b"\xff\xfe" or _little(data, width) else first + width - 1
    narrow = data[low::width]
    high = data[low + 1 :: width] if low == first else data[low - 1 :: width]
    if high.count(0) != len(high):
        encoding = f"utf-{8 * width}-{'le' if low == first else 'be'}"
        narrow = data[first:].decode(encoding, "replace").encode("ascii", "replace")
    if not place.follow:
        return narrow, place
    return narrow, Place(
        place.container, place.name, place.encrypted, place.remarks, place.start, place.length, True,
        place.origin + place.scale * first, place.scale * width,
    )  # fmt: skip


def _little(data: bytes, width: int) -> bool:
    return data[:4] != b"\0\0\xfe\xff" and data[:2] != b"\xfe\xff" and data[0] != 0


def _unit(data: bytes) -> tuple[int, int]:
    """Octets of a unit, and where the first one begins."""
    if data[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return 4, 4
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return 2, 2
    head = data[:64]
    if len(head) >= 16 and len(data) % 2 == 0:
        for zeros, letters in ((head[1::2], head[0::2]), (head[0::2], head[1::2])):
            if not any(zeros) and letters.isascii() and all(c >= 0x20 or c in b"\t\r\n" for c in letters):
                return 2, 0
    return 1, 0
