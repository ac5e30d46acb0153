"""A certification request (PKCS #10, RFC 2986): who asks for a certificate, for which key, with which wishes."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.errors import Message
from workbench.core.x509.certificate import Extension, parse_extension_list
from workbench.core.x509.encoded import Encoded
from workbench.core.x509.name import Name, parse_name
from workbench.core.x509.signature import SignatureResult, SignatureState, algorithm_name, verify_signature

EXTENSION_REQUEST = "1.2.840.113549.1.9.14"  # RFC 2985 5.4.2
MICROSOFT_EXTENSION_REQUEST = "1.3.6.1.4.1.311.2.1.14"  # the same content, older
CHALLENGE_PASSWORD = "1.2.840.113549.1.9.7"  # RFC 2985 5.4.1
UNSTRUCTURED_NAME = "1.2.840.113549.1.9.2"


@dataclass(frozen=True, slots=True)
class Fields:
    """The elements of a request, by their names in RFC 2986 4; `attributes` is None when they were left out."""

    certification_request: Element
    certification_request_info: Element
    version: Element
    subject: Element
    subject_pk_info: Element
    attributes: Element | None
    signature_algorithm: Element
    signature: Element


@dataclass(frozen=True, slots=True)
class RequestAttribute:
    """One Attribute: dotted OID, the elements of its values, and its own element with spans."""

    oid: str
    values: tuple[Element, ...]
    element: Element


@dataclass(frozen=True, eq=False, repr=False)
class CertificationRequest(Encoded):
    """One request. `der` is exactly its encoding. Equal when the bytes are equal.

    Made by `parse_request`, which reads only the frame; a property that meets something unreadable raises DerError.
    """

    fields: Fields

    @property
    def version(self) -> int:
        """1 (or whatever else was written, plus one)."""
        return values.integer(self.fields.version) + 1

    @functools.cached_property
    def subject(self) -> Name:
        return parse_name(self.fields.subject)

    @property
    def subject_der(self) -> bytes:
        return self.fields.subject.encoded

    @property
    def spki(self) -> bytes:
        """DER of subjectPKInfo."""
        return self.fields.subject_pk_info.encoded

    @functools.cached_property
    def spki_sha256(self) -> str:
        return hashlib.sha256(self.spki).hexdigest()

    @functools.cached_property
    def attributes(self) -> tuple[RequestAttribute, ...]:
        """All attributes in order. Raises DerError when they cannot be followed."""
        if self.fields.attributes is None:
            return ()
        result = []
        for item in reader.children(self.fields.attributes):
            parts = list(reader.children(item.expect(reader.SEQUENCE, "Attribute")))
            if len(parts) != 2:
                raise DerError("der_wrong_count", item.start, field="Attribute", expected=2, found=len(parts))
            content = tuple(reader.children(parts[1].expect(reader.SET, "values")))
            result.append(RequestAttribute(values.oid_of(parts[0], "type"), content, item))
        return tuple(result)

    def attribute(self, oid: str) -> RequestAttribute | None:
        """The first attribute of this type, or None. Raises DerError."""
        return next((attribute for attribute in self.attributes if attribute.oid == oid), None)

    @functools.cached_property
    def extensions(self) -> tuple[Extension, ...]:
        """The extensions asked for, of every extensionRequest, in order. Raises DerError."""
        return tuple(
            extension
            for attribute in self.attributes
            if attribute.oid in (EXTENSION_REQUEST, MICROSOFT_EXTENSION_REQUEST)
            for value in attribute.values
            for extension in parse_extension_list(value)
        )

    @functools.cached_property
    def extension_by_oid(self) -> Mapping[str, Extension]:
        """The first extension of each OID; empty when they cannot be read."""
        result: dict[str, Extension] = {}
        try:
            for extension in self.extensions:
                result.setdefault(extension.oid, extension)
        except DerError:
            return {}
        return result

    @property
    def challenge_password(self) -> str | None:
        """The password with which the requester may later ask for revocation (RFC 2985 5.4.1), or None."""
        return self._text(CHALLENGE_PASSWORD)

    @property
    def unstructured_name(self) -> str | None:
        return self._text(UNSTRUCTURED_NAME)

    def _text(self, oid: str) -> str | None:
        attribute = self.attribute(oid)
        return values.text(attribute.values[0])[0] if attribute is not None and attribute.values else None


def request_signature(request: CertificationRequest) -> SignatureResult:
    """The request's signature, checked with the key inside it: the requester has the private key (RFC 2986 3). Never raises."""
    fields = request.fields
    algorithm = fields.signature_algorithm.encoded
    try:
        signature, unused = values.bit_string(fields.signature)
    except DerError:
        return SignatureResult(SignatureState.MALFORMED, algorithm_name(algorithm))
    if unused:
        return SignatureResult(SignatureState.MALFORMED, algorithm_name(algorithm))
    return verify_signature(request.spki, algorithm, fields.certification_request_info.encoded, signature)


def signature_message(request: CertificationRequest) -> Message:
    """What is to be said about the request's own signature."""
    result = request_signature(request)
    return Message(f"request_signature_{result.state}", {"algorithm": result.algorithm})


def parse_request(der: bytes) -> CertificationRequest:
    """DER (leniently) -> CertificationRequest. Bytes after it are refused; give exactly one.

    Absent attributes are taken as none (RFC 2986 demands them, some writers leave them out).
    Raises DerError when the frame of RFC 2986 4 cannot be followed; the error says where.
    """
    read = reader.read
    outer = reader.read_all(der, "CertificationRequest").expect(reader.SEQUENCE, "CertificationRequest")
    info = read(der, outer.content, outer.end).expect(reader.SEQUENCE, "certificationRequestInfo")
    version = read(der, info.content, info.end).expect(reader.INTEGER, "version")
    subject = read(der, version.after, info.end).expect(reader.SEQUENCE, "subject")
    spki = read(der, subject.after, info.end).expect(reader.SEQUENCE, "subjectPKInfo")
    attributes = None
    if spki.after < info.end:
        attributes = read(der, spki.after, info.end).expect(0xA0, "attributes")
        if attributes.after != info.end:
            raise DerError("der_trailing_data", attributes.after, field="certificationRequestInfo", count=info.end - attributes.after)
    algorithm = read(der, info.after, outer.end).expect(reader.SEQUENCE, "signatureAlgorithm")
    signature = read(der, algorithm.after, outer.end).expect(reader.BIT_STRING, "signature")
    if signature.after != outer.end:
        raise DerError("der_trailing_data", signature.after, field="CertificationRequest", count=outer.end - signature.after)
    return CertificationRequest(der, Fields(outer, info, version, subject, spki, attributes, algorithm, signature))
