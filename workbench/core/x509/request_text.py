"""A certification request as text in the layout of `openssl req -text -noout` (OpenSSL 3)."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.x509.request import (
    CHALLENGE_PASSWORD,
    EXTENSION_REQUEST,
    MICROSOFT_EXTENSION_REQUEST,
    CertificationRequest,
    RequestAttribute,
)
from workbench.core.x509.text import name_or_note
from workbench.core.x509.text_extensions import extension_lines
from workbench.core.x509.text_keys import public_key_info_lines
from workbench.core.x509.text_names import object_text
from workbench.core.x509.text_pieces import signature_lines

_PRINTED = frozenset({reader.PRINTABLE_STRING, reader.TELETEX_STRING, reader.NUMERIC_STRING, reader.UTF8_STRING, reader.IA5_STRING})
_NAME_WIDTH = 25


def request_text(request: CertificationRequest, show_password: bool = False) -> str:
    """Request -> text, lines ended by a line feed; the challenge password is masked unless asked for.

    Never raises: what cannot be read is said in its place.
    """
    return "\n".join(_lines(request, show_password)) + "\n"


def _lines(request: CertificationRequest, show_password: bool) -> Iterator[str]:
    fields = request.fields
    number = request.version - 1
    yield "Certificate Request:"
    yield "    Data:"
    yield f"        Version: {number + 1} (0x{number:x})" if number == 0 else f"        Version: Unknown ({number})"
    yield f"        Subject: {name_or_note(fields.subject)}"
    yield from public_key_info_lines(fields.subject_pk_info, 8)
    yield "        Attributes:"
    try:
        attributes = request.attributes
    except DerError:
        yield "            <INVALID>"
        attributes = ()
    if fields.attributes is None or fields.attributes.content == fields.attributes.end:
        yield "            (none)"
    lists: list[Element] = []
    for attribute in attributes:
        if attribute.oid in (EXTENSION_REQUEST, MICROSOFT_EXTENSION_REQUEST):
            lists += attribute.values[:1]
        else:
            yield from _attribute(attribute, show_password or attribute.oid != CHALLENGE_PASSWORD)
    yield "            Requested Extensions:"
    for wanted in lists[:1]:
        try:
            for extension in reader.children(wanted):
                yield from extension_lines(extension, 16)
        except DerError:
            yield "                <INVALID>"
    yield from signature_lines(fields.signature_algorithm, fields.signature)


def _attribute(attribute: RequestAttribute, shown: bool) -> Iterator[str]:
    name = object_text(attribute.oid).ljust(_NAME_WIDTH)
    for number, value in enumerate(attribute.values):
        text = "unable to print attribute"
        if value.identifier in _PRINTED:
            text = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in values.text(value)[0])
        text = text if shown else "********"
        yield f"{' ' * 12}{name}:{text}" if number == 0 else f"{' ' * _NAME_WIDTH}:{text}"
