"""A CRL as text in the layout of `openssl crl -text -noout` (OpenSSL 3)."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.x509.crl import CertificateList, RevokedCertificate
from workbench.core.x509.text import name_or_note
from workbench.core.x509.text_extensions import extensions_lines
from workbench.core.x509.text_pieces import algorithm_lines, signature_lines, time_text


def crl_text(crl: CertificateList, limit: int | None = None) -> str:
    """CRL -> text, lines ended by a line feed. Never raises: what cannot be read is said in its place.

    limit  at most so many entries, the rest is counted; None prints all
    """
    return "\n".join(_lines(crl, limit)) + "\n"


def _lines(crl: CertificateList, limit: int | None) -> Iterator[str]:
    fields = crl.fields
    yield "Certificate Revocation List (CRL):"
    number = crl.version - 1
    yield f"        Version {number + 1} (0x{number:x})" if number in (0, 1) else f"        Version unknown ({number})"
    yield from algorithm_lines(fields.signature_algorithm, 8)  # the outer one, as openssl does
    yield f"        Issuer: {name_or_note(fields.issuer)}"
    yield f"        Last Update: {time_text(fields.this_update)}"
    yield f"        Next Update: {time_text(fields.next_update) if fields.next_update else 'NONE'}"
    if fields.crl_extensions is not None:
        try:
            yield from extensions_lines(reader.first(fields.crl_extensions), 8, "CRL extensions")
        except DerError:
            yield "        CRL extensions: <INVALID>"
    revoked = crl.revoked
    yield "Revoked Certificates:" if len(revoked) else "No Revoked Certificates."
    shown = len(revoked) if limit is None else min(limit, len(revoked))
    for place in range(shown):
        try:
            yield from _entry(revoked[place])
        except DerError:
            yield "    <INVALID>"
    if shown < len(revoked):
        yield f"    ... ({len(revoked) - shown})"
    if revoked.problem is not None:
        yield f"    <INVALID, offset {revoked.problem.offset}>"
    yield from signature_lines(fields.signature_algorithm, fields.signature_value)


def _entry(entry: RevokedCertificate) -> Iterator[str]:
    yield f"    Serial Number: {serial_text(entry.user_certificate)}"
    yield f"        Revocation Date: {time_text(entry.revocation_date_element)}"
    if entry.extensions_element is not None:
        yield from extensions_lines(entry.extensions_element, 8, "CRL entry extensions")


def serial_text(element: Element) -> str:
    """An INTEGER as upper-case hex of whole octets: `01`, `-01`, `5FF6`."""
    number = values.integer(element)
    digits = f"{abs(number):X}"
    return f"{'-' if number < 0 else ''}{'0' if len(digits) % 2 else ''}{digits}"
