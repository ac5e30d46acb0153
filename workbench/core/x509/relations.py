"""Which of the open things belong together, and how: keys, requests, certificates, CRLs and OCSP messages.

Every question goes through a dictionary that is built once, in linear time, when the first question of its sort comes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from workbench.core.asn1.reader import DerError
from workbench.core.errors import Message
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.crl import CertificateList
from workbench.core.x509.key_pair import PrivateKey, PublicKey, key_identity
from workbench.core.x509.name import Name
from workbench.core.x509.ocsp import CertId, OcspRequest, OcspResponse, sha1_of_key
from workbench.core.x509.relation_rules import (
    answers_request,
    became,
    covers,
    crl_issuers,
    is_ca,
    is_delta_of,
    is_twin,
    renewals,
    safe,
    same_issuer,
    same_subject,
    signed_by,
    subject_is,
)
from workbench.core.x509.request import CertificationRequest
from workbench.core.x509.role import CT_POISON, is_self_signed

Thing = Certificate | CertificationRequest | CertificateList | OcspRequest | OcspResponse | PrivateKey | PublicKey
KeyHolder = Certificate | CertificationRequest | PrivateKey | PublicKey

# String types and ASCII case count for nothing in names: folded away, equal names fall into one bucket (others may too).
_FOLD = bytes.maketrans(bytes([0x13, 0x14, 0x16]) + bytes(range(0x41, 0x5B)), bytes([0x0C, 0x0C, 0x0C]) + bytes(range(0x61, 0x7B)))


class RelationKind(StrEnum):
    """`relation_<kind>` in the words, with the blank {others}: the short names of the other things."""

    KEY_OF_CERTIFICATE = "key_of_certificate"
    KEY_OF_REQUEST = "key_of_request"
    PUBLIC_HALF_OF = "public_half_of"
    PRIVATE_KEY_HERE = "private_key_here"
    PUBLIC_KEY_HERE = "public_key_here"
    BECAME_CERTIFICATE = "became_certificate"
    FROM_REQUEST = "from_request"
    REQUEST_SAME_KEY = "request_same_key"
    CERTIFICATE_SAME_KEY = "certificate_same_key"
    SAME_KEY = "same_key"
    CROSS_SIGNED = "cross_signed"
    RENEWED_BY = "renewed_by"
    RENEWS = "renews"
    PRECERTIFICATE_OF = "precertificate_of"
    HAS_PRECERTIFICATE = "has_precertificate"
    SAME_NAME_OTHER_KEY = "same_name_other_key"
    CRL_COVERS = "crl_covers"
    COVERED_BY_CRL = "covered_by_crl"
    DELTA_OF = "delta_of"
    HAS_DELTA = "has_delta"
    OCSP_ABOUT = "ocsp_about"
    ASKED_BY_OCSP = "asked_by_ocsp"
    ANSWERED_BY_OCSP = "answered_by_ocsp"
    OCSP_ANSWERS_REQUEST = "ocsp_answers_request"
    OCSP_REQUEST_ANSWERED = "ocsp_request_answered"
    OCSP_SIGNED_BY = "ocsp_signed_by"
    SIGNS_OCSP = "signs_ocsp"


@dataclass(frozen=True)
class Relation:
    """`thing` stands in this relation to each of `others` (at least one)."""

    kind: RelationKind
    thing: Thing
    others: tuple[Thing, ...]

    @property
    def message(self) -> Message:
        """The sentence, naming at most five of the others; `{count}` is how many there are."""
        named = tuple(Message("relation_thing", {"name": short_name(other)}) for other in self.others[:5])
        return Message(f"relation_{self.kind}", {"others": named, "count": len(self.others)})


def short_name(thing: Thing) -> str:
    """What a person calls a thing in a list of others; "" for keys, which have no name."""
    try:
        match thing:
            case Certificate():
                return thing.subject.short or thing.serial
            case CertificationRequest():
                return thing.subject.short
            case CertificateList():
                return thing.issuer.short
            case OcspRequest():
                return ", ".join(request.cert_id.serial for request in thing.requests[:3])
            case OcspResponse():
                return ", ".join(response.cert_id.serial for response in thing.responses[:3])
    except DerError:
        return ""
    return ""


class Relations:
    """The relations among a number of things; equal things count once."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self._things = tuple(dict.fromkeys(things))

    def of(self, thing: Thing) -> tuple[Relation, ...]:
        """Every relation of one thing, most telling first. Never raises; `thing` itself need not be among the things."""
        result: list[Relation] = []
        for kind, others in self._answers(thing):
            if others:
                result.append(Relation(kind, thing, others))
        return tuple(result)

    def _answers(self, thing: Thing) -> Iterator[tuple[RelationKind, tuple[Thing, ...]]]:
        match thing:
            case PrivateKey() | PublicKey():
                yield from self._of_key(thing)
            case CertificationRequest():
                yield from self._of_request(thing)
            case Certificate():
                yield from self._of_certificate(thing)
            case CertificateList():
                yield from self._of_crl(thing)
            case OcspResponse():
                yield from self._of_response(thing)
            case OcspRequest():
                yield RelationKind.OCSP_ABOUT, self._about(request.cert_id for request in safe(lambda: thing.requests))
                yield RelationKind.OCSP_REQUEST_ANSWERED, tuple(r for r in self._responses if answers_request(r, thing))

    # -- keys ------------------------------------------------------------------------------------------------------

    @functools.cached_property
    def _by_key(self) -> Mapping[bytes, tuple[KeyHolder, ...]]:
        result: dict[bytes, list[KeyHolder]] = {}
        for thing in self._things:
            if isinstance(thing, Certificate | CertificationRequest | PrivateKey | PublicKey):
                spki = thing.spki
                if spki is not None:
                    result.setdefault(key_identity(spki), []).append(thing)
        return {key: tuple(holders) for key, holders in result.items()}

    def with_key(self, spki: bytes | None) -> tuple[KeyHolder, ...]:
        """All things that hold this key (either half), in order."""
        return () if spki is None else self._by_key.get(key_identity(spki), ())

    @property
    def key_groups(self) -> tuple[tuple[KeyHolder, ...], ...]:
        """Things that share a key, two or more: a private key with its request and certificates, and so on."""
        return tuple(holders for holders in self._by_key.values() if len(holders) > 1)

    def private_key_of(self, thing: KeyHolder) -> PrivateKey | None:
        """The open private key that belongs to a certificate, request or public key, or None."""
        return next((holder for holder in self.with_key(thing.spki) if isinstance(holder, PrivateKey)), None)

    def _of_key(self, key: PrivateKey | PublicKey) -> Iterator[tuple[RelationKind, tuple[Thing, ...]]]:
        holders = [holder for holder in self.with_key(key.spki) if holder != key]
        private = isinstance(key, PrivateKey)
        yield (
            RelationKind.KEY_OF_CERTIFICATE if private else RelationKind.CERTIFICATE_SAME_KEY,
            tuple(holder for holder in holders if isinstance(holder, Certificate)),
        )
        yield RelationKind.KEY_OF_REQUEST, tuple(holder for holder in holders if isinstance(holder, CertificationRequest))
        halves = tuple(holder for holder in holders if isinstance(holder, PublicKey if private else PrivateKey))
        yield RelationKind.PUBLIC_KEY_HERE if private else RelationKind.PUBLIC_HALF_OF, halves
        yield RelationKind.SAME_KEY, tuple(holder for holder in holders if isinstance(holder, PrivateKey if private else PublicKey))

    def _of_request(self, request: CertificationRequest) -> Iterator[tuple[RelationKind, tuple[Thing, ...]]]:
        holders = [holder for holder in self.with_key(request.spki) if holder != request]
        certificates = [holder for holder in holders if isinstance(holder, Certificate)]
        issued = {certificate: None for certificate in certificates if became(request, certificate)}
        yield RelationKind.BECAME_CERTIFICATE, tuple(issued)
        yield RelationKind.CERTIFICATE_SAME_KEY, tuple(certificate for certificate in certificates if certificate not in issued)
        yield from self._halves(holders)
        yield RelationKind.REQUEST_SAME_KEY, tuple(holder for holder in holders if isinstance(holder, CertificationRequest))

    def _halves(self, holders: list[KeyHolder]) -> Iterator[tuple[RelationKind, tuple[Thing, ...]]]:
        yield RelationKind.PRIVATE_KEY_HERE, tuple(holder for holder in holders if isinstance(holder, PrivateKey))
        yield RelationKind.PUBLIC_KEY_HERE, tuple(holder for holder in holders if isinstance(holder, PublicKey))

    # -- certificates ----------------------------------------------------------------------------------------------

    @functools.cached_property
    def _certificates(self) -> tuple[Certificate, ...]:
        return tuple(thing for thing in self._things if isinstance(thing, Certificate))

    @functools.cached_property
    def _by_subject(self) -> Mapping[bytes, tuple[Certificate, ...]]:
        return _buckets(self._certificates, lambda certificate: certificate.subject_der)

    @functools.cached_property
    def _by_issuer(self) -> Mapping[bytes, tuple[Certificate, ...]]:
        return _buckets(self._certificates, lambda certificate: certificate.issuer_der)

    def with_subject(self, name: Name) -> tuple[Certificate, ...]:
        """The certificates of that name (RFC 5280 7.1)."""
        return tuple(c for c in self._by_subject.get(_fold(name.der), ()) if c.subject_der == name.der or subject_is(c, name))

    def is_cross_signed(self, certificate: Certificate) -> bool:
        """Whether another certificate has the same subject and key from another issuer, and this one is not the self-signed one."""
        return bool(self._cross(certificate)) and not is_self_signed(certificate)

    @functools.cached_property
    def _by_key_and_subject(self) -> Mapping[tuple[bytes, bytes], tuple[Certificate, ...]]:
        result: dict[tuple[bytes, bytes], list[Certificate]] = {}
        for certificate in self._certificates:
            result.setdefault((key_identity(certificate.spki), _fold(certificate.subject_der)), []).append(certificate)
        return {key: tuple(found) for key, found in result.items()}

    def _cross(self, certificate: Certificate) -> tuple[Certificate, ...]:
        if not is_ca(certificate):
            return ()
        group = self._by_key_and_subject.get((key_identity(certificate.spki), _fold(certificate.subject_der)), ())
        return tuple(
            other for other in group if other != certificate and same_subject(other, certificate) and not same_issuer(other, certificate)
        )

    def _of_certificate(self, certificate: Certificate) -> Iterator[tuple[RelationKind, tuple[Thing, ...]]]:
        holders = [holder for holder in self.with_key(certificate.spki) if holder != certificate]
        yield from self._halves(holders)
        requests = [holder for holder in holders if isinstance(holder, CertificationRequest)]
        from_these = {request: None for request in requests if became(request, certificate)}
        yield RelationKind.FROM_REQUEST, tuple(from_these)
        yield RelationKind.REQUEST_SAME_KEY, tuple(request for request in requests if request not in from_these)
        cross = self._cross(certificate)
        yield RelationKind.CROSS_SIGNED, cross
        namesakes = self._namesakes(certificate)
        newer, older = renewals(certificate, [other for other in namesakes if other not in cross])
        yield RelationKind.RENEWED_BY, newer
        yield RelationKind.RENEWS, older
        twins = tuple(other for other in namesakes if is_twin(certificate, other) and same_issuer(certificate, other))
        early = CT_POISON in certificate.extension_by_oid
        yield RelationKind.PRECERTIFICATE_OF if early else RelationKind.HAS_PRECERTIFICATE, twins
        told = {*cross, *newer, *older, *twins}
        yield RelationKind.SAME_KEY, tuple(h for h in holders if isinstance(h, Certificate) and h not in told)
        if is_ca(certificate) or certificate.issuer_der == certificate.subject_der:  # of others, chains are never linked by their name
            identity = key_identity(certificate.spki)
            other_key = (c for c in namesakes if c not in told and key_identity(c.spki) != identity)
            yield RelationKind.SAME_NAME_OTHER_KEY, tuple(other_key)
        yield RelationKind.COVERED_BY_CRL, tuple(crl for crl in self._crls_for(certificate) if covers(crl, certificate))
        yield RelationKind.ANSWERED_BY_OCSP, tuple(self._responses_for(certificate))
        yield RelationKind.ASKED_BY_OCSP, tuple(self._requests_for(certificate))
        yield RelationKind.SIGNS_OCSP, tuple(response for response in self._responses if signed_by(response, certificate))

    def _namesakes(self, certificate: Certificate) -> tuple[Certificate, ...]:
        bucket = self._by_subject.get(_fold(certificate.subject_der), ())
        return tuple(other for other in bucket if other != certificate and same_subject(other, certificate))

    # -- CRLs ------------------------------------------------------------------------------------------------------

    @functools.cached_property
    def _crls(self) -> tuple[CertificateList, ...]:
        return tuple(thing for thing in self._things if isinstance(thing, CertificateList))

    @functools.cached_property
    def _crls_by_issuer(self) -> Mapping[bytes, tuple[CertificateList, ...]]:
        return _buckets(self._crls, lambda crl: crl.issuer_der)

    @functools.cached_property
    def _by_crl_issuer(self) -> Mapping[bytes, tuple[Certificate, ...]]:
        """Certificates by the other CAs whose indirect CRLs they point to; empty when no indirect CRL is there."""
        result: dict[bytes, dict[Certificate, None]] = {}
        if any(crl.is_indirect for crl in self._crls):
            for certificate in self._certificates:
                for name in crl_issuers(certificate):
                    result.setdefault(_fold(name), {})[certificate] = None
        return {name: tuple(found) for name, found in result.items()}

    def _crls_for(self, certificate: Certificate) -> Iterator[CertificateList]:
        """The CRLs that may cover a certificate, by names alone."""
        if self._crls:
            names = dict.fromkeys(_fold(name) for name in (certificate.issuer_der, *crl_issuers(certificate)))
            for name in names:
                yield from self._crls_by_issuer.get(name, ())

    def _of_crl(self, crl: CertificateList) -> Iterator[tuple[RelationKind, tuple[Thing, ...]]]:
        name = _fold(crl.issuer_der)
        candidates = dict.fromkeys((*self._by_issuer.get(name, ()), *self._by_crl_issuer.get(name, ())))
        yield RelationKind.CRL_COVERS, tuple(certificate for certificate in candidates if covers(crl, certificate))
        siblings = [other for other in self._crls_by_issuer.get(_fold(crl.issuer_der), ()) if other != crl]
        if crl.is_delta:
            yield RelationKind.DELTA_OF, tuple(other for other in siblings if is_delta_of(crl, other))
        else:
            yield RelationKind.HAS_DELTA, tuple(other for other in siblings if is_delta_of(other, crl))

    # -- OCSP ------------------------------------------------------------------------------------------------------

    @functools.cached_property
    def _responses(self) -> tuple[OcspResponse, ...]:
        return tuple(thing for thing in self._things if isinstance(thing, OcspResponse))

    @functools.cached_property
    def _requests(self) -> tuple[OcspRequest, ...]:
        return tuple(thing for thing in self._things if isinstance(thing, OcspRequest))

    @functools.cached_property
    def _by_serial(self) -> Mapping[int, tuple[Certificate, ...]]:
        result: dict[int, list[Certificate]] = {}
        for certificate in self._certificates:
            result.setdefault(certificate.serial_number, []).append(certificate)
        return {serial: tuple(found) for serial, found in result.items()}

    @functools.cached_property
    def _responses_by_serial(self) -> Mapping[int, tuple[tuple[OcspResponse, CertId], ...]]:
        pairs = ((r, single.cert_id) for r in self._responses for single in safe(functools.partial(getattr, r, "responses")))
        return _by_serial(pairs)

    @functools.cached_property
    def _requests_by_serial(self) -> Mapping[int, tuple[tuple[OcspRequest, CertId], ...]]:
        pairs = ((r, single.cert_id) for r in self._requests for single in safe(functools.partial(getattr, r, "requests")))
        return _by_serial(pairs)

    def _responses_for(self, certificate: Certificate) -> Iterator[OcspResponse]:
        found = self._responses_by_serial.get(certificate.serial_number, ()) if self._responses else ()
        return iter(dict.fromkeys(response for response, id in found if self._means(id, certificate)))

    def _requests_for(self, certificate: Certificate) -> Iterator[OcspRequest]:
        found = self._requests_by_serial.get(certificate.serial_number, ()) if self._requests else ()
        return iter(dict.fromkeys(request for request, id in found if self._means(id, certificate)))

    def _about(self, ids: Iterable[CertId]) -> tuple[Certificate, ...]:
        found = (c for id in ids for c in self._by_serial.get(id.serial_number, ()) if self._means(id, c))
        return tuple(dict.fromkeys(found))

    def _means(self, id: CertId, certificate: Certificate) -> bool:
        """By serial number and issuer name, and by the issuer's key where certificates of that issuer are there."""
        if not id.is_about(certificate):
            return False
        issuers = self._by_subject.get(_fold(certificate.issuer_der), ())
        return not issuers or any(id.names_issuer(certificate.issuer_der, issuer.spki) for issuer in issuers)

    def _of_response(self, response: OcspResponse) -> Iterator[tuple[RelationKind, tuple[Thing, ...]]]:
        yield RelationKind.OCSP_ABOUT, self._about(single.cert_id for single in safe(lambda: response.responses))
        yield RelationKind.OCSP_SIGNED_BY, self._responders(response)
        yield RelationKind.OCSP_ANSWERS_REQUEST, tuple(r for r in self._requests if answers_request(response, r))

    @functools.cached_property
    def _by_key_hash(self) -> Mapping[bytes, tuple[Certificate, ...]]:
        result: dict[bytes, list[Certificate]] = {}
        for certificate in self._certificates:
            result.setdefault(sha1_of_key(certificate.spki), []).append(certificate)
        return {key_hash: tuple(found) for key_hash, found in result.items()}

    def _responders(self, response: OcspResponse) -> tuple[Certificate, ...]:
        try:
            name, key_hash = response.responder_name, response.responder_key_hash
        except DerError:
            return ()
        return self.with_subject(name) if name is not None else self._by_key_hash.get(key_hash or b"", ())


def _fold(name_der: bytes) -> bytes:
    return name_der.translate(_FOLD)


_T = TypeVar("_T")
_Message = TypeVar("_Message", OcspRequest, OcspResponse)


def _buckets(things: Iterable[_T], name: Callable[[_T], bytes]) -> Mapping[bytes, tuple[_T, ...]]:
    result: dict[bytes, list[_T]] = {}
    for thing in things:
        result.setdefault(_fold(name(thing)), []).append(thing)
    return {key: tuple(found) for key, found in result.items()}


def _by_serial(pairs: Iterable[tuple[_Message, CertId]]) -> Mapping[int, tuple[tuple[_Message, CertId], ...]]:
    result: dict[int, list[tuple[_Message, CertId]]] = {}
    for message, id in pairs:
        result.setdefault(id.serial_number, []).append((message, id))
    return {serial: tuple(found) for serial, found in result.items()}
