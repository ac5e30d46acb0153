"""PEM (RFC 7468 and what is found in the wild): blocks between BEGIN and END lines, with anything around, between and before them."""

from __future__ import annotations

import binascii
import re

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError
from workbench.core.errors import FileError, Message
from workbench.core.formats import openssh, pem_encryption
from workbench.core.formats.base64_body import BASE64_AND_SPACE, decode_base64, split_headers
from workbench.core.formats.found import Kind
from workbench.core.formats.opening import Opening, Place
from workbench.core.x509.certificate import parse_certificate

NAME = "pem"
_MARKER = re.compile(rb"-----(BEGIN|END)[ _]([A-Za-z0-9 #./_,()]{0,64}?) ?-----")
_FRIENDLY_NAME = re.compile(rb"friendlyName: *([^\r\n]*)")

# What a label promises, by the name of the reader.
_PROMISES = {
    "CERTIFICATE": "certificate",
    "X509 CERTIFICATE": "certificate",
    "TRUSTED CERTIFICATE": "certificate",
    "X509 CRL": "crl",
    "CRL": "crl",
    "CERTIFICATE REQUEST": "certificate_request",
    "NEW CERTIFICATE REQUEST": "certificate_request",
    "PKCS7": "pkcs7",
    "PKCS #7 SIGNED DATA": "pkcs7",
    "CMS": "pkcs7",
    "CERTIFICATE CHAIN": "pkcs7",
    "PKCS12": "pkcs12",
    "PRIVATE KEY": "private_key",
    "ANY PRIVATE KEY": "private_key",
    "RSA PRIVATE KEY": "private_key",
    "EC PRIVATE KEY": "private_key",
    "DSA PRIVATE KEY": "private_key",
    "ENCRYPTED PRIVATE KEY": "encrypted_key",
    "PUBLIC KEY": "public_key",
    "RSA PUBLIC KEY": "public_key",
    "EC PARAMETERS": "parameters",
    "DH PARAMETERS": "parameters",
    "X9.42 DH PARAMETERS": "parameters",
    "X942 DH PARAMETERS": "parameters",
    "DSA PARAMETERS": "parameters",
    "PARAMETERS": "parameters",
    "OCSP REQUEST": "ocsp_request",
    "OCSP RESPONSE": "ocsp_response",
    "SPKAC": "spkac",
}


def read(data: bytes, opening: Opening, place: Place) -> None:
    """Every block of a text. Raises FileError `no_pem_lines` when there is no BEGIN or END line at all."""
    if b"-----" not in data:
        raise FileError("no_pem_lines")
    begin: re.Match[bytes] | None = None
    number = previous_end = 0
    named = b"friendlyName:" in data
    for marker in _MARKER.finditer(data):
        if marker[1] == b"BEGIN":
            if begin is not None:
                _unfinished(data, begin, marker.start(), number, opening, place)
            begin = marker
            number += 1
            continue
        if begin is None:
            opening.refuse(NAME, Message("pem_end_without_begin", {"label": _label(marker)}))
            continue
        if marker[2] != begin[2]:
            reason = Message("pem_labels_differ", {"number": number, "begin": _label(begin), "end": _label(marker)})
            opening.refuse(NAME, reason)
        else:
            at = place.at(begin.start(), marker.end() - begin.start())
            body = data[begin.end() : marker.start()]
            name = _name_before(data[previous_end : begin.start()]) if named else ""
            _read_block(body, begin, number, opening, at, name)
        previous_end = marker.end()
        begin = None
    if begin is not None:
        _unfinished(data, begin, len(data), number, opening, place)
    elif not number and not opening.refusals:
        raise FileError("no_pem_lines")


def _label(marker: re.Match[bytes]) -> str:
    return marker[2].decode("ascii").replace("_", " ")


def _name_before(text: bytes) -> str:
    """friendlyName out of the "Bag Attributes" that OpenSSL writes before a block."""
    names = _FRIENDLY_NAME.findall(text)
    return names[-1].decode("utf-8", "replace").strip() if names else ""


def _unfinished(data: bytes, begin: re.Match[bytes], end: int, number: int, opening: Opening, place: Place) -> None:
    """A BEGIN line without its END line. When the base64 up to here is one whole object all the same, it is taken with a remark."""
    label = _label(begin)
    body = data[begin.end() : min(end, begin.end() + (64 << 20))]
    try:
        der = decode_base64(body)[0]
        if der and reader.read(der).after == len(der):
            at = place.at(begin.start(), end - begin.start()).inside("pem", label)
            if opening.open_der(der, at.remarked(Message("pem_no_end_line")), _PROMISES.get(label, "")):
                return
    except FileError:
        pass
    opening.refuse(NAME, Message("pem_no_end", {"number": number, "label": label}))


def _read_block(body: bytes, begin: re.Match[bytes], number: int, opening: Opening, place: Place, name: str) -> None:
    """One block. Plain certificates, of which there may be thousands, take the short way at the top."""
    label = begin[2].decode("ascii")
    if label == "CERTIFICATE" and not body.translate(None, BASE64_AND_SPACE):
        try:
            der = binascii.a2b_base64(body)
            certificate = parse_certificate(der)
        except (binascii.Error, DerError):
            pass
        else:
            opening.add(Kind.CERTIFICATE, der, place.in_block(number, label, name), certificate)
            return
    label = label.replace("_", " ")
    place = place.in_block(number, label, name)
    try:
        headers, body = split_headers(_unprefixed(body, begin))
        if "DEK-Info" in headers:
            pem_encryption.read(body, headers["DEK-Info"], label, opening, place)
            return
        der, remarks = decode_base64(body)
        if not der:
            raise FileError("pem_empty", number=number, label=label)
        _read_content(der, label, opening, place.remarked(*remarks))
    except FileError as error:
        opening.refuse(NAME, error.message)


def _read_content(der: bytes, label: str, opening: Opening, place: Place) -> None:
    if der.startswith(openssh.MAGIC):
        openssh.read(der, opening, place)
    elif der[:5] == b"-----":
        opening.open_nested(der, place)
    elif label.startswith("PGP "):
        raise FileError("pem_pgp", label=label)
    elif label == "TRUSTED CERTIFICATE":
        _read_trusted(der, opening, place)
    elif der[0] not in (reader.SEQUENCE, reader.OBJECT_IDENTIFIER):
        raise FileError("pem_not_der", number=place.block, label=label, found=der[:1].hex())
    else:
        opening.open_der(der, place, _PROMISES.get(label, ""))


def _read_trusted(der: bytes, opening: Opening, place: Place) -> None:
    """OpenSSL's own form: a certificate, then (optionally) what it is trusted for and an alias."""
    certificate = reader.read(der)
    if certificate.after < len(der):
        place = place.remarked(Message("openssl_trust_data", {"count": len(der) - certificate.after}))
        try:
            for part in reader.children(reader.read(der, certificate.after)):
                if part.identifier == reader.UTF8_STRING:
                    place = place.named(values.text(part)[0])
        except DerError as error:
            opening.refuse(NAME, error.message)
    opening.open_der(der[: certificate.after], place, "certificate")


def _unprefixed(body: bytes, begin: re.Match[bytes]) -> bytes:
    """The body without what stands before each line as it does before the BEGIN line (comment or quotation marks)."""
    before = begin.string[max(0, begin.start() - 40) : begin.start()]
    prefix = before[max(before.rfind(b"\n"), before.rfind(b"\r")) + 1 :].strip()
    if prefix and len(prefix) < 20 and body.count(b"\n" + prefix) + body.count(b" " + prefix) >= body.count(b"\n") // 2 > 0:
        return re.sub(rb"(?m)^[ \t]*" + re.escape(prefix), b"", body)
    return body
