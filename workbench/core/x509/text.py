"""A certificate as text in the layout of `openssl x509 -text -noout` (OpenSSL 3)."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.asn1 import reader, structure
from workbench.core.asn1.reader import DerError, Element
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.text_extensions import extensions_lines
from workbench.core.x509.text_keys import public_key_info_lines
from workbench.core.x509.text_pieces import algorithm_lines, hex_lines, name_text, serial_lines, signature_lines, time_text


def certificate_text(certificate: Certificate) -> str:
    """Certificate -> text, lines ended by a line feed. Never raises: what cannot be read is said in its place."""
    return "\n".join(_lines(certificate)) + "\n"


def _lines(certificate: Certificate) -> Iterator[str]:
    fields = certificate.fields
    yield "Certificate:"
    yield "    Data:"
    yield f"        Version: {_version(certificate)}"
    yield from serial_lines(fields.serial_number, 8)
    yield from algorithm_lines(fields.signature, 8)
    yield f"        Issuer: {name_or_note(fields.issuer)}"
    yield "        Validity"
    first, second = validity_texts(fields.validity)
    yield f"            Not Before: {first}"
    yield f"            Not After : {second}"
    yield f"        Subject: {name_or_note(fields.subject)}"
    yield from public_key_info_lines(fields.subject_public_key_info, 8)
    for title, unique in (("Issuer", fields.issuer_unique_id), ("Subject", fields.subject_unique_id)):
        if unique is not None:
            first, *more = list(hex_lines(unique.value[1:], 12, 18)) or [""]
            yield f"        {title} Unique ID: {first}"
            yield from more
    if fields.extensions is not None:
        try:
            yield from extensions_lines(reader.first(fields.extensions), 8)
        except DerError:
            yield "        X509v3 extensions: <INVALID>"
    yield from signature_lines(fields.signature_algorithm, fields.signature_value)


def _version(certificate: Certificate) -> str:
    try:
        number = certificate.version - 1
    except DerError:
        return "<INVALID>"
    return f"{number + 1} (0x{number:x})" if 0 <= number <= 2 else f"Unknown ({structure.decimal(number)})"


def name_or_note(name: Element) -> str:
    """`name_text`, or `<INVALID>` when the name cannot be followed."""
    try:
        return name_text(name)
    except (DerError, ValueError):
        return "<INVALID>"


def validity_texts(validity: Element) -> tuple[str, str]:
    """The two times of a Validity."""
    try:
        first, second = reader.children(validity)
    except (DerError, ValueError):
        return "Bad time value", "Bad time value"
    return time_text(first), time_text(second)
