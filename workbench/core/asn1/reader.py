"""Reader of X.690 encodings. Every element keeps its place in the source, and what is not DER is noted, not refused.

Only what makes further reading impossible raises: a header or content that runs past the end, nesting deeper than
`MAX_DEPTH`. Everything else becomes a `Problem` (see `problems.py` for those inside values).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.core.errors import FileError, Message
from workbench.core.node import Problem

MAX_DEPTH = 100
MAX_SCANNED = 200_000  # elements looked at to find the end of one element of indefinite length

UNIVERSAL, APPLICATION, CONTEXT, PRIVATE = range(4)

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, NULL, OBJECT_IDENTIFIER = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06
ENUMERATED, UTF8_STRING, SEQUENCE, SET = 0x0A, 0x0C, 0x30, 0x31
NUMERIC_STRING, PRINTABLE_STRING, TELETEX_STRING, IA5_STRING = 0x12, 0x13, 0x14, 0x16
UTC_TIME, GENERALIZED_TIME, VISIBLE_STRING, UNIVERSAL_STRING, BMP_STRING = 0x17, 0x18, 0x1A, 0x1C, 0x1E


class DerError(FileError):
    """The bytes cannot be read as the ASN.1 that was expected. `offset` is where, from the start of the source."""

    def __init__(self, id: str, offset: int, **params: str | int) -> None:
        super().__init__(id, offset=offset, **params)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Element:
    """One tag-length-value inside `data` (X.690, 8.1).

    identifier   first identifier octet: class, constructed bit and low tag number (0x30 is a SEQUENCE)
    number       tag number; differs from the low five bits of `identifier` only for high tag numbers (31 and more)
    start        offset of the identifier octet in `data`
    content      offset of the first content octet
    end          offset after the last content octet (before end-of-contents octets of an indefinite length)
    after        offset after the whole element
    problems     what is not DER about the header
    """

    data: bytes
    identifier: int
    number: int
    start: int
    content: int
    end: int
    after: int
    problems: tuple[Problem, ...] = ()

    @property
    def tag_class(self) -> int:
        return self.identifier >> 6

    @property
    def constructed(self) -> bool:
        return bool(self.identifier & 0x20)

    @property
    def value(self) -> bytes:
        """The content octets."""
        return self.data[self.content : self.end]

    @property
    def encoded(self) -> bytes:
        """The whole element: identifier, length and content octets."""
        return self.data[self.start : self.after]

    @property
    def length(self) -> int:
        """Size of the whole element in bytes."""
        return self.after - self.start

    def is_context(self, number: int) -> bool:
        return self.identifier >> 6 == CONTEXT and self.number == number

    def expect(self, identifier: int, what: str) -> Element:
        """This element if its identifier octet is the given one.

        Raises DerError `der_unexpected_tag` naming `what` (the field as its standard spells it) otherwise.
        """
        if self.identifier != identifier:
            raise DerError("der_unexpected_tag", self.start, field=what, expected=f"{identifier:02x}", found=f"{self.identifier:02x}")
        return self


def read(data: bytes, start: int = 0, end: int | None = None, depth: int = 0, budget: list[int] | None = None) -> Element:
    """Read the element whose identifier octet is at `start`; nothing at or after `end` belongs to it.

    Raises DerError with id `der_truncated_header`, `der_truncated_content`, `der_length_too_large`,
    `der_indefinite_primitive`, `der_indefinite_unclosed`, `der_too_deep` or `der_too_many`. `depth` and `budget` (how many
    more elements may be looked at) count inside elements of indefinite length; leave them alone.
    """
    if end is None:
        end = len(data)
    if start >= end:
        raise DerError("der_truncated_header", start)
    identifier = data[start]
    position = start + 1
    number = identifier & 0x1F
    problems: list[Problem] = []
    if number == 0x1F:
        number = 0
        while True:
            if position >= end:
                raise DerError("der_truncated_header", start)
            octet = data[position]
            position += 1
            number = number << 7 | octet & 0x7F
            if not octet & 0x80:
                break
            if position - start > 10:
                raise DerError("der_tag_too_large", start)
        if number < 31 or data[start + 1] == 0x80:
            problems.append(Problem(Message("der_tag_not_minimal"), start))
    if position >= end:
        raise DerError("der_truncated_header", start)
    length = data[position]
    position += 1
    if length >= 0x80:
        if length == 0x80:
            return _read_indefinite(data, identifier, number, start, position, end, depth, problems, budget or [MAX_SCANNED])
        count = length & 0x7F
        if length == 0xFF or position + count > end:
            raise DerError("der_truncated_header", start)
        length = int.from_bytes(data[position : position + count], "big")
        if length < 0x80 or data[position] == 0:
            problems.append(Problem(Message("der_length_not_minimal"), start))
        position += count
        if length > end - position:
            raise DerError("der_truncated_content", start, needed=str(length) if length < 1 << 64 else "> 2^64", left=end - position)
    elif length > end - position:
        raise DerError("der_truncated_content", start, needed=str(length), left=end - position)
    return Element(data, identifier, number, start, position, position + length, position + length, tuple(problems))


def _read_indefinite(
    data: bytes, identifier: int, number: int, start: int, content: int, end: int, depth: int, problems: list[Problem], budget: list[int]
) -> Element:
    """An element of indefinite length (X.690, 8.1.3.6): BER, not DER; old PKCS#12 and CMS writers use it."""
    if not identifier & 0x20:
        raise DerError("der_indefinite_primitive", start)
    if depth > MAX_DEPTH:
        raise DerError("der_too_deep", start, limit=MAX_DEPTH)
    position = content
    while data[position : position + 2] != b"\0\0":
        if position >= end:
            raise DerError("der_indefinite_unclosed", start)
        budget[0] -= 1
        if budget[0] <= 0:
            raise DerError("der_too_many", start, limit=MAX_SCANNED)
        position = read(data, position, end, depth + 1, budget).after
    if position + 2 > end:
        raise DerError("der_indefinite_unclosed", start)
    problems.append(Problem(Message("der_indefinite_length"), start))
    return Element(data, identifier, number, start, content, position, position + 2, tuple(problems))


def children(element: Element) -> Iterator[Element]:
    """The elements inside a constructed element (or inside the content octets of any), in order. Raises as `read`."""
    position = element.content
    while position < element.end:
        inner = read(element.data, position, element.end)
        yield inner
        position = inner.after


def first(element: Element) -> Element:
    """The first element inside. Raises as `read`."""
    return read(element.data, element.content, element.end)


def read_all(data: bytes, what: str) -> Element:
    """The one element that fills `data`. Raises as `read`, and DerError `der_trailing_data` when bytes are left over."""
    element = read(data)
    if element.after != len(data):
        raise DerError("der_trailing_data", element.after, field=what, count=len(data) - element.after)
    return element
