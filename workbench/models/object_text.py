"""What a row of the object list says, in the user's language. All of it is plain text."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from workbench import words
from workbench.core.asn1.reader import DerError
from workbench.core.collection import Collection, Item
from workbench.core.errors import Message
from workbench.core.formats.found import FoundObject, Kind
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.role import role_of
from workbench.core.x509.trust_store import MOZILLA, SYSTEM
from workbench.models.choices import FILES
from workbench.models.link_text import link_text
from workbench.models.object_rows import Row, RowKind, Section

if TYPE_CHECKING:
    from workbench.core.x509.relations import Relation

_LETTERS = {
    Kind.PRIVATE_KEY: "K", Kind.PUBLIC_KEY: "P", Kind.SECRET_KEY: "K", Kind.CERTIFICATE_REQUEST: "R", Kind.CRL: "L",
    Kind.OCSP_REQUEST: "O", Kind.OCSP_RESPONSE: "O", Kind.PARAMETERS: "D", Kind.SPKAC: "S", Kind.UNKNOWN_DER: "?",
    Kind.CERTIFICATE: "!",
}  # fmt: skip
DAY = "%Y-%m-%d"


@dataclass(frozen=True, slots=True)
class RowText:
    """title, chip (what it is) and second line, all ready to be shown.

    letter  stands in the round mark of what has no verdict
    """

    title: str
    chip: str = ""
    second: str = ""
    letter: str = ""

    def as_text(self) -> str:
        return ", ".join(part for part in (self.title, self.chip, self.second) if part)


@dataclass(frozen=True, eq=False)
class ObjectText:
    """Words rows.

    relations  of the items that are no certificates, by item id; None while they are not known
    parts      how many objects of a kind a file gave: where several, their number is shown
    trust      the trust store whose anchors appear
    rows       all of them, so that one can look at those above it
    """

    language: str
    collection: Collection | None
    relations: Mapping[str, Sequence[Relation]] | None = field(default_factory=dict)
    parts: Mapping[tuple[str, Kind], int] = field(default_factory=dict)
    trust: str = MOZILLA
    rows: Sequence[Row] = ()

    def in_language(self, language: str) -> ObjectText:
        return replace(self, language=language)

    def with_relations(self, relations: Mapping[str, Sequence[Relation]]) -> ObjectText:
        return replace(self, relations=relations)

    def of(self, row: Row) -> RowText:
        match row.kind:
            case RowKind.HEADER:
                return RowText(_section_title(row.section))
            case RowKind.CERTIFICATE:
                return self._certificate(row)
            case RowKind.MISSING:
                return self._missing(row)
            case RowKind.ITEM:
                assert row.item is not None
                return self._item(row.item)
            case RowKind.LOCKED | RowKind.REFUSED:
                return self._closed(row)

    def _certificate(self, row: Row) -> RowText:
        certificate = row.certificate
        assert certificate is not None
        if row.item is not None:
            title = self.say(row.item.title)
            known = self.collection is not None and self.relations is not None
            role = self.collection.role(row.item) if known and self.collection is not None else row.item.role
            where = self.source(row.item.sources[0])
            if len(row.item.sources) > 1:
                others = len(row.item.sources) - 1
                more = QCoreApplication.translate("ObjectList", "%n more", "", others)
                both = QCoreApplication.translate("ObjectList", "{place} (+{more})")
                where = both.format(place=where, more=more) if where else more
        else:
            title, role, where = name_of(certificate), role_of(certificate), trust_name(self.trust)
        chip = self.say(role.tag) if role is not None else ""
        return RowText(title, chip, " · ".join(part for part in (where, _expiry(certificate)) if part))

    def link(self, row: Row) -> str:
        """How the row hangs from the one above; checks its signature unless that has been done."""
        above: list[Certificate | None] = []
        parent = row.parent
        while parent >= 0:
            above.append(self.rows[parent].certificate)
            parent = self.rows[parent].parent
        return link_text(row.node, above) if row.node is not None else ""

    def _missing(self, row: Row) -> RowText:
        assert row.node is not None and row.node.missing is not None
        name = words.visible(row.node.missing.short)
        missing = QCoreApplication.translate("ObjectList", "missing")
        return RowText(name, missing, QCoreApplication.translate("ObjectList", "This issuer’s certificate is not here"))

    def _item(self, item: Item) -> RowText:
        found = item.sources[0]
        facts = [self._fact(item)]
        facts += [short_relation(relation) for relation in (self.relations or {}).get(item.id, ())[:1]]
        second = " · ".join(fact for fact in facts if fact)
        title = words.visible(found.name) or self.source(found)
        return RowText(title, kind_name(item), second, _LETTERS.get(item.kind, "?"))

    def _fact(self, item: Item) -> str:
        from workbench.core.x509.crl import CertificateList
        from workbench.core.x509.key_pair import PrivateKey, PublicKey
        from workbench.core.x509.public_key import describe_key
        from workbench.core.x509.request import CertificationRequest

        parsed = item.parsed
        if item.error is not None:
            return self.say(item.error)
        try:
            match parsed:
                case PrivateKey() if parsed.spki is None:
                    return parsed.algorithm_oid
                case PrivateKey() | PublicKey() if parsed.spki is not None:
                    return describe_key(parsed.spki).text
                case CertificationRequest():
                    key = describe_key(parsed.spki).text
                    return " · ".join(part for part in (words.visible(parsed.subject.short), key) if part)
                case CertificateList():
                    revoked = len(parsed.revoked)
                    count = QCoreApplication.translate("ObjectList", "%n revoked", "", revoked)
                    issuer = QCoreApplication.translate("ObjectList", "of {issuer}").format(issuer=words.visible(parsed.issuer.short))
                    return f"{issuer} · {count}"
        except DerError as error:
            return self.say(error.message)
        return self.say(item.title)

    def _closed(self, row: Row) -> RowText:
        assert row.file is not None
        title = file_name(row.file.path)
        if row.kind is RowKind.LOCKED:
            second = "; ".join(self.say(locked.what) for locked in row.file.locked)
            return RowText(title, QCoreApplication.translate("ObjectList", "locked"), second, "L")
        return RowText(title, "", self.say(row.file.error) if row.file.error is not None else "")

    def searched(self, row: Row) -> str:
        """The cheap part of what a row says, for the filter."""
        if row.item is not None:
            return f"{self.say(row.item.title)} {row.item.sources[0].name} {self.source(row.item.sources[0])}"
        if row.certificate is not None:
            return name_of(row.certificate)
        return self.of(row).as_text()

    def source(self, found: FoundObject) -> str:
        """File name, with #number where the file holds several of the kind."""
        name = file_name(found.path)
        return f"{name} #{found.part}" if self.parts.get((found.path, found.kind), 1) > 1 else name

    def joined(self, sentences: Sequence[str]) -> str:
        """Sentences one after the other, as the language writes them."""
        return ("" if self.language == "ja" else " ").join(sentences)

    def say(self, message: Message) -> str:
        return words.say(message, self.language)


def _section_title(section: Section | None) -> str:
    match section:
        case Section.CHAIN:
            return QCoreApplication.translate("ObjectList", "Certificate chain")
        case Section.ALSO:
            return QCoreApplication.translate("ObjectList", "Also open")
        case Section.REFUSED:
            return QCoreApplication.translate("ObjectList", "Could not be opened")
    return ""


def kind_name(item: Item) -> str:
    """What kind of object it is, very short."""
    translate = QCoreApplication.translate
    match item.kind:
        case Kind.PRIVATE_KEY:
            return translate("ObjectList", "private key")
        case Kind.PUBLIC_KEY:
            return translate("ObjectList", "public key")
        case Kind.CERTIFICATE_REQUEST:
            return "CSR"
        case Kind.CRL:
            from workbench.core.x509.crl import CertificateList

            delta = isinstance(item.parsed, CertificateList) and item.parsed.is_delta
            return translate("ObjectList", "delta CRL") if delta else "CRL"
        case Kind.OCSP_REQUEST:
            return translate("ObjectList", "OCSP request")
        case Kind.OCSP_RESPONSE:
            return translate("ObjectList", "OCSP response")
        case Kind.SECRET_KEY:
            return translate("ObjectList", "secret key")
        case Kind.PARAMETERS:
            return translate("ObjectList", "parameters")
        case Kind.SPKAC:
            return "SPKAC"
        case Kind.CERTIFICATE:
            return translate("ObjectList", "certificate")
        case Kind.UNKNOWN_DER:
            return "ASN.1"


def short_relation(relation: Relation) -> str:
    """The relation in a few words ("key of www.example.test"), "" for those that need a sentence."""
    from workbench.core.x509.relations import RelationKind, short_name

    name = words.visible(short_name(relation.others[0]))
    if not name:
        return ""
    match relation.kind:
        case RelationKind.KEY_OF_CERTIFICATE:
            return QCoreApplication.translate("ObjectList", "key of {name}").format(name=name)
        case RelationKind.KEY_OF_REQUEST:
            return QCoreApplication.translate("ObjectList", "key of the CSR of {name}").format(name=name)
        case RelationKind.BECAME_CERTIFICATE:
            return QCoreApplication.translate("ObjectList", "became the certificate {name}").format(name=name)
        case RelationKind.OCSP_ABOUT:
            return QCoreApplication.translate("ObjectList", "about {name}").format(name=name)
    return ""


def file_name(path: str) -> str:
    """The name of a file as plain text; pasted bytes have none."""
    return words.visible(os.path.basename(path)) if path else QCoreApplication.translate("ObjectList", "pasted")


def name_of(certificate: Certificate) -> str:
    """What to call a certificate, whatever is wrong with its subject."""
    try:
        return words.visible(certificate.subject.short) or f"#{certificate.serial}"
    except DerError:
        return certificate.sha256[:16]


def trust_name(trust: str) -> str:
    """The trust store as people call it."""
    if trust == MOZILLA:
        return "Mozilla"
    if trust == SYSTEM:
        return QCoreApplication.translate("ObjectList", "operating system")
    if trust == FILES:
        return QCoreApplication.translate("ObjectList", "the open files’ roots")
    return words.visible(os.path.basename(trust) or trust)


def _expiry(certificate: Certificate) -> str:
    try:
        return certificate.not_after.strftime(DAY)
    except DerError:
        return ""
