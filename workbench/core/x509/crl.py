"""A certificate revocation list (RFC 5280 section 5): its frame at once, its entries only when asked for.

A list may hold hundreds of thousands of entries, so they are scanned once, for their places only; an entry becomes an
object when somebody looks at it.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import overload

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.x509.certificate import Extension, parse_extension_list, parse_extensions
from workbench.core.x509.encoded import Encoded
from workbench.core.x509.name import Name, parse_name

CRL_NUMBER = "2.5.29.20"
CRL_REASON = "2.5.29.21"
INVALIDITY_DATE = "2.5.29.24"
DELTA_CRL_INDICATOR = "2.5.29.27"
ISSUING_DISTRIBUTION_POINT = "2.5.29.28"
CERTIFICATE_ISSUER = "2.5.29.29"
AUTHORITY_KEY_IDENTIFIER = "2.5.29.35"

_CERTIFICATE_ISSUER_DER = bytes.fromhex("0603551d1d")


class Reason(IntEnum):
    """CRLReason (RFC 5280 5.3.1). 7 is not used."""

    UNSPECIFIED = 0
    KEY_COMPROMISE = 1
    CA_COMPROMISE = 2
    AFFILIATION_CHANGED = 3
    SUPERSEDED = 4
    CESSATION_OF_OPERATION = 5
    CERTIFICATE_HOLD = 6
    REMOVE_FROM_CRL = 8
    PRIVILEGE_WITHDRAWN = 9
    AA_COMPROMISE = 10


REASON_NAMES: Mapping[int, str] = {
    0: "unspecified",
    1: "keyCompromise",
    2: "cACompromise",
    3: "affiliationChanged",
    4: "superseded",
    5: "cessationOfOperation",
    6: "certificateHold",
    8: "removeFromCRL",
    9: "privilegeWithdrawn",
    10: "aACompromise",
}


@dataclass(frozen=True, slots=True)
class Fields:
    """The elements of a CRL, by their names in RFC 5280 5.1; None for an absent optional one."""

    certificate_list: Element
    tbs_cert_list: Element
    version: Element | None
    signature: Element
    issuer: Element
    this_update: Element
    next_update: Element | None
    revoked_certificates: Element | None
    crl_extensions: Element | None
    signature_algorithm: Element
    signature_value: Element


@dataclass(frozen=True)
class RevokedCertificate:
    """One entry of revokedCertificates. A property that meets something unreadable raises DerError.

    certificate_issuer  the name of the CA that issued the revoked certificate, when this entry or an earlier one of an
                        indirect CRL names it (RFC 5280 5.3.3); None: the CRL's own issuer
    """

    element: Element
    user_certificate: Element
    revocation_date_element: Element
    extensions_element: Element | None
    certificate_issuer: Name | None

    @property
    def serial_number(self) -> int:
        return values.integer(self.user_certificate)

    @property
    def serial(self) -> str:
        """Lower-case hex without prefix."""
        return f"{self.serial_number:x}"

    @property
    def revocation_date(self) -> datetime:
        return values.time(self.revocation_date_element)[0]

    @functools.cached_property
    def extensions(self) -> tuple[Extension, ...]:
        return () if self.extensions_element is None else parse_extension_list(self.extensions_element)

    def extension(self, oid: str) -> Extension | None:
        return next((extension for extension in self.extensions if extension.oid == oid), None)

    @property
    def reason(self) -> int | None:
        """CRLReason as a number (see `REASON_NAMES`), None when the entry gives none."""
        extension = self.extension(CRL_REASON)
        return None if extension is None else values.integer(_content(extension).expect(reader.ENUMERATED, "CRLReason"))

    @property
    def invalidity_date(self) -> datetime | None:
        """When the key is known or suspected to have become bad (RFC 5280 5.3.2)."""
        extension = self.extension(INVALIDITY_DATE)
        return None if extension is None else values.time(_content(extension))[0]


class RevokedCertificates(Sequence[RevokedCertificate]):
    """The entries of one CRL, in its order, each made when asked for.

    problem  the DerError that ended the scan early, or None; what stands before it is still here
    """

    def __init__(self, sequence: Element | None) -> None:
        self.problem: DerError | None = None
        self._data = b"" if sequence is None else sequence.data
        self._end = 0 if sequence is None else sequence.end
        self._starts: list[int] = []
        self._by_serial: dict[int, int] = {}
        self._repeated: dict[int, list[int]] = {}
        self._issuer_positions: list[int] = []
        self._issuers: list[Name] = []
        if sequence is not None:
            try:
                self._scan(sequence)
            except DerError as error:
                self.problem = error

    def _scan(self, sequence: Element) -> None:
        data, position, end = sequence.data, sequence.content, sequence.end
        starts, by_serial, from_bytes = self._starts, self._by_serial, int.from_bytes
        indirect = data.find(_CERTIFICATE_ISSUER_DER, position, end) >= 0
        while position < end:
            start = position
            # The common shape, short lengths everywhere, without an object per element; all else goes the careful way.
            if data[start] == 0x30 and start + 4 < end and (size := data[start + 1]) < 0x80:
                content, position = start + 2, start + 2 + size
                if position > end or data[content] != 0x02 or (length := data[content + 1]) >= 0x80 or length + 2 > size:
                    position, content, length = self._careful(start, end)
                else:
                    content += 2
            else:
                position, content, length = self._careful(start, end)
            serial = from_bytes(data[content : content + length], "big", signed=True)
            number = len(starts)
            if by_serial.setdefault(serial, number) != number:
                self._repeated.setdefault(serial, []).append(number)
            starts.append(start)
            if indirect and data.find(_CERTIFICATE_ISSUER_DER, content + length, position) >= 0:
                issuer = _certificate_issuer(self._entry(start, None))
                if issuer is not None:
                    self._issuer_positions.append(number)
                    self._issuers.append(issuer)

    def _careful(self, start: int, end: int) -> tuple[int, int, int]:
        entry = reader.read(self._data, start, end).expect(reader.SEQUENCE, "revokedCertificates")
        serial = reader.first(entry).expect(reader.INTEGER, "userCertificate")
        return entry.after, serial.content, serial.end - serial.content

    def _entry(self, start: int, issuer: Name | None) -> RevokedCertificate:
        entry = reader.read(self._data, start, self._end).expect(reader.SEQUENCE, "revokedCertificates")
        parts = list(reader.children(entry))
        if not 2 <= len(parts) <= 3:
            raise DerError("der_wrong_count", start, field="revokedCertificates", expected="2-3", found=len(parts))
        return RevokedCertificate(
            entry,
            parts[0].expect(reader.INTEGER, "userCertificate"),
            parts[1],
            parts[2].expect(reader.SEQUENCE, "crlEntryExtensions") if len(parts) == 3 else None,
            issuer,
        )

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> RevokedCertificate: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[RevokedCertificate, ...]: ...
    def __getitem__(self, index: int | slice) -> RevokedCertificate | tuple[RevokedCertificate, ...]:
        """Raises IndexError, and DerError when this entry's own structure is broken."""
        if isinstance(index, slice):
            return tuple(self[n] for n in range(*index.indices(len(self))))
        number = range(len(self))[index]
        place = bisect.bisect_right(self._issuer_positions, number)
        return self._entry(self._starts[number], self._issuers[place - 1] if place else None)

    def __iter__(self) -> Iterator[RevokedCertificate]:
        return (self[n] for n in range(len(self)))

    @property
    def certificate_issuers(self) -> tuple[Name, ...]:
        """The distinct names in certificateIssuer extensions, in order of appearance."""
        return tuple({name.der: name for name in self._issuers}.values())

    def element(self, index: int) -> Element:
        """The whole entry's element, also when what is inside cannot be read."""
        return reader.read(self._data, self._starts[index], self._end)

    def with_serial(self, serial: int) -> tuple[RevokedCertificate, ...]:
        """All entries with a serial number: one at most in an ordinary CRL, one an issuer in an indirect one.

        Raises DerError when there is none and the scan had ended early: then nobody knows.
        """
        number = self._by_serial.get(serial)
        if number is None:
            if self.problem is not None:
                raise self.problem
            return ()
        return tuple(self[n] for n in [number, *self._repeated.get(serial, ())])


@dataclass(frozen=True, eq=False, repr=False)
class CertificateList(Encoded):
    """One CRL. `der` is exactly its encoding. Equal when the bytes are equal.

    Made by `parse_crl`, which reads only the frame; a property that meets something unreadable raises DerError.
    """

    fields: Fields

    @property
    def version(self) -> int:
        """1 or 2 (or whatever else was written, plus one)."""
        return 1 if self.fields.version is None else values.integer(self.fields.version) + 1

    @functools.cached_property
    def issuer(self) -> Name:
        return parse_name(self.fields.issuer)

    @property
    def issuer_der(self) -> bytes:
        return self.fields.issuer.encoded

    @functools.cached_property
    def this_update(self) -> datetime:
        return values.time(self.fields.this_update)[0]

    @functools.cached_property
    def next_update(self) -> datetime | None:
        return None if self.fields.next_update is None else values.time(self.fields.next_update)[0]

    @functools.cached_property
    def extensions(self) -> tuple[Extension, ...]:
        """crlExtensions in order, repeated ones included. Raises DerError when the list cannot be followed."""
        return parse_extensions(self.fields.crl_extensions)

    @functools.cached_property
    def extension_by_oid(self) -> Mapping[str, Extension]:
        """The first extension of each OID; empty when the list cannot be read."""
        result: dict[str, Extension] = {}
        try:
            for extension in self.extensions:
                result.setdefault(extension.oid, extension)
        except DerError:
            return {}
        return result

    @property
    def crl_number(self) -> int | None:
        """RFC 5280 5.2.3, or None."""
        return self._number(CRL_NUMBER)

    @property
    def base_crl_number(self) -> int | None:
        """BaseCRLNumber of a delta CRL (RFC 5280 5.2.4); None: a complete CRL."""
        return self._number(DELTA_CRL_INDICATOR)

    @property
    def is_delta(self) -> bool:
        return DELTA_CRL_INDICATOR in self.extension_by_oid

    def _number(self, oid: str) -> int | None:
        extension = self.extension_by_oid.get(oid)
        return None if extension is None else values.integer(_content(extension).expect(reader.INTEGER, "CRLNumber"))

    @functools.cached_property
    def is_indirect(self) -> bool:
        """indirectCRL of the issuing distribution point: entries may be other CAs' certificates (RFC 5280 5.2.5)."""
        extension = self.extension_by_oid.get(ISSUING_DISTRIBUTION_POINT)
        try:
            return extension is not None and any(
                part.is_context(4) and values.boolean(part) for part in reader.children(_content(extension))
            )
        except DerError:
            return False

    @functools.cached_property
    def authority_key_identifier(self) -> bytes | None:
        """keyIdentifier of the signer (RFC 5280 5.2.1), or None."""
        extension = self.extension_by_oid.get(AUTHORITY_KEY_IDENTIFIER)
        try:
            if extension is not None:
                return next((part.value for part in reader.children(_content(extension)) if part.is_context(0)), None)
        except DerError:
            pass
        return None

    @functools.cached_property
    def revoked(self) -> RevokedCertificates:
        """The entries, lazily. Scanning them costs about 60 ms for 100,000, once."""
        return RevokedCertificates(self.fields.revoked_certificates)

    def find(self, serial: int, issuer: Name | None = None) -> RevokedCertificate | None:
        """The entry that revokes the certificate with this serial number from this issuer, or None.

        issuer  issuer of the certificate; None takes the CRL's own. When a serial stands twice, the later entry counts.
        Raises DerError when the list cannot be followed to its end and nothing was found before.
        """
        wanted = self.issuer if issuer is None else issuer
        found = [entry for entry in self.revoked.with_serial(serial) if (entry.certificate_issuer or self.issuer).matches(wanted)]
        return found[-1] if found else None

    def covers_issuer(self, issuer: Name) -> bool:
        """Whether certificates of this issuer can be in here: its own CRL, or an indirect one that names it."""
        if self.issuer.matches(issuer):
            return True
        return self.is_indirect and any(name.matches(issuer) for name in self.revoked.certificate_issuers)


def _content(extension: Extension) -> Element:
    """The one element inside extnValue, with its place in the CRL."""
    return reader.read(extension.value_element.data, extension.value_element.content, extension.value_element.end)


def _certificate_issuer(entry: RevokedCertificate) -> Name | None:
    """The directoryName of an entry's own certificateIssuer extension (RFC 5280 5.3.3)."""
    extension = entry.extension(CERTIFICATE_ISSUER)
    if extension is not None:
        for name in reader.children(_content(extension).expect(reader.SEQUENCE, "certificateIssuer")):
            if name.is_context(4):
                return parse_name(reader.first(name))
    return None


def parse_crl(der: bytes) -> CertificateList:
    """DER (leniently) -> CertificateList. Bytes after it are refused; give exactly one.

    Raises DerError when the frame of RFC 5280 5.1 cannot be followed; the error says where.
    """
    read = reader.read
    outer = reader.read_all(der, "CertificateList").expect(reader.SEQUENCE, "CertificateList")
    tbs = read(der, outer.content, outer.end).expect(reader.SEQUENCE, "tbsCertList")
    end = tbs.end
    part = read(der, tbs.content, end)
    version = None
    if part.identifier == reader.INTEGER:
        version = part
        part = read(der, part.after, end)
    signature = part.expect(reader.SEQUENCE, "signature")
    issuer = read(der, signature.after, end).expect(reader.SEQUENCE, "issuer")
    this_update = read(der, issuer.after, end)
    if this_update.identifier not in (reader.UTC_TIME, reader.GENERALIZED_TIME):
        raise DerError("der_unexpected_tag", this_update.start, field="thisUpdate", expected="17/18", found=f"{this_update.identifier:02x}")
    next_update = revoked = extensions = None
    position = this_update.after
    while position < end:
        part = read(der, position, end)
        position = part.after
        if part.identifier in (reader.UTC_TIME, reader.GENERALIZED_TIME) and next_update is revoked is extensions is None:
            next_update = part
        elif part.identifier == reader.SEQUENCE and revoked is extensions is None:
            revoked = part
        elif part.identifier == 0xA0 and extensions is None:
            extensions = part
        else:
            raise DerError("der_unexpected_tag", part.start, field="crlExtensions", expected="a0", found=f"{part.identifier:02x}")
    signature_algorithm = read(der, tbs.after, outer.end).expect(reader.SEQUENCE, "signatureAlgorithm")
    signature_value = read(der, signature_algorithm.after, outer.end).expect(reader.BIT_STRING, "signatureValue")
    if signature_value.after != outer.end:
        raise DerError("der_trailing_data", signature_value.after, field="CertificateList", count=outer.end - signature_value.after)
    fields = Fields(
        outer, tbs, version, signature, issuer, this_update, next_update, revoked, extensions, signature_algorithm, signature_value
    )
    return CertificateList(der, fields)
