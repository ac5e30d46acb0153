"""The extensions of a certificate as typed values, decoded once."""

from __future__ import annotations

import functools
from types import ModuleType
from typing import TypeVar

from workbench.core.asn1.reader import DerError
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.extensions import (
    authority_info_access,
    authority_key_identifier,
    basic_constraints,
    certificate_policies,
    crl_distribution_points,
    extended_key_usage,
    freshest_crl,
    inhibit_any_policy,
    issuer_alt_name,
    issuing_distribution_point,
    key_usage,
    name_constraints,
    policy_constraints,
    policy_mappings,
    subject_alt_name,
    subject_info_access,
    subject_key_identifier,
)

_MODULES: dict[type, ModuleType] = {
    authority_info_access.AuthorityInfoAccess: authority_info_access,
    authority_key_identifier.AuthorityKeyIdentifier: authority_key_identifier,
    basic_constraints.BasicConstraints: basic_constraints,
    certificate_policies.CertificatePolicies: certificate_policies,
    crl_distribution_points.CrlDistributionPoints: crl_distribution_points,
    extended_key_usage.ExtendedKeyUsage: extended_key_usage,
    freshest_crl.FreshestCrl: freshest_crl,
    inhibit_any_policy.InhibitAnyPolicy: inhibit_any_policy,
    issuer_alt_name.IssuerAltName: issuer_alt_name,
    issuing_distribution_point.IssuingDistributionPoint: issuing_distribution_point,
    key_usage.KeyUsage: key_usage,
    name_constraints.NameConstraints: name_constraints,
    policy_constraints.PolicyConstraints: policy_constraints,
    policy_mappings.PolicyMappings: policy_mappings,
    subject_alt_name.SubjectAltName: subject_alt_name,
    subject_info_access.SubjectInfoAccess: subject_info_access,
    subject_key_identifier.SubjectKeyIdentifier: subject_key_identifier,
}
DECODERS: dict[str, ModuleType] = {module.OID: module for module in _MODULES.values()}
T = TypeVar("T")


@functools.lru_cache(maxsize=32768)
def decode(oid: str, value: bytes) -> object | DerError | None:
    """extnValue's octets -> the typed value, the DerError that stopped decoding, or None for an OID not in `DECODERS`."""
    module = DECODERS.get(oid)
    if module is None:
        return None
    try:
        result: object = module.parse(value)
    except DerError as error:
        return error
    return result


def extension(certificate: Certificate, kind: type[T]) -> T | None:
    """The value of the extension decoded as `kind`; None when the certificate has none, or one that cannot be read."""
    found = certificate.extension_by_oid.get(_MODULES[kind].OID)
    if found is None:
        return None
    value = decode(found.oid, found.value)
    return value if isinstance(value, kind) else None


def label(oid: str) -> str:
    """The extension's label in the tree of fields: its name, or its OID."""
    module = DECODERS.get(oid)
    return module.NAME if module else oid
