"""Certificate, CRL and OCSP extensions: one file each, one row each in `MODULES`.

A module has OID, NAME, CITATION, a frozen dataclass, `parse(content of extnValue) -> that dataclass` and
`nodes(element in extnValue) -> its fields with spans`; both raise DerError for what cannot be followed.
OTHERS, where there is one, are further extensions of exactly the same syntax: (OID, name, citation).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

from workbench.core.asn1 import structure
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.certificate import Extension
from workbench.core.x509.extensions import (
    as_identifiers,
    authority_info_access,
    authority_key_identifier,
    basic_constraints,
    biometric_info,
    cabf_organization_identifier,
    certificate_issuer,
    certificate_policies,
    crl_distribution_points,
    crl_number,
    crl_virtual_base,
    delta_crl_indicator,
    entrust_version,
    extended_key_usage,
    freshest_crl,
    hold_instruction_code,
    inhibit_any_policy,
    invalidity_date,
    ip_addr_blocks,
    issuer_alt_name,
    issuing_distribution_point,
    key_usage,
    logotype,
    microsoft_ca_version,
    microsoft_sid,
    microsoft_template,
    microsoft_template_name,
    moment,
    name_constraints,
    netscape_cert_type,
    netscape_text,
    ocsp_crl_reference,
    ocsp_preferred_algorithms,
    ocsp_response_types,
    ocsp_service_locator,
    octets,
    policy_constraints,
    policy_mappings,
    presence,
    private_key_usage_period,
    proxy_cert_info,
    qc_statements,
    reason_code,
    signed_certificate_timestamps,
    smime_capabilities,
    subject_alt_name,
    subject_directory_attributes,
    subject_info_access,
    subject_key_identifier,
    tls_feature,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One known extension."""

    oid: str
    name: str
    citation: str
    parse: Callable[[Element | bytes], object]
    nodes: Callable[[Element], tuple[Node, ...]]


MODULES: tuple[ModuleType, ...] = (
    basic_constraints,
    key_usage,
    extended_key_usage,
    subject_alt_name,
    issuer_alt_name,
    name_constraints,
    certificate_policies,
    policy_mappings,
    policy_constraints,
    inhibit_any_policy,
    authority_key_identifier,
    subject_key_identifier,
    subject_directory_attributes,
    private_key_usage_period,
    crl_distribution_points,
    freshest_crl,
    authority_info_access,
    subject_info_access,
    issuing_distribution_point,
    crl_number,
    delta_crl_indicator,
    reason_code,
    invalidity_date,
    certificate_issuer,
    hold_instruction_code,
    signed_certificate_timestamps,
    presence,
    tls_feature,
    qc_statements,
    biometric_info,
    logotype,
    proxy_cert_info,
    ip_addr_blocks,
    as_identifiers,
    smime_capabilities,
    cabf_organization_identifier,
    moment,
    octets,
    ocsp_response_types,
    ocsp_crl_reference,
    ocsp_service_locator,
    ocsp_preferred_algorithms,
    microsoft_template_name,
    microsoft_template,
    microsoft_ca_version,
    microsoft_sid,
    crl_virtual_base,
    netscape_cert_type,
    netscape_text,
    entrust_version,
)


def _rows() -> Iterator[Row]:
    for module in MODULES:
        for oid, name, citation in ((module.OID, module.NAME, module.CITATION), *getattr(module, "OTHERS", ())):
            yield Row(oid, name, citation, module.parse, module.nodes)


TABLE: tuple[Row, ...] = tuple(_rows())
BY_OID = {row.oid: row for row in TABLE}


def decode(extension: Extension) -> object | None:
    """The typed value of an extension (`BasicConstraints`, `KeyUsage` ...), None for one that has no row.

    Raises DerError when the content is not what its standard says.
    """
    row = BY_OID.get(extension.oid)
    return None if row is None else row.parse(structure.inside(extension.value_element, row.name))
