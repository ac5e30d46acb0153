"""Steps that every decoder of an ASN.1 structure takes: the parts of a SEQUENCE, optional context tags, one element in some octets."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.core.asn1 import reader
from workbench.core.asn1.reader import DerError, Element


def decimal(number: int) -> str:
    """Decimal text of a whole number, hex (0x…) beyond 64 bits: Python refuses to print thousands of digits."""
    return str(number) if -(1 << 63) <= number < 1 << 64 else f"{'-' if number < 0 else ''}0x{abs(number):x}"


def only(value: Element | bytes, what: str) -> Element:
    """The one element that fills `value`: octets are read, an element is taken as it is. Raises DerError as `read_all`."""
    return reader.read_all(value, what) if isinstance(value, bytes) else value


def inside(wrapper: Element, what: str) -> Element:
    """The one element that fills the content octets of `wrapper` (EXPLICIT tags, OCTET STRINGs with DER in them).

    Raises DerError as `read`, and `der_trailing_data` when bytes are left over.
    """
    element = reader.read(wrapper.data, wrapper.content, wrapper.end)
    if element.after != wrapper.end:
        raise DerError("der_trailing_data", element.after, field=what, count=wrapper.end - element.after)
    return element


def parts(element: Element, what: str, least: int = 0, most: int | None = None) -> list[Element]:
    """The elements inside a constructed element, at least `least` and at most `most` of them.

    Raises DerError as `read`, and `der_wrong_count` naming the field `what`.
    """
    found = list(reader.children(element))
    if len(found) < least or (most is not None and len(found) > most):
        expected = str(least) if least == most else f"{least}-{most}" if most is not None else f"{least}+"
        raise DerError("der_wrong_count", element.start, field=what, expected=expected, found=len(found))
    return found


def sequence(element: Element, what: str, least: int = 0, most: int | None = None) -> list[Element]:
    """As `parts`, of what must be a SEQUENCE."""
    return parts(element.expect(reader.SEQUENCE, what), what, least, most)


def tagged(elements: Sequence[Element], what: str) -> dict[int, Element]:
    """Context-tagged optional fields of a SEQUENCE by their tag number.

    Raises DerError for another class, for a number that comes twice, and for fields out of order.
    """
    result: dict[int, Element] = {}
    last = -1
    for element in elements:
        if element.tag_class != reader.CONTEXT:
            raise DerError("der_unexpected_tag", element.start, field=what, expected="80-bf", found=f"{element.identifier:02x}")
        if element.number in result:
            raise DerError("der_repeated_field", element.start, field=what, tag=element.number)
        if element.number < last:
            raise DerError("der_field_order", element.start, field=what, tag=element.number)
        last = element.number
        result[last] = element
    return result
