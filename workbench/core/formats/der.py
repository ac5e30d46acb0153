"""DER and BER as they stand in a file: one object after the other, each told by its own structure."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence

from workbench.core.asn1 import reader
from workbench.core.asn1.reader import DerError
from workbench.core.errors import FileError, Message
from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Opening, Place

NAME = "der"
ObjectReader = Callable[[bytes, Opening, Place], None]

# Less than this after an object is padding or a stray end, not an object of its own.
_MIN_OBJECT = 16
_MAX_OBJECTS = 200_000
_CONTROL = bytes(range(7)) + bytes(range(14, 27)) + b"\xfd\xfe\xff"


def read(data: bytes, opening: Opening, place: Place) -> None:
    """A binary file. Raises FileError `not_der` when it does not begin like the DER of any known object."""
    if not data or data[0] not in (reader.SEQUENCE, reader.OBJECT_IDENTIFIER):
        raise FileError("not_der", found=data[:1].hex())
    if looks_like_text(data):
        raise FileError("not_der_but_text")
    if data[0] == reader.OBJECT_IDENTIFIER and (len(data) < 2 or len(data) < data[1] + 2 or len(data) > 64):
        raise FileError("not_der", found=data[:1].hex())
    opening.open_der(data, place.inside("der"))


def looks_like_text(data: bytes) -> bool:
    """Whether the beginning is UTF-8 or Shift_JIS without the control characters that hardly any DER can do without."""
    head = data[:64]
    if len(head) != len(head.translate(None, _CONTROL)):
        return False
    for encoding in ("utf-8", "cp932"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return True
    return False


def read_objects(
    data: bytes, opening: Opening, place: Place, expected: str, readers: Sequence[tuple[str, ObjectReader]]
) -> bool:
    """Give each element in `data` to the readers of objects, the expected one first.

    What none of them takes is kept as `UNKNOWN_DER` when it is a SEQUENCE, with their reasons as refusals.
    Returns True when at least one object was recognised.
    """
    position = 0
    recognised = False
    for _ in range(_MAX_OBJECTS):
        if position >= len(data):
            return recognised
        if position and data[position] != reader.SEQUENCE:
            _trailing(data, position, opening, recognised)
            return recognised
        try:
            element = reader.read(data, position)
        except DerError as error:
            if position and len(data) - position < _MIN_OBJECT:
                _trailing(data, position, opening, recognised)
            elif data[position] == reader.SEQUENCE:
                opening.refuse(expected or NAME, error.message)
                _keep_unknown(data[position:], opening, place.at(position, len(data) - position), Message("cut_off"))
            else:
                opening.refuse(expected or NAME, error.message)
            return recognised
        whole = position == 0 and element.after == len(data)
        one = data if whole else data[position : element.after]
        if _read_one(one, opening, place.at(position, element.length), expected, readers, element.identifier == reader.SEQUENCE):
            recognised = True
        position = element.after
    opening.refuse(NAME, Message("too_many_objects", {"limit": _MAX_OBJECTS}))
    return recognised


def _read_one(
    der: bytes, opening: Opening, place: Place, expected: str, readers: Sequence[tuple[str, ObjectReader]], keep: bool
) -> bool:
    reasons: list[tuple[str, Message]] = []
    if expected:
        for name, read_object in readers:
            if name == expected:
                try:
                    read_object(der, opening, place)
                    return True
                except FileError as error:
                    reasons.append((name, error.message))
    fallback = place.remarked(Message("label_does_not_fit", {"label": place.container[-1]})) if expected and place.container else place
    others: list[tuple[str, Message]] = []
    for name, read_object in readers:
        if name != expected:
            try:
                read_object(der, opening, fallback)
                return True
            except FileError as error:
                others.append((name, error.message))
    # With a promise, the reason that counts is why it was not kept.
    for name, reason in reasons or others:
        opening.refuse(name, reason)
    if keep:
        _keep_unknown(der, opening, place, Message("not_recognised"))
    return False


def _keep_unknown(der: bytes, opening: Opening, place: Place, remark: Message) -> None:
    opening.add(Kind.UNKNOWN_DER, der, place.remarked(remark))


def _trailing(data: bytes, position: int, opening: Opening, recognised: bool) -> None:
    if recognised and opening.objects:
        opening.remark_last(Message("trailing_bytes", {"count": len(data) - position}))
