"""Whether a CRL speaks about a certificate at all (RFC 5280 5.2.5 and 6.3.3 (b)); signatures and dates are not looked at."""

from __future__ import annotations

from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.crl import ISSUING_DISTRIBUTION_POINT, CertificateList
from workbench.core.x509.extensions import basic_constraints, crl_distribution_points, issuing_distribution_point
from workbench.core.x509.extensions.issuing_distribution_point import IssuingDistributionPoint
from workbench.core.x509.general_name import GeneralName, GeneralNameKind


def covers(crl: CertificateList, certificate: Certificate) -> bool:
    """Whether the certificate, if it were revoked, would stand in this CRL (perhaps for some reasons only).

    The issuer's name and key identifier must agree, and the issuing distribution point must include the certificate.
    An indirect CRL covers another CA's certificates when one of their distribution points names its issuer.
    Never raises: what cannot be read is not covered.
    """
    try:
        extension = crl.extension_by_oid.get(ISSUING_DISTRIBUTION_POINT)
        scope = None if extension is None else issuing_distribution_point.parse(extension.value)
        if not _issuer_agrees(crl, certificate, scope):
            return False
        return scope is None or (_kind_agrees(scope, certificate) and _point_agrees(crl, scope, certificate))
    except DerError:
        return False


def _issuer_agrees(crl: CertificateList, certificate: Certificate, scope: IssuingDistributionPoint | None) -> bool:
    if crl.issuer_der == certificate.issuer_der or crl.issuer.matches(certificate.issuer):
        # Two CAs of one name are told apart by their keys.
        keys = (crl.authority_key_identifier, certificate.authority_key_identifier)
        return None in keys or keys[0] == keys[1] or _delegated(crl, certificate)
    return scope is not None and scope.indirect_crl and _delegated(crl, certificate)


def _delegated(crl: CertificateList, certificate: Certificate) -> bool:
    """Whether a distribution point of the certificate names the CRL's issuer as cRLIssuer."""
    extension = certificate.extension_by_oid.get(crl_distribution_points.OID)
    if extension is None:
        return False
    return any(
        name.name is not None and name.name.matches(crl.issuer)
        for point in crl_distribution_points.parse(extension.value).points
        for name in point.crl_issuer
    )


def _kind_agrees(scope: IssuingDistributionPoint, certificate: Certificate) -> bool:
    if scope.only_contains_attribute_certs:
        return False
    extension = certificate.extension_by_oid.get(basic_constraints.OID)
    ca = extension is not None and basic_constraints.parse(extension.value).ca
    return not (scope.only_contains_user_certs and ca) and not (scope.only_contains_ca_certs and not ca)


def _point_agrees(crl: CertificateList, scope: IssuingDistributionPoint, certificate: Certificate) -> bool:
    """6.3.3 (b)(2)(i): a distribution point name in the CRL must be one of the certificate's.

    A certificate without distribution points counts as having one named like its issuer (end of 6.3.3).
    """
    if not scope.full_name and scope.relative_name is None:
        return True
    extension = certificate.extension_by_oid.get(crl_distribution_points.OID)
    if extension is None:
        return any(name.name is not None and name.name.matches(certificate.issuer) for name in scope.full_name)
    for point in crl_distribution_points.parse(extension.value).points:
        if scope.relative_name is not None and point.relative_name is not None:
            mine, its = ({(a.type, a.value.casefold()) for a in rdn} for rdn in (scope.relative_name, point.relative_name))
            if mine == its:
                return True
        names = point.full_name or (point.crl_issuer if point.relative_name is None else ())
        if any(_same_name(one, other) for one in scope.full_name for other in names):
            return True
    return False


def _same_name(one: GeneralName, other: GeneralName) -> bool:
    if one.kind is not other.kind:
        return False
    if one.kind is GeneralNameKind.DIRECTORY_NAME and one.name is not None and other.name is not None:
        return one.name.matches(other.name)
    return one.raw == other.raw
