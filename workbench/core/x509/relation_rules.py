"""The questions behind the relations, each about two things: has this become that, does this continue that ...

None of them raises: what cannot be read stands in no relation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.crl import ISSUING_DISTRIBUTION_POINT, CertificateList
from workbench.core.x509.crl_scope import interim_reasons, points_of
from workbench.core.x509.extensions import basic_constraints, crl_distribution_points, subject_alt_name
from workbench.core.x509.key_pair import key_identity
from workbench.core.x509.name import COMMON_NAME, Name
from workbench.core.x509.ocsp import CertId, OcspRequest, OcspResponse
from workbench.core.x509.request import CertificationRequest
from workbench.core.x509.role import CT_POISON

_T = TypeVar("_T")


def safe(get: Callable[[], tuple[_T, ...]]) -> tuple[_T, ...]:
    """What is unreadable has no relations; its own page says what is wrong with it."""
    try:
        return get()
    except DerError:
        return ()


def subject_is(certificate: Certificate, name: Name) -> bool:
    try:
        return certificate.subject.matches(name)
    except DerError:
        return False


def same_subject(one: Certificate, other: Certificate) -> bool:
    try:
        return one.subject_der == other.subject_der or one.subject.matches(other.subject)
    except DerError:
        return False


def same_issuer(one: Certificate, other: Certificate) -> bool:
    try:
        return one.issuer_der == other.issuer_der or one.issuer.matches(other.issuer)
    except DerError:
        return False


def alt_names(holder: Certificate | CertificationRequest) -> bytes:
    extension = holder.extension_by_oid.get(subject_alt_name.OID)
    return b"" if extension is None else extension.value


def became(request: CertificationRequest, certificate: Certificate) -> bool:
    """Of two with the same key: whether the certificate also has the names that the request asked for.

    CAs drop and add parts of the subject, so one agreeing kind of name is enough.
    """
    wanted = alt_names(request)
    if wanted and wanted == alt_names(certificate):
        return True
    try:
        subject = request.subject
        return bool(subject.rdns) and (
            subject.matches(certificate.subject) or bool(set(subject.get(COMMON_NAME)) & set(certificate.subject.get(COMMON_NAME)))
        )
    except DerError:
        return False


def is_twin(one: Certificate, other: Certificate) -> bool:
    """Same issuer and serial number, one of them a precertificate (RFC 6962 3.1)."""
    poisoned = [CT_POISON in certificate.extension_by_oid for certificate in (one, other)]
    return (
        poisoned[0] != poisoned[1] and one.serial_number == other.serial_number and one.fields.validity.value == other.fields.validity.value
    )


def renewals(certificate: Certificate, namesakes: list[Certificate]) -> tuple[tuple[Certificate, ...], tuple[Certificate, ...]]:
    """Of the certificates with the same subject, those that continue this one, and those that this one continues.

    End entities: the same alternative names, whatever the key. CAs: the same key and issuer, since another key is another CA.
    """
    newer: list[Certificate] = []
    older: list[Certificate] = []
    names, identity = alt_names(certificate), key_identity(certificate.spki)
    ca = is_ca(certificate)
    for other in namesakes:
        if alt_names(other) != names or is_ca(other) != ca or is_twin(certificate, other):
            continue
        if ca and (key_identity(other.spki) != identity or not same_issuer(other, certificate)):
            continue
        if not ca and not names and certificate.subject_der == b"\x30\x00":
            continue
        try:
            mine = (certificate.not_before, certificate.not_after, certificate.der)
            its = (other.not_before, other.not_after, other.der)
        except DerError:
            continue
        (newer if its > mine else older).append(other)
    return tuple(sorted(newer, key=lambda c: c.not_before)), tuple(sorted(older, key=lambda c: c.not_before, reverse=True))


def is_ca(certificate: Certificate) -> bool:
    """cA of basicConstraints (RFC 5280 4.2.1.9); False when it is absent or unreadable."""
    extension = certificate.extension_by_oid.get(basic_constraints.OID)
    try:
        return extension is not None and basic_constraints.parse(extension.value).ca
    except DerError:
        return False


def covers(crl: CertificateList, certificate: Certificate) -> bool:
    """Whether the certificate, if it were revoked, would stand in this CRL (perhaps for some reasons only).

    Issuer name and scope must fit (RFC 5280 5.2.5, 6.3.3 (b)). Of two CAs of one name the key identifiers tell which is meant.
    """
    try:
        own = crl.issuer_der == certificate.issuer_der or crl.issuer.matches(certificate.issuer)
        if own and not crl.is_indirect:
            keys = (crl.authority_key_identifier, certificate.authority_key_identifier)
            if None not in keys and keys[0] != keys[1]:
                return False
        return any(interim_reasons(crl, point, certificate) for point in points_of(certificate))
    except DerError:
        return False


def crl_issuers(certificate: Certificate) -> tuple[bytes, ...]:
    """DER of the names that its distribution points give as cRLIssuer (RFC 5280 4.2.1.13)."""
    extension = certificate.extension_by_oid.get(crl_distribution_points.OID)
    try:
        points = crl_distribution_points.parse(extension.value).points if extension is not None else ()
    except DerError:
        return ()
    return tuple(name.name.der for point in points for name in point.crl_issuer if name.name is not None)


def is_delta_of(delta: CertificateList, base: CertificateList) -> bool:
    """Whether a delta CRL continues this complete one (RFC 5280 5.2.4): same scope, and the base is not too old."""
    try:
        if base.is_delta or delta.base_crl_number is None or base.crl_number is None or not delta.issuer.matches(base.issuer):
            return False
        scopes = [crl.extension_by_oid.get(ISSUING_DISTRIBUTION_POINT) for crl in (delta, base)]
        if (scopes[0] and scopes[0].value) != (scopes[1] and scopes[1].value):
            return False
        return delta.base_crl_number <= base.crl_number and (delta.crl_number is None or base.crl_number < delta.crl_number)
    except DerError:
        return False


def answers_request(response: OcspResponse, request: OcspRequest) -> bool:
    """The nonce agrees, or without one in the request or response, every certificate asked for is answered."""
    try:
        if request.nonce is not None and response.nonce is not None:
            return request.nonce == response.nonce
        asked = {_key(item.cert_id) for item in request.requests}
        return bool(asked) and asked <= {_key(single.cert_id) for single in response.responses}
    except DerError:
        return False


def _key(id: CertId) -> tuple[str, bytes, bytes, int]:
    return id.hash_algorithm, id.issuer_name_hash, id.issuer_key_hash, id.serial_number


def signed_by(response: OcspResponse, certificate: Certificate) -> bool:
    try:
        return response.signed_by(certificate)
    except DerError:
        return False
