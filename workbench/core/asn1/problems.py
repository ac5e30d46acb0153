"""What is not DER about the content of one element of a universal type (X.690 clauses 8, 10 and 11)."""

from __future__ import annotations

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.errors import Message
from workbench.core.node import Problem

_ALWAYS_PRIMITIVE = frozenset((1, 2, 5, 6, 9, 10, 13))
_STRINGS = frozenset((3, 4, 12, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30))
_ALWAYS_CONSTRUCTED = frozenset((8, 11, 16, 17))


MAX_COMPARED = 10_000  # components of one SET OF


def content_problems(element: Element) -> tuple[Problem, ...]:
    """Everything about this one element's content, not about those inside it. Never raises; the header's problems are the element's own."""
    if element.tag_class != reader.UNIVERSAL:
        return ()
    found: list[Problem] = []
    number = element.number
    if number in (_ALWAYS_PRIMITIVE if element.constructed else _ALWAYS_CONSTRUCTED):
        return (Problem(Message("der_wrong_form"), element.start),)
    if element.constructed and number in _STRINGS:
        return (Problem(Message("der_constructed_string"), element.start),)
    match element.identifier:
        case reader.BOOLEAN:
            found += values.boolean_problems(element)
        case reader.INTEGER | reader.ENUMERATED:
            found += values.integer_problems(element)
        case reader.NULL if element.content != element.end:
            found.append(Problem(Message("der_null_not_empty"), element.start))
        case reader.OBJECT_IDENTIFIER:
            found += oid_problems(element)
        case reader.BIT_STRING:
            found += bit_string_problems(element)
        case reader.UTC_TIME | reader.GENERALIZED_TIME:
            try:
                found += values.time(element)[1]
            except DerError as error:
                found.append(Problem(error.message, error.offset))
        case reader.SET:
            found += set_problems(element)
        case _ if values.is_string(element):
            found += values.text(element)[1]
    return tuple(found)


def oid_problems(element: Element) -> tuple[Problem, ...]:
    """Empty, cut off, or an arc that begins with a padding octet (X.690, 8.19.2)."""
    content = element.value
    if not content or content[-1] & 0x80:
        return (Problem(Message("der_oid"), element.start),)
    if content[0] == 0x80 or any(before < 0x80 and octet == 0x80 for before, octet in zip(content, content[1:], strict=False)):
        return (Problem(Message("der_oid"), element.start),)
    return ()


def bit_string_problems(element: Element) -> tuple[Problem, ...]:
    """A number of unused bits that cannot be, or unused bits that are not zero (X.690, 8.6.2 and 11.2.1)."""
    try:
        octets, unused = values.bit_string(element)
    except DerError as error:
        return (Problem(error.message, error.offset),)
    if octets and octets[-1] & ((1 << unused) - 1):
        return (Problem(Message("der_unused_bits_set"), element.start),)
    return ()


def set_problems(element: Element) -> tuple[Problem, ...]:
    """Components of a SET OF out of order (X.690, 11.6): the first that is smaller than the one before it."""
    previous = b""
    try:
        for count, item in enumerate(reader.children(element)):
            if count == MAX_COMPARED:
                break
            encoded = item.encoded
            if encoded < previous:
                return (Problem(Message("der_set_order"), item.start),)
            previous = encoded
    except DerError:
        return ()  # whoever reads the items says so
    return ()
