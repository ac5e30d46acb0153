"""A certificate: its bytes, and where each field of RFC 5280 4.1 lies in them. Everything else is read when asked for."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.x509.encoded import Encoded
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


# Offsets in the DER: of serialNumber, issuer, validity, subject, subjectPublicKeyInfo, and of what follows the latter.
Frame = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, eq=False, repr=False)
class Certificate(Encoded):
    """One X.509 certificate. `der` is exactly its encoding. Equal when the bytes are equal.

    Made by `parse_certificate`, which reads only the frame; a property that meets something unreadable raises DerError.
    """

    frame: Frame

    @functools.cached_property
    def fields(self) -> Fields:
        """The elements with their spans and what is not DER about their headers."""
        return _fields(self.der)

    @functools.cached_property
    def version(self) -> int:
        """1, 2 or 3 (or whatever else was written, plus one)."""
        field = self.fields.version
        return 1 if field is None else values.integer(reader.first(field)) + 1

    @functools.cached_property
    def serial_number(self) -> int:
        return values.integer(reader.read(self.der, self.frame[0]))

    @property
    def serial(self) -> str:
        """Serial number in lower-case hex without prefix; a negative one has a minus sign."""
        number = self.serial_number
        return f"{number:x}"

    @functools.cached_property
    def issuer(self) -> Name:
        return parse_name(reader.read(self.issuer_der))

    @functools.cached_property
    def subject(self) -> Name:
        return parse_name(reader.read(self.subject_der))

    @property
    def issuer_der(self) -> bytes:
        return self.der[self.frame[1] : self.frame[2]]

    @property
    def subject_der(self) -> bytes:
        return self.der[self.frame[3] : self.frame[4]]

    @functools.cached_property
    def _validity(self) -> tuple[datetime, datetime]:
        validity = reader.read(self.der, self.frame[2])
        inner = list(reader.children(validity))
        if len(inner) != 2:
            raise DerError("der_wrong_count", validity.start, field="validity", expected=2, found=len(inner))
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
        return self.der[self.frame[4] : self.frame[5]]

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
    return () if wrapper is None else parse_extension_list(reader.first(wrapper))


def parse_extension_list(sequence: Element) -> tuple[Extension, ...]:
    """The `Extensions` SEQUENCE itself (also of a CRL entry) -> its extensions, in order. Raises DerError."""
    result = []
    for item in reader.children(sequence.expect(reader.SEQUENCE, "extensions")):
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
    return Certificate(der, _ordinary_frame(der) or _any_frame(der))


# What comes one after the other inside tbsCertificate after the version, by identifier octet, up to the public key.
_TBS_PARTS = (reader.INTEGER, reader.SEQUENCE, reader.SEQUENCE, reader.SEQUENCE, reader.SEQUENCE, reader.SEQUENCE)
_TBS_REST = frozenset((0x81, 0xA1, 0x82, 0xA2, 0xA3))


def _any_frame(der: bytes) -> Frame:
    f = _fields(der)
    spki = f.subject_public_key_info
    return f.serial_number.start, f.issuer.start, f.validity.start, f.subject.start, spki.start, spki.after


def _ordinary_frame(der: bytes) -> Frame | None:
    """The frame of a certificate whose headers are all of the usual kind, None for any other.

    Finds the same as `_any_frame`, without an object for each element: opening 20,000 certificates spends its time here.
    """
    try:
        # Shorter than 256 bytes there is no room for a key and a signature, longer than 65,535 is out of the ordinary.
        if der[0] != 0x30 or der[1] != 0x82 or 4 + (der[2] << 8 | der[3]) != len(der) or der[4] != 0x30:
            return None
        end = _after(der, 4)
        if end > len(der):
            return None
        position = 6 if der[5] < 0x80 else der[5] - 0x7A
        if der[position] == 0xA0:
            if der[position + 1] != 3:
                return None
            position += 5
        starts = []
        for expected in _TBS_PARTS:
            if der[position] != expected:
                return None
            starts.append(position)
            length = der[position + 1]
            if length < 0x80:
                position += 2 + length
            elif length == 0x81:
                position += 3 + der[position + 2]
            elif length == 0x82:
                position += 4 + (der[position + 2] << 8 | der[position + 3])
            else:
                return None
        spki_end = position
        while position < end:
            if der[position] not in _TBS_REST:
                return None
            position = _after(der, position)
        if position != end or der[end] != 0x30:
            return None
        position = _after(der, end)
        if der[position] != 0x03 or _after(der, position) != len(der):
            return None
    except IndexError:
        return None
    return starts[0], starts[2], starts[3], starts[4], starts[5], spki_end


def _after(der: bytes, position: int) -> int:
    """Offset after the element at `position`; past all ends for a length of an unusual form."""
    length = der[position + 1]
    if length < 0x80:
        return position + 2 + length
    if length == 0x81:
        return position + 3 + der[position + 2]
    if length == 0x82:
        return position + 4 + (der[position + 2] << 8 | der[position + 3])
    return len(der) + 1


def _fields(der: bytes) -> Fields:
    """Every element of a certificate. Raises DerError."""
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
    return Fields(
        outer, tbs, version, serial_number, signature, issuer, validity, subject, spki,
        issuer_unique_id, subject_unique_id, extensions, signature_algorithm, signature_value,
    )  # fmt: skip
