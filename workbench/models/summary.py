"""The summary of an object as sections of labelled lines, in the user's language, all plain text. No widgets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from workbench import words
from workbench.core.asn1 import reader, values
from workbench.core.asn1.oids import oid_name
from workbench.core.asn1.reader import DerError
from workbench.core.collection import Collection
from workbench.core.errors import Message
from workbench.core.formats.found import FoundObject, OpenedFile
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.crl import CertificateList
from workbench.core.x509.decoded import extension
from workbench.core.x509.extensions import subject_alt_name
from workbench.core.x509.extensions.subject_alt_name import SubjectAltName
from workbench.core.x509.key_pair import PrivateKey, PublicKey
from workbench.core.x509.name import Name
from workbench.core.x509.ocsp import OcspResponse
from workbench.core.x509.public_key import describe_key
from workbench.core.x509.request import CertificationRequest, signature_message
from workbench.models.subject import Subject

MOST_NAMES = 50
"""Alternative names that are listed; the rest is counted (the Fields tab has them all)."""


@dataclass(frozen=True, slots=True)
class Line:
    """label and value; mono for names, numbers and digests; copy where the value is worth copying (in the form `exact` if given)."""

    label: str
    value: str
    mono: bool = False
    copy: bool = False
    exact: str = ""

    @property
    def copied(self) -> str:
        return self.exact or self.value


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[Line, ...]


translate = QCoreApplication.translate


class Summary:
    """Makes summaries in one language.

    related  what belongs together is known already, and asking for it costs nothing
    now      the moment that "days left" counts from
    """

    def __init__(self, language: str, collection: Collection | None, related: bool = True, now: datetime | None = None) -> None:
        self._language = language
        self._collection = collection if related else None
        self._now = now or datetime.now(UTC)

    def of(self, subject: Subject) -> tuple[Section, ...]:
        """Everything worth knowing at first sight. What cannot be read is said in its place."""
        sections = [*self._content(subject), *self._role(subject), *self._relations(subject), self._origin(subject)]
        return tuple(section for section in sections if section.lines)

    def of_refused(self, file: OpenedFile) -> tuple[Section, ...]:
        """What was tried on a file that gave nothing, and why each reader gave up."""
        tried = tuple(Line(self._reader(refusal.reader), self._say(refusal.reason)) for refusal in file.refusals)
        locked = tuple(Line(translate("Summary", "locked"), self._say(entry.what)) for entry in file.locked)
        path = words.visible(file.path) or translate("Summary", "pasted")
        origin = [Line(translate("Summary", "File"), path, True, bool(file.path))]
        if file.error is not None and not file.refusals:
            origin.append(Line(translate("Summary", "Problem"), self._say(file.error)))
        sections = (
            Section(translate("Summary", "Where it is from"), tuple(origin)),
            Section(translate("Summary", "Locked"), locked),
            Section(translate("Summary", "What was tried, and why each refused"), tried),
        )
        return tuple(section for section in sections if section.lines)

    # -- content ---------------------------------------------------------------------------------------------------

    def _content(self, subject: Subject) -> Iterator[Section]:
        match subject.parsed:
            case Certificate() as certificate:
                yield Section(translate("Summary", "Certificate"), tuple(self._certificate(certificate)))
                yield Section(translate("Summary", "Fingerprints"), tuple(self._fingerprints(subject.found, certificate)))
            case CertificationRequest() as request:
                yield Section(translate("Summary", "Certificate signing request"), tuple(self._request(request)))
            case CertificateList() as crl:
                yield Section(translate("Summary", "Certificate revocation list"), tuple(self._crl(crl)))
            case OcspResponse() as response:
                yield Section(translate("Summary", "OCSP response"), tuple(self._ocsp(response)))
            case PrivateKey() | PublicKey() as key:
                oid = key.algorithm_oid if isinstance(key, PrivateKey) else ""
                yield Section(translate("Summary", "Key"), tuple(self._key(key.spki, oid)))
            case _:
                count = len(subject.der)
                size = translate("Summary", "%n bytes", "", count)
                yield Section(translate("Summary", "Content"), (Line(translate("Summary", "Size"), size),))
        if subject.item is not None and subject.item.error is not None:
            yield Section(translate("Summary", "Problem"), (Line(translate("Summary", "Cannot be read"), self._say(subject.item.error)),))

    def _certificate(self, certificate: Certificate) -> Iterator[Line]:
        yield self._line(translate("Summary", "Subject"), lambda: _name(certificate.subject))
        yield from self._alternative_names(extension(certificate, SubjectAltName))
        yield self._line(translate("Summary", "Issuer"), lambda: _name(certificate.issuer))
        yield self._line(translate("Summary", "Valid"), lambda: self._validity(certificate.not_before, certificate.not_after), mono=False)
        yield self._line(translate("Summary", "Serial number"), lambda: certificate.serial)
        yield from self._key(certificate.spki, "")
        signature = certificate.fields.signature_algorithm
        yield self._line(translate("Summary", "Signature algorithm"), lambda: _algorithm(signature), mono=False, copy=False)

    def _alternative_names(self, names: SubjectAltName | None) -> Iterator[Line]:
        if names is not None:
            shown = [f"{name.label}: {name.value}" for name in names.names[:MOST_NAMES]]
            if len(names.names) > MOST_NAMES:
                others = len(names.names) - MOST_NAMES
                shown.append(translate("Summary", "and %n more", "", others))
            yield Line(translate("Summary", "Alternative names"), words_lines(shown), True, True)

    def _validity(self, start: datetime, end: datetime) -> str:
        span = f"{_minute(start)} – {_minute(end)}"
        if self._now < start:
            days = (start - self._now).days
            state = translate("Summary", "not valid yet; days until then: %n", "", days)
        elif self._now > end:
            days = (self._now - end).days
            state = translate("Summary", "expired; days since then: %n", "", days)
        else:
            days = (end - self._now).days
            state = translate("Summary", "days left: %n", "", days)
        return f"{span}\n{state}"

    def _key(self, spki: bytes | None, oid: str) -> Iterator[Line]:
        if spki is None:
            yield Line(translate("Summary", "Key"), oid_name(oid) or oid)
            return
        yield Line(translate("Summary", "Public key"), describe_key(spki).text)

    def _fingerprints(self, found: FoundObject, certificate: Certificate) -> Iterator[Line]:
        import base64
        import hashlib

        yield _digest("SHA-256", certificate.sha256)
        yield _digest("SHA-1", hashlib.sha1(certificate.der, usedforsecurity=False).hexdigest())
        pin = base64.b64encode(bytes.fromhex(certificate.spki_sha256)).decode()
        yield Line(translate("Summary", "Public key (SPKI) pin"), f"sha256/{pin}", True, True)

    def _request(self, request: CertificationRequest) -> Iterator[Line]:
        yield self._line(translate("Summary", "Subject"), lambda: _name(request.subject))
        wanted = request.extension_by_oid.get(subject_alt_name.OID)
        try:
            yield from self._alternative_names(subject_alt_name.parse(wanted.value) if wanted is not None else None)
        except DerError as error:
            yield Line(translate("Summary", "Alternative names"), self._say(error.message))
        yield from self._key(request.spki, "")
        yield Line(translate("Summary", "Signature"), self._say(signature_message(request)))
        yield _digest("SHA-256", request.sha256)

    def _crl(self, crl: CertificateList) -> Iterator[Line]:
        yield self._line(translate("Summary", "Issuer"), lambda: _name(crl.issuer))
        yield self._line(translate("Summary", "This update"), lambda: _minute(crl.this_update), mono=False)
        yield self._line(translate("Summary", "Next update"), lambda: _minute(crl.next_update) if crl.next_update else "–", mono=False)
        yield self._line(translate("Summary", "CRL number"), lambda: str(crl.crl_number) if crl.crl_number is not None else "–")
        yield self._line(translate("Summary", "Revoked certificates"), lambda: str(len(crl.revoked)), mono=False, copy=False)
        yield _digest("SHA-256", crl.sha256)

    def _ocsp(self, response: OcspResponse) -> Iterator[Line]:
        yield Line(translate("Summary", "Status"), response.status_name)
        try:
            for single in response.responses:
                text = f"{single.cert_id.serial}: {single.status}, {_minute(single.this_update)}"
                yield Line(translate("Summary", "Answer"), text + (f" – {_minute(single.next_update)}" if single.next_update else ""), True)
        except DerError as error:
            yield Line(translate("Summary", "Answer"), self._say(error.message))
        yield _digest("SHA-256", response.sha256)

    # -- what it is for, what belongs to it, where it is from ------------------------------------------------------

    def _role(self, subject: Subject) -> Iterator[Section]:
        item, certificate = subject.item, subject.certificate
        lines: list[Line] = []
        if certificate is not None:
            from workbench.core.x509.role import role_of

            role = self._collection.role(item) if item is not None and self._collection is not None else role_of(certificate)
            assert role is not None
            lines.append(Line(translate("Summary", "Role"), self._say(role.message)))
            if role.validation_level:
                level = Message(f"role_level_{role.validation_level.lower()}")
                lines.append(Line(translate("Summary", "Validation"), self._say(level)))
            lines += self._about(role.message)
            if role.also:
                lines.append(Line(translate("Summary", "Can also be"), ", ".join(self._say(message) for message in role.also_messages)))
            lines += [Line(translate("Summary", "Remark"), self._say(remark)) for remark in role.remarks]
        elif item is not None:
            lines.append(Line(translate("Summary", "Role"), self._say(item.description)))
            lines += self._about(item.description)
        yield Section(translate("Summary", "What it is for"), tuple(lines))

    def _about(self, message: Message) -> Iterator[Line]:
        parts = (
            ("other_names", translate("Summary", "Also called")),
            ("purpose", translate("Summary", "For")),
            ("issued_by", translate("Summary", "Issued by")),
            ("installed", translate("Summary", "Installed")),
        )
        for part, label in parts:
            text = words.say(message, self._language, part)
            if text:
                yield Line(label, text)

    def _relations(self, subject: Subject) -> Iterator[Section]:
        if self._collection is None or subject.item is None or subject.item.parsed is None:
            return
        lines = [Line("", self._say(relation.message)) for relation in self._collection.relations.of(subject.item.parsed)]
        yield Section(translate("Summary", "What belongs to it"), tuple(lines))

    def _origin(self, subject: Subject) -> Section:
        sources: Sequence[FoundObject] = subject.item.sources if subject.item is not None else ()
        lines: list[Line] = []
        for found in sources[:20]:
            where = words.visible(found.path) or translate("Summary", "pasted")
            lines.append(Line(translate("Summary", "File"), f"{where} #{found.part}", True, bool(found.path)))
            wrapped = " › ".join(words.visible(part) for part in found.container)
            if wrapped:
                lines.append(Line(translate("Summary", "Wrapped in"), wrapped))
            if found.name:
                lines.append(Line(translate("Summary", "Name there"), words.visible(found.name)))
            lines += [Line(translate("Summary", "Remark"), self._say(remark)) for remark in found.remarks]
        return Section(translate("Summary", "Where it is from"), tuple(lines))

    def _line(self, label: str, value: object, mono: bool = True, copy: bool = True) -> Line:
        """A line whose value may turn out to be unreadable."""
        try:
            assert callable(value)
            return Line(label, str(value()), mono, copy)
        except DerError as error:
            return Line(label, self._say(error.message))

    def _reader(self, name: str) -> str:
        """What a reader looks for, as people call it."""
        message = f"reader_{name}"
        return self._say(Message(message)) if words.has(message) else name

    def _say(self, message: Message) -> str:
        return words.say(message, self._language)


def words_lines(lines: Sequence[str]) -> str:
    """Lines of strangers' text, each made visible, one under the other."""
    return "\n".join(words.visible(line) for line in lines)


def _name(name: Name) -> str:
    return words_lines([f"{a.short_name} = {a.value}" for rdn in name.rdns for a in rdn]) or translate("Summary", "(empty)")


def _algorithm(element: reader.Element) -> str:
    oid = values.oid_of(reader.first(element), "algorithm")
    return oid_name(oid) or oid


def _minute(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _digest(label: str, digest: str) -> Line:
    """A fingerprint in pairs, sixteen octets a line; copied in one piece."""
    pairs = [digest[at : at + 2].upper() for at in range(0, len(digest), 2)]
    rows = [":".join(pairs[at : at + 16]) for at in range(0, len(pairs), 16)] if len(pairs) > 20 else [":".join(pairs)]
    return Line(label, "\n".join(rows), True, True, ":".join(pairs))
