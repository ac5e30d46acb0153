"""Everything that is open, as one value: each distinct object once, with every place it was found in."""

from __future__ import annotations

import functools
import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.core.asn1.reader import DerError
from workbench.core.errors import FileError, Message
from workbench.core.formats import open_path
from workbench.core.formats.found import FoundObject, Kind, OpenedFile
from workbench.core.x509.certificate import Certificate, parse_certificate
from workbench.core.x509.role import Role, role_of
from workbench.core.x509.trust_store import TrustStore, paths_of, trust_anchors, trust_store

# What most files do not hold, and what is asked for after a verdict, is loaded when it is needed.
if TYPE_CHECKING:
    from workbench.core.x509.crl import CertificateList
    from workbench.core.x509.ocsp import OcspResponse
    from workbench.core.x509.relations import Relations, Thing
    from workbench.core.x509.request import CertificationRequest
    from workbench.core.x509.upload_boxes import Form, Plan


def _parse(kind: Kind, der: bytes) -> Thing | None:
    """The typed value, None for a kind that has none. Raises DerError."""
    match kind:
        case Kind.CERTIFICATE:
            return parse_certificate(der)
        case Kind.CERTIFICATE_REQUEST:
            from workbench.core.x509.request import parse_request

            return parse_request(der)
        case Kind.CRL:
            from workbench.core.x509.crl import parse_crl

            return parse_crl(der)
        case Kind.OCSP_REQUEST:
            from workbench.core.x509.ocsp import parse_ocsp_request

            return parse_ocsp_request(der)
        case Kind.OCSP_RESPONSE:
            from workbench.core.x509.ocsp import parse_ocsp_response

            return parse_ocsp_response(der)
        case Kind.PRIVATE_KEY:
            from workbench.core.x509.key_pair import PrivateKey

            return PrivateKey(der)
        case Kind.PUBLIC_KEY:
            from workbench.core.x509.key_pair import PublicKey

            return PublicKey(der)
    return None


class Item:
    """One distinct object, by its kind and bytes. Immutable; all but `kind` and `sources` is worked out when asked for.

    sources   where it was found, in the order of opening; at least one
    """

    def __init__(self, kind: Kind, sources: tuple[FoundObject, ...]) -> None:
        self.kind = kind
        self.sources = sources

    def __repr__(self) -> str:  # never the bytes: they may be a private key
        return f"<Item {self.kind} {self.sources[0].path}#{self.sources[0].part}>"

    def _found_also(self, sources: tuple[FoundObject, ...]) -> Item:
        """The same object found in other places; what was worked out is kept."""
        item = Item(self.kind, sources)
        for name, value in self.__dict__.items():
            item.__dict__.setdefault(name, value)
        return item

    @property
    def der(self) -> bytes:
        """The encoding (of a private key its PKCS#8 form: never show or log it)."""
        return self.sources[0].der

    @functools.cached_property
    def id(self) -> str:
        """The same for the same object in every collection: kind and SHA-256 of the bytes."""
        return f"{self.kind}:{hashlib.sha256(self.der).hexdigest()}"

    @functools.cached_property
    def _outcome(self) -> tuple[Thing | None, Message | None]:
        try:
            return _parse(self.kind, self.der), None
        except DerError as error:
            return None, error.message

    @property
    def parsed(self) -> Thing | None:
        """The typed value; None for the kinds that have none, and for what cannot be read."""
        found = self.sources[0]
        ready = found.parsed
        return ready if isinstance(ready, Certificate) and ready.der == found.der else self._outcome[0]

    @property
    def error(self) -> Message | None:
        """Why it could not be read, None when it could."""
        return None if self.parsed is not None else self._outcome[1]

    @property
    def certificate(self) -> Certificate | None:
        """`parsed` if it is a certificate."""
        parsed = self.parsed
        return parsed if isinstance(parsed, Certificate) else None

    @functools.cached_property
    def title(self) -> Message:
        """What a person calls it: "www.example.org", "private key RSA 2048", "CRL of Example CA"."""
        try:
            return self._title()
        except DerError:
            return Message("item_unreadable", {"kind": self.description, "path": self.sources[0].path})

    def _title(self) -> Message:
        parsed = self.parsed
        if self.error is not None:
            return Message("item_unreadable", {"kind": self.description, "path": self.sources[0].path})
        if isinstance(parsed, Certificate):
            return Message("item_certificate", {"name": _certificate_title(parsed)})
        if parsed is None:
            return Message(f"item_{self.kind}")
        from workbench.core.x509.crl import CertificateList
        from workbench.core.x509.key_pair import PrivateKey, PublicKey
        from workbench.core.x509.ocsp import OcspRequest, OcspResponse
        from workbench.core.x509.public_key import describe_key
        from workbench.core.x509.request import CertificationRequest

        match parsed:
            case CertificationRequest():
                return Message("item_certificate_request", {"name": parsed.subject.short or _first_alt_name(parsed) or "-"})
            case CertificateList():
                return Message("item_delta_crl" if parsed.is_delta else "item_crl", {"issuer": parsed.issuer.short})
            case OcspResponse() if parsed.responses:
                return Message("item_ocsp_response", {"serial": parsed.responses[0].cert_id.serial})
            case OcspResponse():
                return Message("item_ocsp_response_error", {"status": parsed.status_name})
            case OcspRequest():
                serials = ", ".join(request.cert_id.serial for request in parsed.requests[:3])
                return Message("item_ocsp_request", {"serial": serials})
            case PrivateKey():
                return Message("item_private_key", {"key": describe_key(parsed.spki).text if parsed.spki else parsed.algorithm_oid})
            case PublicKey():
                return Message("item_public_key", {"key": describe_key(parsed.spki).text})

    @functools.cached_property
    def role(self) -> Role | None:
        """What a certificate is for; None for everything else."""
        certificate = self.certificate
        return None if certificate is None else role_of(certificate)

    @property
    def description(self) -> Message:
        """What kind of thing it is, for everything: a certificate's role, else "certificate signing request" and so on.

        `words` parts: sentence, other_names, purpose, issued_by, installed.
        """
        role = self.role if self.kind is Kind.CERTIFICATE else None
        return role.message if role is not None else Message(f"role_{self.kind}")


def _certificate_title(certificate: Certificate) -> str:
    """The subject's short name, or what stands in its place when the subject is empty."""
    return certificate.subject.short or _first_alt_name(certificate) or certificate.serial


def _first_alt_name(holder: Certificate | CertificationRequest) -> str:
    from workbench.core.x509.extensions import subject_alt_name

    extension = holder.extension_by_oid.get(subject_alt_name.OID)
    try:
        return subject_alt_name.parse(extension.value).names[0].value if extension is not None else ""
    except (DerError, IndexError):
        return ""


class Collection:
    """What came out of a number of opened files. Immutable; cheap to make, since everything is worked out when asked for.

    files   in the order of opening
    items   each distinct object once, in the order of first appearance
    """

    def __init__(self, files: Iterable[OpenedFile] = (), _known: Mapping[Kind, Mapping[bytes, Item]] | None = None) -> None:
        self.files = tuple(files)
        places: dict[Kind, dict[bytes, list[FoundObject]]] = {}
        order: list[tuple[Kind, list[FoundObject]]] = []
        kind: Kind | None = None
        for file in self.files:
            for found in file.objects:
                if found.kind is not kind:
                    kind = found.kind
                    same_kind = places.setdefault(kind, {})
                same = same_kind.get(found.der)
                if same is None:
                    same_kind[found.der] = same = []
                    order.append((kind, same))
                same.append(found)
        if _known:
            none: Mapping[bytes, Item] = {}
            self.items = tuple([_item(kind, tuple(same), _known.get(kind, none).get(same[0].der)) for kind, same in order])
        else:
            self.items = tuple([Item(kind, tuple(same)) for kind, same in order])

    def __repr__(self) -> str:
        return f"<Collection {len(self.files)} files, {len(self.items)} items>"

    @functools.cached_property
    def _items(self) -> Mapping[Kind, Mapping[bytes, Item]]:
        result: dict[Kind, dict[bytes, Item]] = {}
        for item in self.items:
            result.setdefault(item.kind, {})[item.der] = item
        return result

    def of_files(self, files: Iterable[OpenedFile]) -> Collection:
        """What came out of these files instead; what was worked out about objects that are there again is kept."""
        return Collection(files, self._items)

    def with_files(self, files: Iterable[OpenedFile]) -> Collection:
        """With these too. A file of the same path takes the place of the one that was there; pasted ones (no path) are added."""
        fresh = tuple(files)
        replaced = {file.path for file in fresh if file.path}
        kept = tuple(file for file in self.files if file.path not in replaced)
        return Collection((*kept, *fresh), self._items)

    def without(self, *items: Item) -> Collection:
        """Without these objects, wherever they were found. A file that gave nothing else goes too."""
        gone = {(item.kind, item.der) for item in items}
        files = []
        for file in self.files:
            objects = tuple(found for found in file.objects if (found.kind, found.der) not in gone)
            if len(objects) == len(file.objects):
                files.append(file)
            elif objects or file.locked:
                files.append(replace(file, objects=objects))
        return Collection(files, self._items)

    def without_files(self, *paths: str) -> Collection:
        """Without the files of these paths and what only they gave."""
        return Collection((file for file in self.files if file.path not in paths), self._items)

    def of_kind(self, kind: Kind) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.kind is kind)

    @functools.cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    def item_of(self, thing: Thing) -> Item | None:
        """The item whose `parsed` equals this value, or None."""
        return self._by_thing.get(thing)

    @functools.cached_property
    def _by_thing(self) -> Mapping[Thing, Item]:
        result: dict[Thing, Item] = {}
        for item in self.items:
            if item.parsed is not None:
                result.setdefault(item.parsed, item)
        return result

    @functools.cached_property
    def certificates(self) -> tuple[Certificate, ...]:
        """Every certificate that can be read, also those that only came inside an OCSP response."""
        own = [item.parsed for item in self.items if isinstance(item.parsed, Certificate)]
        sent: list[Certificate] = []
        for response in self.ocsp_responses:
            try:
                sent += response.certificates
            except DerError:
                continue
        return tuple(dict.fromkeys((*own, *sent))) if sent else tuple(own)

    @functools.cached_property
    def crls(self) -> tuple[CertificateList, ...]:
        found = self.of_kind(Kind.CRL)
        if not found:
            return ()
        from workbench.core.x509.crl import CertificateList

        return tuple(item.parsed for item in found if isinstance(item.parsed, CertificateList))

    @functools.cached_property
    def ocsp_responses(self) -> tuple[OcspResponse, ...]:
        found = self.of_kind(Kind.OCSP_RESPONSE)
        if not found:
            return ()
        from workbench.core.x509.ocsp import OcspResponse

        return tuple(item.parsed for item in found if isinstance(item.parsed, OcspResponse))

    @functools.cached_property
    def duplicates(self) -> tuple[Item, ...]:
        """The objects that were found in more than one place."""
        return tuple(item for item in self.items if len(item.sources) > 1)

    @functools.cached_property
    def relations(self) -> Relations:
        """What belongs together (keys, requests, certificates, CRLs, OCSP), by `relations.of(thing)`."""
        from workbench.core.x509.relations import Relations

        return Relations((*self.certificates, *(item.parsed for item in self.items if item.parsed is not None)))

    def role(self, item: Item) -> Role | None:
        """As `item.role`, knowing the other certificates: a cross-certificate is told from an ordinary intermediate CA."""
        certificate = item.certificate
        if certificate is None:
            return None
        return role_of(certificate, self.relations.is_cross_signed(certificate))

    @functools.cached_property
    def _parts(self) -> Mapping[tuple[str, Kind], int]:
        return Counter((found.path, found.kind) for file in self.files for found in file.objects)

    def place_of(self, item: Item) -> Message:
        """Where it stands, in words: the file, and which part of it when the file holds more of its kind."""
        found = item.sources[0]
        if not found.path:
            return Message("place_pasted")
        count = self._parts[found.path, found.kind]
        name = os.path.basename(found.path)
        if count < 2:
            return Message("place_whole", {"file": name})
        return Message("place_part", {"file": name, "kind": Message(f"role_{found.kind}"), "part": found.part, "count": count})

    def upload_plan(self, form: Form, certificate: Certificate, anchors: TrustStore | Sequence[Certificate] = ()) -> Plan:
        """Which of the open things goes into which box of a form, to serve this certificate."""
        from workbench.core.x509.key_pair import PrivateKey
        from workbench.core.x509.upload_boxes import plan

        keys = [item.parsed for item in self.items if isinstance(item.parsed, PrivateKey)]
        return plan(form, certificate, self.certificates, keys, anchors, locked=bool(self.locked))

    @property
    def locked(self) -> tuple[OpenedFile, ...]:
        """Files in which something needs a password."""
        return tuple(file for file in self.files if file.locked)

    @property
    def errors(self) -> tuple[tuple[str, Message], ...]:
        """(path, why) of the files that gave nothing, and of objects that could not be read."""
        files = [(file.path, file.error) for file in self.files if file.error is not None]
        objects = [(item.sources[0].path, item.error) for item in self.items if item.error is not None]
        return (*files, *objects)


def _item(kind: Kind, sources: tuple[FoundObject, ...], known: Item | None) -> Item:
    if known is None:
        return Item(kind, sources)
    return known if known.sources == sources else known._found_also(sources)


def chosen_anchors(choice: str | Sequence[str], passwords: Sequence[str] = ()) -> TrustStore:
    """As `trust_store.trust_anchors`, and also from files of every other format that is read here (PKCS#7, PKCS#12, JKS ...).

    Raises FileError as that does.
    """
    try:
        return trust_anchors(choice)
    except FileError as error:
        if error.message.id != "trust_no_certificates":
            raise
        paths = paths_of(choice)
        certificates = Collection(opened for path in paths for opened in open_path(path, passwords)).certificates
        if not certificates:
            raise
        return trust_store(os.pathsep.join(paths), certificates)
