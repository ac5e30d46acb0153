"""A certificate: its bytes, and where each field of RFC 5280 4.1 lies in them. Everything else is read when asked for."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.x509.name import Name, parse_name


@dataclass(frozen=True, slots=True)
class Extension:
    """One Extension (RFC 5280 4.1): dotted OID, criticality, the octets of extnValue, and its element with spans."""

    oid: str
    critical: bool
    value: bytes
    element: Element
    value_element: Element


@dataclass(frozen=True, slots=True)
class Fields:
    """The elements of a certificate, by their names in RFC 5280 4.1; None for an absent optional one."""

    certificate: Element
    tbs_certificate: Element
    version: Element | None
    serial_number: Element
    signature: Element
    issuer: Element
    validity: Element
    subject: Element
    subject_public_key_info: Element
    issuer_unique_id: Element | None
    subject_unique_id: Element | None
    extensions: Element | None
    signature_algorithm: Element
    signature_value: Element


@dataclass(frozen=True, eq=False)
class Certificate:
    """One X.509 certificate. `der` is exactly its encoding. Equal when the bytes are equal.

    Made by `parse_certificate`, which reads only the frame; a property that meets something unreadable raises DerError.
    """

    der: bytes
    fields: Fields

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Certificate) and self.der == other.der

    def __hash__(self) -> int:
        return hash(self.der)

    def __repr__(self) -> str:
        return f"<Certificate {self.sha256[:16]}>"

    @functools.cached_property
    def sha256(self) -> str:
        """Lower-case hex of the SHA-256 fingerprint."""
        return hashlib.sha256(self.der).hexdigest()

    @functools.cached_property
    def version(self) -> int:
        """1, 2 or 3 (or whatever else was written, plus one)."""
        field = self.fields.version
        return 1 if field is None else values.integer(reader.first(field)) + 1

    @functools.cached_property
    def serial_number(self) -> int:
        return values.integer(self.fields.serial_number)

    @property
    def serial(self) -> str:
        """Serial number in lower-case hex without prefix; a negative one has a minus sign."""
        number = self.serial_number
        return f"{number:x}"

    @functools.cached_property
    def issuer(self) -> Name:
        return parse_name(self.fields.issuer)

    @functools.cached_property
    def subject(self) -> Name:
        return parse_name(self.fields.subject)

    @property
    def issuer_der(self) -> bytes:
        return self.fields.issuer.encoded

    @property
    def subject_der(self) -> bytes:
        return self.fields.subject.encoded

    @functools.cached_property
    def _validity(self) -> tuple[datetime, datetime]:
        inner = list(reader.children(self.fields.validity))
        if len(inner) != 2:
            raise DerError("der_wrong_count", self.fields.validity.start, field="validity", expected=2, found=len(inner))
        return values.time(inner[0])[0], values.time(inner[1])[0]

    @property
    def not_before(self) -> datetime:
        return self._validity[0]

    @property
    def not_after(self) -> datetime:
        return self._validity[1]

    @property
    def spki(self) -> bytes:
        """DER of subjectPublicKeyInfo."""
        return self.fields.subject_public_key_info.encoded

    @functools.cached_property
    def spki_sha256(self) -> str:
        return hashlib.sha256(self.spki).hexdigest()

    @functools.cached_property
    def extensions(self) -> tuple[Extension, ...]:
        """All extensions in order, repeated ones included. Raises DerError when the list cannot be followed."""
        return parse_extensions(self.fields.extensions)

    @functools.cached_property
    def extension_by_oid(self) -> Mapping[str, Extension]:
        """The first extension of each OID; empty when the list cannot be read (a finding says so elsewhere)."""
        result: dict[str, Extension] = {}
        try:
            for extension in self.extensions:
                result.setdefault(extension.oid, extension)
        except DerError:
            pass
        return result

    @functools.cached_property
    def subject_key_identifier(self) -> bytes | None:
        """keyIdentifier of the subject (RFC 5280 4.2.1.2), or None."""
        extension = self.extension_by_oid.get("2.5.29.14")
        try:
            return None if extension is None else reader.read(extension.value).value
        except DerError:
            return None

    @functools.cached_property
    def authority_key_identifier(self) -> bytes | None:
        """keyIdentifier of the issuer (RFC 5280 4.2.1.1), or None when there is none in the extension."""
        extension = self.extension_by_oid.get("2.5.29.35")
        try:
            if extension is not None:
                for part in reader.children(reader.read(extension.value)):
                    if part.is_context(0):
                        return part.value
        except DerError:
            pass
        return None

    @property
    def self_issued(self) -> bool:
        """Subject and issuer are the same name (RFC 5280 6.1)."""
        return self.subject_der == self.issuer_der or self.subject.matches(self.issuer)


def parse_extensions(wrapper: Element | None) -> tuple[Extension, ...]:
    """The `[3] EXPLICIT Extensions` (or `[0]` of a CRL) element -> its extensions, in order. Raises DerError."""
    if wrapper is None:
        return ()
    result = []
    for item in reader.children(reader.first(wrapper).expect(reader.SEQUENCE, "extensions")):
        parts = list(reader.children(item.expect(reader.SEQUENCE, "Extension")))
        if not 2 <= len(parts) <= 3:
            raise DerError("der_wrong_count", item.start, field="Extension", expected="2-3", found=len(parts))
        critical = len(parts) == 3 and values.boolean(parts[1].expect(reader.BOOLEAN, "critical"))
        value = parts[-1].expect(reader.OCTET_STRING, "extnValue")
        result.append(Extension(values.oid_of(parts[0], "extnID"), critical, value.value, item, value))
    return tuple(result)


def parse_certificate(der: bytes) -> Certificate:
    """DER (leniently) -> Certificate. Bytes after the certificate are refused; give exactly one.

    Raises DerError when the frame of RFC 5280 4.1 cannot be followed; the error says where.
    """
    outer = reader.read_all(der, "Certificate").expect(reader.SEQUENCE, "Certificate")
    read = reader.read
    tbs = read(der, outer.content, outer.end).expect(reader.SEQUENCE, "tbsCertificate")
    position, end = tbs.content, tbs.end
    part = read(der, position, end)
    version = None
    if part.identifier == 0xA0:
        version = part
        part = read(der, part.after, end)
    serial_number = part.expect(reader.INTEGER, "serialNumber")
    signature = read(der, serial_number.after, end).expect(reader.SEQUENCE, "signature")
    issuer = read(der, signature.after, end).expect(reader.SEQUENCE, "issuer")
    validity = read(der, issuer.after, end).expect(reader.SEQUENCE, "validity")
    subject = read(der, validity.after, end).expect(reader.SEQUENCE, "subject")
    spki = read(der, subject.after, end).expect(reader.SEQUENCE, "subjectPublicKeyInfo")
    position = spki.after
    issuer_unique_id = subject_unique_id = extensions = None
    while position < end:
        part = read(der, position, end)
        position = part.after
        if part.is_context(1):
            issuer_unique_id = part
        elif part.is_context(2):
            subject_unique_id = part
        elif part.is_context(3):
            extensions = part
        else:
            raise DerError("der_unexpected_tag", part.start, field="extensions", expected="a3", found=f"{part.identifier:02x}")
    signature_algorithm = read(der, tbs.after, outer.end).expect(reader.SEQUENCE, "signatureAlgorithm")
    signature_value = read(der, signature_algorithm.after, outer.end).expect(reader.BIT_STRING, "signatureValue")
    if signature_value.after != outer.end:
        raise DerError("der_trailing_data", signature_value.after, field="Certificate", count=outer.end - signature_value.after)
    fields = Fields(
        outer, tbs, version, serial_number, signature, issuer, validity, subject, spki,
        issuer_unique_id, subject_unique_id, extensions, signature_algorithm, signature_value,
    )  # fmt: skip
    return Certificate(der, fields)
