"""Which certificates a CRL speaks for: distribution points, issuing distribution points, reasons (RFC 5280 6.3.3 (b) to (e))."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.x509 import decoded
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.crl import ISSUING_DISTRIBUTION_POINT, CertificateList
from workbench.core.x509.extensions import issuing_distribution_point
from workbench.core.x509.extensions.basic_constraints import BasicConstraints
from workbench.core.x509.extensions.crl_distribution_points import CrlDistributionPoints
from workbench.core.x509.extensions.issuing_distribution_point import IssuingDistributionPoint
from workbench.core.x509.general_name import GeneralName, GeneralNameKind
from workbench.core.x509.name import Attribute, Name

ALL_REASONS = frozenset(range(1, 9))
"""ReasonFlags without the unused bit 0."""

NormalizedName = tuple[frozenset[tuple[str, str]], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A distribution point as the certificate names it, or the one assumed for a certificate that names none.

    names       what the CRL may go by, in comparable form; empty: the point has no name
    reasons     ReasonFlags that its CRL covers
    crl_issuer  names of whoever signs the CRL, empty: the certificate's issuer
    """

    names: frozenset[object]
    reasons: frozenset[int]
    crl_issuer: tuple[Name, ...]


def points_of(certificate: Certificate) -> tuple[Point, ...]:
    """The distribution points to go through, the one assumed by 6.3.3 (last paragraph) at the end. Raises DerError."""
    found = decoded.extension(certificate, CrlDistributionPoints)
    points = []
    for point in found.points if found else ():
        issuers = tuple(name.name for name in point.crl_issuer if name.name is not None)
        bases = issuers or (certificate.issuer,)
        reasons = ALL_REASONS if point.reasons is None else point.reasons & ALL_REASONS
        points.append(Point(_names(point.full_name, point.relative_name, bases), reasons, issuers))
    return (*points, Point(frozenset({certificate.issuer.normalized}), ALL_REASONS, ()))


def interim_reasons(crl: CertificateList, point: Point, certificate: Certificate) -> frozenset[int] | None:
    """The reasons for which the CRL speaks for the certificate through this point; None when it does not. Raises DerError."""
    scope = scope_of(crl)
    if point.crl_issuer:
        if scope is None or not scope.indirect_crl or not any(name.matches(crl.issuer) for name in point.crl_issuer):
            return None
    elif not crl.issuer.matches(certificate.issuer):
        return None
    if scope is None:
        return point.reasons
    own = _names(scope.full_name, scope.relative_name, (crl.issuer,))
    if own and not own & (point.names or {name.normalized for name in point.crl_issuer}):
        return None
    basic = decoded.extension(certificate, BasicConstraints)
    ca = basic is not None and basic.ca
    if (scope.only_contains_user_certs and ca) or (scope.only_contains_ca_certs and not ca) or scope.only_contains_attribute_certs:
        return None
    return point.reasons if scope.only_some_reasons is None else point.reasons & scope.only_some_reasons


def scope_of(crl: CertificateList) -> IssuingDistributionPoint | None:
    """The issuing distribution point, None when the CRL has none. Raises DerError."""
    extension = crl.extension_by_oid.get(ISSUING_DISTRIBUTION_POINT)
    if extension is None:
        return None
    value = issuing_distribution_point.parse(extension.value)
    assert isinstance(value, IssuingDistributionPoint)
    return value


def _names(full: tuple[GeneralName, ...], relative: tuple[Attribute, ...] | None, bases: tuple[Name, ...]) -> frozenset[object]:
    """Names in comparable form; a relative name is put below each base."""
    result: set[object] = set()
    for name in full:
        if name.kind is GeneralNameKind.DIRECTORY_NAME and name.name is not None:
            result.add(name.name.normalized)
        else:
            result.add((name.kind, name.value))
    if relative is not None:
        for base in bases:
            result.add(Name(b"", (*base.rdns, relative)).normalized)
    return frozenset(result)
