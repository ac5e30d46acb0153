"""OCSP (RFC 6960): the question whether certificates are revoked, and the signed answer."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.remembered import remembered
from workbench.core.x509.certificate import Certificate, Extension, parse_certificate, parse_extensions
from workbench.core.x509.encoded import Encoded
from workbench.core.x509.name import Name, parse_name

BASIC = "1.3.6.1.5.5.7.48.1.1"
NONCE = "1.3.6.1.5.5.7.48.1.2"

RESPONSE_STATUS: Mapping[int, str] = {
    0: "successful",
    1: "malformedRequest",
    2: "internalError",
    3: "tryLater",
    5: "sigRequired",
    6: "unauthorized",
}
HASH_NAMES: Mapping[str, str] = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.8": "sha3_256",
    "2.16.840.1.101.3.4.2.9": "sha3_384",
    "2.16.840.1.101.3.4.2.10": "sha3_512",
    "1.2.840.113549.2.5": "md5",
}


@dataclass(frozen=True, slots=True)
class CertId:
    """CertID (RFC 6960 4.1.1): which certificate is meant.

    hash_algorithm    dotted OID; `issuer_name_hash` is of the issuer's DER Name, `issuer_key_hash` of its key's BIT STRING content
    """

    hash_algorithm: str
    issuer_name_hash: bytes
    issuer_key_hash: bytes
    serial_number: int
    element: Element

    @property
    def serial(self) -> str:
        """Lower-case hex without prefix."""
        return f"{self.serial_number:x}"

    def names_issuer(self, name_der: bytes, spki: bytes | None = None) -> bool | None:
        """Whether the hashes are those of this issuer name (and key, when given); None: the hash algorithm is not known."""
        name_hash = digest(self.hash_algorithm, name_der)
        if name_hash is None:
            return None
        if name_hash != self.issuer_name_hash:
            return False
        return spki is None or digest(self.hash_algorithm, key_octets(spki)) == self.issuer_key_hash

    def is_about(self, certificate: Certificate, issuer: Certificate | None = None) -> bool | None:
        """Whether this means `certificate`; with `issuer` its key is compared too. None: the hash algorithm is not known."""
        if certificate.serial_number != self.serial_number:
            return False
        return self.names_issuer(certificate.issuer_der, None if issuer is None else issuer.spki)


@remembered(4096, 4096)
def digest(algorithm: str, content: bytes) -> bytes | None:
    """The hash by its OID, None for an algorithm that is not known."""
    name = HASH_NAMES.get(algorithm)
    return None if name is None else hashlib.new(name, content, usedforsecurity=False).digest()


@remembered(4096, 4096)
def key_octets(spki: bytes) -> bytes:
    """The octets of subjectPublicKey without its unused-bits octet: what issuerKeyHash and a responder's byKey hash.

    Empty when the SubjectPublicKeyInfo cannot be followed.
    """
    try:
        parts = list(reader.children(reader.read(spki)))
        return values.bit_string(parts[1].expect(reader.BIT_STRING, "subjectPublicKey"))[0] if len(parts) > 1 else b""
    except DerError:
        return b""


def sha1_of_key(spki: bytes) -> bytes:
    """KeyHash of a responder id (RFC 6960 4.2.1): SHA-1 of the octets of the public key."""
    return hashlib.sha1(key_octets(spki), usedforsecurity=False).digest()


@dataclass(frozen=True, slots=True)
class SignatureParts:
    """What a signature is made over and with: the elements of algorithm, BIT STRING and of the certificates sent along."""

    signed: Element
    signature_algorithm: Element
    signature: Element
    certificates: Element | None


@dataclass(frozen=True, slots=True)
class CertRequest:
    """One Request of an OCSPRequest."""

    cert_id: CertId
    extensions_element: Element | None
    element: Element

    @property
    def extensions(self) -> tuple[Extension, ...]:
        return parse_extensions(self.extensions_element)


@dataclass(frozen=True, eq=False, repr=False)
class OcspRequest(Encoded):
    """One OCSPRequest (RFC 6960 4.1.1). Made by `parse_ocsp_request`, which reads only the frame.

    A property that meets something unreadable raises DerError. Equal when the bytes are equal.
    """

    outer: Element
    tbs_request: Element
    version_element: Element | None
    requestor_name: Element | None
    request_list: Element
    request_extensions: Element | None
    optional_signature: Element | None

    @property
    def version(self) -> int:
        return 1 if self.version_element is None else values.integer(reader.first(self.version_element)) + 1

    @functools.cached_property
    def requests(self) -> tuple[CertRequest, ...]:
        """What is asked, in order; several certificates can be asked for at once."""
        result = []
        for item in reader.children(self.request_list):
            parts = list(reader.children(item.expect(reader.SEQUENCE, "Request")))
            if not parts:
                raise DerError("der_wrong_count", item.start, field="Request", expected="1-2", found=0)
            extensions = next((part for part in parts[1:] if part.is_context(0)), None)
            result.append(CertRequest(_cert_id(parts[0]), extensions, item))
        return tuple(result)

    @functools.cached_property
    def extensions(self) -> tuple[Extension, ...]:
        return parse_extensions(self.request_extensions)

    @property
    def nonce(self) -> bytes | None:
        """The octets of the nonce (RFC 9654), without the OCTET STRING around them, or None."""
        return _nonce(self.extensions)

    @functools.cached_property
    def signature(self) -> SignatureParts | None:
        """The requester's own signature, rarely there. Raises DerError."""
        if self.optional_signature is None:
            return None
        parts = list(reader.children(reader.first(self.optional_signature).expect(reader.SEQUENCE, "Signature")))
        return _signature_parts(self.tbs_request, parts, "Signature")

    @functools.cached_property
    def certificates(self) -> tuple[Certificate, ...]:
        """Certificates sent along with the signature. Raises DerError."""
        return () if self.signature is None else _certificates(self.signature.certificates)


class CertStatus(StrEnum):
    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SingleResponse:
    """The answer about one certificate (RFC 6960 4.2.1).

    revocation_time, revocation_reason  of a revoked one; the reason is a CRLReason number or None
    """

    cert_id: CertId
    status: CertStatus
    revocation_time: datetime | None
    revocation_reason: int | None
    this_update: datetime
    next_update: datetime | None
    extensions_element: Element | None
    element: Element

    @property
    def extensions(self) -> tuple[Extension, ...]:
        return parse_extensions(self.extensions_element)


@dataclass(frozen=True)
class BasicFields:
    """The elements of a BasicOCSPResponse by their names in RFC 6960 4.2.1; None for an absent optional one."""

    basic_ocsp_response: Element
    tbs_response_data: Element
    version: Element | None
    responder_id: Element
    produced_at: Element
    responses: Element
    response_extensions: Element | None
    signature_algorithm: Element
    signature: Element
    certs: Element | None


@dataclass(frozen=True, eq=False, repr=False)
class OcspResponse(Encoded):
    """One OCSPResponse (RFC 6960 4.2.1). Made by `parse_ocsp_response`, which reads only the frame.

    status  responseStatus: 0 successful; all else is an error without further content (see `RESPONSE_STATUS`)
    basic   the elements of the basic response, None for an error status or a response type that is not known
    A property that meets something unreadable raises DerError. Equal when the bytes are equal.
    """

    outer: Element
    response_status: Element
    response_bytes: Element | None
    response_type: str
    basic: BasicFields | None

    @property
    def status(self) -> int:
        return values.integer(self.response_status)

    @property
    def status_name(self) -> str:
        """As RFC 6960 spells it, or the number."""
        return RESPONSE_STATUS.get(self.status, str(self.status))

    @property
    def successful(self) -> bool:
        return self.status == 0

    @property
    def responder_name(self) -> Name | None:
        """The responder by name, or None when it is named by its key."""
        if self.basic is None or not self.basic.responder_id.is_context(1):
            return None
        return parse_name(reader.first(self.basic.responder_id))

    @property
    def responder_key_hash(self) -> bytes | None:
        """SHA-1 of the responder's public key, or None when it is named by name."""
        if self.basic is None or not self.basic.responder_id.is_context(2):
            return None
        return values.octets(reader.first(self.basic.responder_id))

    def signed_by(self, certificate: Certificate) -> bool:
        """Whether the responder id names this certificate. The signature is not checked here."""
        name, key_hash = self.responder_name, self.responder_key_hash
        if name is not None:
            return name.matches(certificate.subject)
        return key_hash is not None and sha1_of_key(certificate.spki) == key_hash

    @property
    def produced_at(self) -> datetime | None:
        return None if self.basic is None else values.time(self.basic.produced_at)[0]

    @functools.cached_property
    def responses(self) -> tuple[SingleResponse, ...]:
        """The answers in order; none for an error. Raises DerError."""
        if self.basic is None:
            return ()
        return tuple(_single_response(item) for item in reader.children(self.basic.responses))

    @functools.cached_property
    def extensions(self) -> tuple[Extension, ...]:
        return () if self.basic is None else parse_extensions(self.basic.response_extensions)

    @property
    def nonce(self) -> bytes | None:
        """The octets of the nonce that the request brought, or None."""
        return _nonce(self.extensions)

    @property
    def signature(self) -> SignatureParts | None:
        """What the responder signed and with which algorithm, None for an error response."""
        basic = self.basic
        return None if basic is None else SignatureParts(basic.tbs_response_data, basic.signature_algorithm, basic.signature, basic.certs)

    @functools.cached_property
    def certificates(self) -> tuple[Certificate, ...]:
        """The certificates that came along, in order. Raises DerError."""
        return () if self.basic is None else _certificates(self.basic.certs)


def parse_ocsp_request(der: bytes) -> OcspRequest:
    """DER (leniently) -> OcspRequest. Bytes after it are refused. Raises DerError when the frame cannot be followed."""
    outer = reader.read_all(der, "OCSPRequest").expect(reader.SEQUENCE, "OCSPRequest")
    tbs = reader.first(outer).expect(reader.SEQUENCE, "tbsRequest")
    version = requestor = extensions = signature = None
    request_list: Element | None = None
    for part in reader.children(tbs):
        if part.is_context(0):
            version = part
        elif part.is_context(1):
            requestor = part
        elif part.is_context(2):
            extensions = part
        elif request_list is None:
            request_list = part.expect(reader.SEQUENCE, "requestList")
        else:
            raise DerError("der_unexpected_tag", part.start, field="tbsRequest", expected="a2", found=f"{part.identifier:02x}")
    if request_list is None:
        raise DerError("der_wrong_count", tbs.start, field="tbsRequest", expected="1-4", found=0)
    if tbs.after < outer.end:
        signature = reader.read(der, tbs.after, outer.end).expect(0xA0, "optionalSignature")
        if signature.after != outer.end:
            raise DerError("der_trailing_data", signature.after, field="OCSPRequest", count=outer.end - signature.after)
    return OcspRequest(der, outer, tbs, version, requestor, request_list, extensions, signature)


def parse_ocsp_response(der: bytes) -> OcspResponse:
    """DER (leniently) -> OcspResponse. Bytes after it are refused. Raises DerError when the frame cannot be followed."""
    outer = reader.read_all(der, "OCSPResponse").expect(reader.SEQUENCE, "OCSPResponse")
    status = reader.first(outer).expect(reader.ENUMERATED, "responseStatus")
    if status.after == outer.end:
        return OcspResponse(der, outer, status, None, "", None)
    wrapper = reader.read(der, status.after, outer.end).expect(0xA0, "responseBytes")
    if wrapper.after != outer.end:
        raise DerError("der_trailing_data", wrapper.after, field="OCSPResponse", count=outer.end - wrapper.after)
    response_bytes = reader.first(wrapper).expect(reader.SEQUENCE, "responseBytes")
    type_element = reader.first(response_bytes)
    response_type = values.oid_of(type_element, "responseType")
    content = reader.read(der, type_element.after, response_bytes.end).expect(reader.OCTET_STRING, "response")
    basic = _basic(reader.read(der, content.content, content.end)) if response_type == BASIC else None
    return OcspResponse(der, outer, status, response_bytes, response_type, basic)


def _basic(outer: Element) -> BasicFields:
    data = outer.data
    tbs = reader.first(outer.expect(reader.SEQUENCE, "BasicOCSPResponse")).expect(reader.SEQUENCE, "tbsResponseData")
    part = reader.first(tbs)
    version = None
    if part.is_context(0):
        version = part
        part = reader.read(data, part.after, tbs.end)
    responder = part
    if not (responder.is_context(1) or responder.is_context(2)):
        raise DerError("der_unexpected_tag", part.start, field="responderID", expected="a1/a2", found=f"{part.identifier:02x}")
    produced_at = reader.read(data, responder.after, tbs.end)
    responses = reader.read(data, produced_at.after, tbs.end).expect(reader.SEQUENCE, "responses")
    extensions = None
    if responses.after < tbs.end:
        extensions = reader.read(data, responses.after, tbs.end).expect(0xA1, "responseExtensions")
    rest = list(reader.children(outer))[1:]
    parts = _signature_parts(tbs, rest, "BasicOCSPResponse")
    return BasicFields(
        outer, tbs, version, responder, produced_at, responses, extensions, parts.signature_algorithm, parts.signature, parts.certificates
    )


def _signature_parts(signed: Element, parts: list[Element], what: str) -> SignatureParts:
    """signatureAlgorithm, signature, certs [0] OPTIONAL -> SignatureParts."""
    if not 2 <= len(parts) <= 3:
        raise DerError("der_wrong_count", signed.start, field=what, expected="2-3", found=len(parts))
    return SignatureParts(
        signed,
        parts[0].expect(reader.SEQUENCE, "signatureAlgorithm"),
        parts[1].expect(reader.BIT_STRING, "signature"),
        parts[2].expect(0xA0, "certs") if len(parts) == 3 else None,
    )


def _certificates(wrapper: Element | None) -> tuple[Certificate, ...]:
    if wrapper is None:
        return ()
    return tuple(parse_certificate(item.encoded) for item in reader.children(reader.first(wrapper)))


def _cert_id(element: Element) -> CertId:
    parts = list(reader.children(element.expect(reader.SEQUENCE, "CertID")))
    if len(parts) != 4:
        raise DerError("der_wrong_count", element.start, field="CertID", expected=4, found=len(parts))
    return CertId(
        values.oid_of(reader.first(parts[0].expect(reader.SEQUENCE, "hashAlgorithm")), "algorithm"),
        values.octets(parts[1].expect(reader.OCTET_STRING, "issuerNameHash")),
        values.octets(parts[2].expect(reader.OCTET_STRING, "issuerKeyHash")),
        values.integer(parts[3].expect(reader.INTEGER, "serialNumber")),
        element,
    )


def _single_response(item: Element) -> SingleResponse:
    parts = list(reader.children(item.expect(reader.SEQUENCE, "SingleResponse")))
    if not 3 <= len(parts) <= 5:
        raise DerError("der_wrong_count", item.start, field="SingleResponse", expected="3-5", found=len(parts))
    state = parts[1]
    revocation_time = revocation_reason = None
    if state.is_context(0):
        status = CertStatus.GOOD
    elif state.is_context(1):
        status = CertStatus.REVOKED
        inner = list(reader.children(state))
        if not inner:
            raise DerError("der_wrong_count", state.start, field="RevokedInfo", expected="1-2", found=0)
        revocation_time = values.time(inner[0])[0]
        if len(inner) > 1 and inner[1].is_context(0):
            revocation_reason = values.integer(reader.first(inner[1]).expect(reader.ENUMERATED, "revocationReason"))
    elif state.is_context(2):
        status = CertStatus.UNKNOWN
    else:
        raise DerError("der_unexpected_tag", state.start, field="certStatus", expected="80/a1/82", found=f"{state.identifier:02x}")
    next_update = next((values.time(reader.first(part))[0] for part in parts[3:] if part.is_context(0)), None)
    extensions = next((part for part in parts[3:] if part.is_context(1)), None)
    this_update = values.time(parts[2])[0]
    return SingleResponse(_cert_id(parts[0]), status, revocation_time, revocation_reason, this_update, next_update, extensions, item)


def _nonce(extensions: tuple[Extension, ...]) -> bytes | None:
    """Old writers put the octets into extnValue directly, without the OCTET STRING of RFC 6960 4.4.1; both are taken."""
    for extension in extensions:
        if extension.oid == NONCE:
            try:
                return reader.read_all(extension.value, "nonce").expect(reader.OCTET_STRING, "nonce").value
            except DerError:
                return extension.value
    return None
