"""OCSP messages as text in the layout of `openssl ocsp -req_text` and `-resp_text` (OpenSSL 3)."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.asn1 import reader, structure, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.x509.algorithms import hash_name
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.crl import REASON_NAMES
from workbench.core.x509.crl_text import serial_text
from workbench.core.x509.general_name import parse_general_name
from workbench.core.x509.ocsp import RESPONSE_STATUS, BasicFields, OcspRequest, OcspResponse
from workbench.core.x509.text import certificate_text, name_or_note
from workbench.core.x509.text_extensions import extensions_lines
from workbench.core.x509.text_general_names import long_general_name_text
from workbench.core.x509.text_names import object_text
from workbench.core.x509.text_pieces import signature_lines, time_text
from workbench.core.x509.upload_boxes import pem


def ocsp_request_text(request: OcspRequest) -> str:
    """Request -> text, lines ended by a line feed. Never raises: what cannot be read is said in its place."""
    return "\n".join(_request(request)) + "\n"


def ocsp_response_text(response: OcspResponse) -> str:
    """Response -> text, lines ended by a line feed, with the certificates that came along. Never raises."""
    return "\n".join(_response(response)) + "\n"


def _request(request: OcspRequest) -> Iterator[str]:
    yield "OCSP Request Data:"
    yield from _version(request.version_element)
    if request.requestor_name is not None:
        yield f"    Requestor Name: {_general_name(request.requestor_name)}"
    yield "    Requestor List:"
    try:
        for item in reader.children(request.request_list):
            first, *rest = structure.sequence(item, "Request", 1, 2)
            yield from _cert_id(first, 8)
            for wrapper in rest:
                yield from extensions_lines(reader.first(wrapper), 8, "Request Single Extensions")
    except DerError:
        yield "        <INVALID>"
    yield from _extensions(request.request_extensions, 4, "Request Extensions")
    try:
        signature = request.signature
        if signature is not None:
            yield from signature_lines(signature.signature_algorithm, signature.signature)
            yield from _certificates(request.certificates)
    except DerError:
        yield "    <INVALID>"


def _response(response: OcspResponse) -> Iterator[str]:
    number = response.status
    name = RESPONSE_STATUS.get(number, "(UNKNOWN)")
    if response.response_bytes is None:
        yield f"Responder Error: {name if number not in RESPONSE_STATUS else name.lower()} ({number})"
        return
    yield "OCSP Response Data:"
    yield f"    OCSP Response Status: {name if number not in RESPONSE_STATUS else name.lower()} (0x{number:x})"
    if response.basic is None:
        yield f"    Response Type: {object_text(response.response_type)} (unknown response type)"
        return
    yield "    Response Type: Basic OCSP Response"
    yield from _basic(response.basic)
    try:
        yield from _certificates(response.certificates)
    except DerError:
        yield "<INVALID>"


def _basic(fields: BasicFields) -> Iterator[str]:
    yield from _version(fields.version)
    yield f"    Responder Id: {_responder(fields.responder_id)}"
    yield f"    Produced At: {time_text(fields.produced_at)}"
    yield "    Responses:"
    try:
        for item in reader.children(fields.responses):
            yield from _single(item)
    except DerError:
        yield "    <INVALID>"
    yield from _extensions(fields.response_extensions, 4, "Response Extensions")
    yield from signature_lines(fields.signature_algorithm, fields.signature)


def _single(item: Element) -> Iterator[str]:
    id, status, this_update, *rest = structure.sequence(item, "SingleResponse", 3, 5)
    yield from _cert_id(id, 4)
    name = {0: "good", 1: "revoked", 2: "unknown"}.get(status.number, "(UNKNOWN)")
    yield f"    Cert Status: {name}"
    if status.is_context(1):
        when, *why = structure.parts(status, "RevokedInfo", 1, 2)
        yield f"    Revocation Time: {time_text(when)}"
        for wrapper in why:
            number = values.integer(reader.first(wrapper))
            yield f"    Revocation Reason: {REASON_NAMES.get(number, '(UNKNOWN)')} (0x{number:x})"
    yield f"    This Update: {time_text(this_update)}"
    for wrapper in rest:
        if wrapper.is_context(0):
            yield f"    Next Update: {time_text(reader.first(wrapper))}"
    for wrapper in rest:
        if wrapper.is_context(1):
            yield from _extensions(wrapper, 8, "Response Single Extensions")
    yield ""


def _cert_id(element: Element, indent: int) -> Iterator[str]:
    algorithm, name_hash, key_hash, serial = structure.sequence(element, "CertID", 4, 4)
    pad = " " * indent
    yield f"{pad}Certificate ID:"
    yield f"{pad}  Hash Algorithm: {hash_name(values.oid(reader.first(algorithm).value))}"
    yield f"{pad}  Issuer Name Hash: {name_hash.value.hex().upper()}"
    yield f"{pad}  Issuer Key Hash: {key_hash.value.hex().upper()}"
    yield f"{pad}  Serial Number: {serial_text(serial)}"


def _version(wrapper: Element | None) -> Iterator[str]:
    try:
        number = 0 if wrapper is None else values.integer(reader.first(wrapper))
    except DerError:
        yield "    Version: <INVALID>"
        return
    yield f"    Version: {number + 1} (0x{number:x})"


def _responder(element: Element) -> str:
    try:
        inner = reader.first(element)
    except DerError:
        return "<INVALID>"
    return name_or_note(inner) if element.is_context(1) else inner.value.hex().upper()


def _general_name(wrapper: Element) -> str:
    try:
        element = reader.first(wrapper)
        return long_general_name_text(parse_general_name(element), element)
    except DerError:
        return "<INVALID>"


def _extensions(wrapper: Element | None, indent: int, title: str) -> Iterator[str]:
    if wrapper is None:
        return
    try:
        yield from extensions_lines(reader.first(wrapper), indent, title)
    except DerError:
        yield f"{' ' * indent}{title}: <INVALID>"


def _certificates(certificates: tuple[Certificate, ...]) -> Iterator[str]:
    for certificate in certificates:
        yield certificate_text(certificate) + pem(certificate).rstrip("\n")
