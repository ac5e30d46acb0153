"""PEM (RFC 7468 and what is found in the wild): blocks between BEGIN and END lines, with anything around, between and before them."""

from __future__ import annotations

import binascii
import re

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError
from workbench.core.errors import FileError, Message
from workbench.core.formats.base64_body import BASE64_AND_SPACE, decode_base64, split_headers
from workbench.core.formats.opening import Opening, Place
from workbench.core.x509.certificate import parse_certificate

NAME = "pem"
_MARKER = re.compile(rb"-----(BEGIN|END)[ _]([A-Za-z0-9 #./_,()]{0,64}?) ?-----")
_BEGIN_CERTIFICATE, _END_CERTIFICATE = b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----"
_OPENSSH = b"openssh-key-v1\0"
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
    position, number, only = _plain_certificates(data, 0, 0, opening, place)
    if only and number and not data[position:].strip():
        opening.nothing_else = True
        return
    while True:
        marker = _MARKER.search(data, position)
        if marker is None:
            break
        before, position = position, marker.end()
        if marker[1] == b"END":
            opening.refuse(NAME, Message("pem_end_without_begin", {"label": _label(marker)}))
            number = number or -1
            continue
        number = max(number, 0) + 1
        end = _MARKER.search(data, position)
        if end is None or end[1] == b"BEGIN":
            position = len(data) if end is None else end.start()
            _unfinished(data, marker, position, number, opening, place)
            continue
        position = end.end()
        if end[2] != marker[2]:
            reason = Message("pem_labels_differ", {"number": number, "begin": _label(marker), "end": _label(end)})
            opening.refuse(NAME, reason)
            continue
        at = place.at(marker.start(), end.end() - marker.start())
        _read_block(data[marker.end() : end.start()], marker, number, opening, at, _name_before(data[before : marker.start()]))
        position, number, _ = _plain_certificates(data, position, number, opening, place)
    if not number:
        raise FileError("no_pem_lines")


def _plain_certificates(data: bytes, position: int, number: int, opening: Opening, place: Place) -> tuple[int, int, bool]:
    """Take the certificates from `position` on as long as nothing about them is out of the ordinary.

    There may be tens of thousands of them. Returns where to go on, how many blocks there have been, and whether
    there was nothing but white space between them.
    """
    find, starts_with, decode = data.find, data.startswith, binascii.a2b_base64
    found: list[tuple[bytes, int, int, object]] = []
    only = True
    while True:
        start = find(b"-----", position)
        if start < 0 or not starts_with(_BEGIN_CERTIFICATE, start):
            break
        if start - position > 2 and (between := data[position:start].strip()):
            only = False
            if b"friendlyName:" in between:
                break
        end = find(b"-----", start + len(_BEGIN_CERTIFICATE))
        if not starts_with(_END_CERTIFICATE, end):
            break
        body = data[start + len(_BEGIN_CERTIFICATE) : end]
        if body.translate(None, BASE64_AND_SPACE):
            break
        try:
            der = decode(body)
            certificate = parse_certificate(der)
        except (binascii.Error, DerError):
            break
        position = end + len(_END_CERTIFICATE)
        found.append((der, start, position - start, certificate))
    if found:
        opening.add_certificates(place, found)
    return position, max(number, 0) + len(found) if found else number, only


def _label(marker: re.Match[bytes]) -> str:
    return marker[2].decode("ascii").replace("_", " ")


def _name_before(text: bytes) -> str:
    """friendlyName out of the "Bag Attributes" that OpenSSL writes before a block."""
    names = _FRIENDLY_NAME.findall(text) if b"friendlyName:" in text else []
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
    """One block of any kind, however it is written."""
    label = _label(begin)
    place = place.in_block(number, label, name)
    try:
        headers, body = split_headers(_unprefixed(body, begin))
        if "DEK-Info" in headers:
            from workbench.core.formats import pem_encryption

            pem_encryption.read(body, headers["DEK-Info"], label, opening, place)
            return
        der, remarks = decode_base64(body)
        if not der:
            raise FileError("pem_empty", number=number, label=label)
        _read_content(der, label, opening, place.remarked(*remarks))
    except FileError as error:
        opening.refuse(NAME, error.message)


def _read_content(der: bytes, label: str, opening: Opening, place: Place) -> None:
    if der.startswith(_OPENSSH):
        from workbench.core.formats import openssh

        openssh.read(der, opening, place)
    elif der[:5] == b"-----":
        opening.open_nested(der, place, NAME)
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
    if prefix.strip(b"\"'`") and len(prefix) < 20 and body.count(b"\n" + prefix) + body.count(b" " + prefix) >= body.count(b"\n") // 2 > 0:
        return re.sub(rb"(?m)^[ \t]*" + re.escape(prefix), b"", body)
    return body
