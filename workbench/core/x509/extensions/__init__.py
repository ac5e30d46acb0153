"""Certificate, CRL and OCSP extensions: one file each, one row of `TABLE` for each OID.

A module has OID, NAME, CITATION, a frozen dataclass, `parse(content of extnValue) -> that dataclass` and
`nodes(element in extnValue) -> its fields with spans`; both raise DerError for what cannot be followed.
OTHERS, where there is one, are further extensions of exactly the same syntax: (OID, name, citation).
A module is loaded when the first extension of its kind is read: most certificates hold a handful of fifty.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from types import ModuleType

from workbench.core.asn1 import structure
from workbench.core.asn1.reader import Element
from workbench.core.node import Node
from workbench.core.x509.certificate import Extension


@dataclass(frozen=True, slots=True)
class Row:
    """One known extension; `file` is the name of its module in this folder."""

    oid: str
    name: str
    citation: str
    file: str

    @property
    def module(self) -> ModuleType:
        return importlib.import_module(f"{__name__}.{self.file}")

    def parse(self, value: Element | bytes) -> object:
        """The content of extnValue -> the module's dataclass. Raises DerError."""
        result: object = self.module.parse(value)
        return result

    def nodes(self, value: Element) -> tuple[Node, ...]:
        """The element in extnValue -> its fields with spans. Raises DerError."""
        result: tuple[Node, ...] = self.module.nodes(value)
        return result


TABLE: tuple[Row, ...] = (
    Row("2.5.29.19", "basicConstraints", "RFC 5280 §4.2.1.9", "basic_constraints"),
    Row("2.5.29.15", "keyUsage", "RFC 5280 §4.2.1.3", "key_usage"),
    Row("2.5.29.37", "extKeyUsage", "RFC 5280 §4.2.1.12", "extended_key_usage"),
    Row("2.5.29.17", "subjectAltName", "RFC 5280 §4.2.1.6", "subject_alt_name"),
    Row("2.5.29.18", "issuerAltName", "RFC 5280 §4.2.1.7", "issuer_alt_name"),
    Row("2.5.29.30", "nameConstraints", "RFC 5280 §4.2.1.10", "name_constraints"),
    Row("2.5.29.32", "certificatePolicies", "RFC 5280 §4.2.1.4", "certificate_policies"),
    Row("1.3.6.1.4.1.311.21.10", "applicationCertPolicies", "Microsoft MS-WCCE §2.2.2.7.7.3", "certificate_policies"),
    Row("2.5.29.33", "policyMappings", "RFC 5280 §4.2.1.5", "policy_mappings"),
    Row("1.3.6.1.4.1.311.21.11", "applicationPolicyMappings", "Microsoft", "policy_mappings"),
    Row("2.5.29.36", "policyConstraints", "RFC 5280 §4.2.1.11", "policy_constraints"),
    Row("1.3.6.1.4.1.311.21.12", "applicationPolicyConstraints", "Microsoft", "policy_constraints"),
    Row("2.5.29.54", "inhibitAnyPolicy", "RFC 5280 §4.2.1.14", "inhibit_any_policy"),
    Row("2.5.29.35", "authorityKeyIdentifier", "RFC 5280 §4.2.1.1", "authority_key_identifier"),
    Row("2.5.29.14", "subjectKeyIdentifier", "RFC 5280 §4.2.1.2", "subject_key_identifier"),
    Row("2.5.29.9", "subjectDirectoryAttributes", "RFC 5280 §4.2.1.8", "subject_directory_attributes"),
    Row("2.5.29.16", "privateKeyUsagePeriod", "RFC 3280 §4.2.1.4", "private_key_usage_period"),
    Row("2.5.29.31", "cRLDistributionPoints", "RFC 5280 §4.2.1.13", "crl_distribution_points"),
    Row("1.3.6.1.4.1.311.21.14", "crlSelfCdp", "Microsoft", "crl_distribution_points"),
    Row("2.5.29.46", "freshestCRL", "RFC 5280 §4.2.1.15", "freshest_crl"),
    Row("1.3.6.1.5.5.7.1.1", "authorityInfoAccess", "RFC 5280 §4.2.2.1", "authority_info_access"),
    Row("1.3.6.1.5.5.7.1.11", "subjectInfoAccess", "RFC 5280 §4.2.2.2", "subject_info_access"),
    Row("2.5.29.28", "issuingDistributionPoint", "RFC 5280 §5.2.5", "issuing_distribution_point"),
    Row("2.5.29.20", "cRLNumber", "RFC 5280 §5.2.3", "crl_number"),
    Row("2.5.29.27", "deltaCRLIndicator", "RFC 5280 §5.2.4", "delta_crl_indicator"),
    Row("2.5.29.21", "reasonCode", "RFC 5280 §5.3.1", "reason_code"),
    Row("2.5.29.24", "invalidityDate", "RFC 5280 §5.3.2", "invalidity_date"),
    Row("2.5.29.29", "certificateIssuer", "RFC 5280 §5.3.3", "certificate_issuer"),
    Row("2.5.29.23", "holdInstructionCode", "RFC 3280 §5.3.2", "hold_instruction_code"),
    Row("1.3.6.1.4.1.11129.2.4.2", "signedCertificateTimestampList", "RFC 6962 §3.3", "signed_certificate_timestamps"),
    Row("1.3.6.1.4.1.11129.2.4.5", "signedCertificateTimestampList", "RFC 6962 §3.3", "signed_certificate_timestamps"),
    Row("1.3.6.1.4.1.11129.2.4.3", "precertificatePoison", "RFC 6962 §3.1", "presence"),
    Row("1.3.6.1.5.5.7.48.1.5", "ocspNoCheck", "RFC 6960 §4.2.2.2.1", "presence"),
    Row("1.3.6.1.5.5.7.48.1.9", "ocspExtendedRevoke", "RFC 6960 §4.4.8", "presence"),
    Row("1.3.6.1.4.1.44363.44", "delegationUsage", "RFC 9345 §4.2", "presence"),
    Row("2.5.29.56", "noRevAvail", "RFC 9608 §2", "presence"),
    Row("1.3.6.1.5.5.7.1.24", "tlsFeature", "RFC 7633 §4", "tls_feature"),
    Row("1.3.6.1.5.5.7.1.3", "qcStatements", "RFC 3739 §3.2.6, ETSI EN 319 412-5", "qc_statements"),
    Row("1.3.6.1.5.5.7.1.2", "biometricInfo", "RFC 3739 §3.2.5", "biometric_info"),
    Row("1.3.6.1.5.5.7.1.12", "logotype", "RFC 9399 §4.1", "logotype"),
    Row("1.3.6.1.5.5.7.1.14", "proxyCertInfo", "RFC 3820 §3.8", "proxy_cert_info"),
    Row("1.3.6.1.5.5.7.1.7", "ipAddrBlocks", "RFC 3779 §2.2", "ip_addr_blocks"),
    Row("1.3.6.1.5.5.7.1.28", "ipAddrBlocks-v2", "RFC 8360 §4.2.2.1", "ip_addr_blocks"),
    Row("1.3.6.1.5.5.7.1.8", "autonomousSysIds", "RFC 3779 §3.2", "as_identifiers"),
    Row("1.3.6.1.5.5.7.1.29", "autonomousSysIds-v2", "RFC 8360 §4.2.2.2", "as_identifiers"),
    Row("1.2.840.113549.1.9.15", "smimeCapabilities", "RFC 4262", "smime_capabilities"),
    Row("2.23.140.3.1", "cabfOrganizationIdentifier", "CA/Browser Forum EVG §9.8.2", "cabf_organization_identifier"),
    Row("1.3.6.1.5.5.7.48.1.6", "archiveCutoff", "RFC 6960 §4.4.4", "moment"),
    Row("2.5.29.60", "expiredCertsOnCRL", "X.509 §9.5.2.8", "moment"),
    Row("1.3.6.1.4.1.311.21.4", "crlNextPublish", "Microsoft", "moment"),
    Row("1.3.6.1.4.1.311.21.2", "previousCaCertificateHash", "Microsoft", "octets"),
    Row("1.3.6.1.5.5.7.48.1.2", "ocspNonce", "RFC 9654 §2.1", "octets"),
    Row("1.3.6.1.5.5.7.1.31", "acmeIdentifier", "RFC 8737 §3", "octets"),
    Row("1.3.6.1.5.5.7.48.1.4", "acceptableResponses", "RFC 6960 §4.4.3", "ocsp_response_types"),
    Row("1.3.6.1.5.5.7.48.1.3", "crlReferences", "RFC 6960 §4.4.2", "ocsp_crl_reference"),
    Row("1.3.6.1.5.5.7.48.1.7", "serviceLocator", "RFC 6960 §4.4.6", "ocsp_service_locator"),
    Row("1.3.6.1.5.5.7.48.1.8", "preferredSignatureAlgorithms", "RFC 6960 §4.4.7", "ocsp_preferred_algorithms"),
    Row("1.3.6.1.4.1.311.20.2", "certificateTemplateName", "Microsoft MS-WCCE §2.2.2.7.7.1", "microsoft_template_name"),
    Row("1.3.6.1.4.1.311.21.7", "certificateTemplate", "Microsoft MS-WCCE §2.2.2.7.7.2", "microsoft_template"),
    Row("1.3.6.1.4.1.311.21.1", "caVersion", "Microsoft MS-WCCE §2.2.2.7.7", "microsoft_ca_version"),
    Row("1.3.6.1.4.1.311.21.22", "crossCaVersion", "Microsoft", "microsoft_ca_version"),
    Row("1.3.6.1.4.1.311.25.2", "ntdsCaSecurity", "Microsoft MS-WCCE §2.2.2.7.7.4", "microsoft_sid"),
    Row("1.3.6.1.4.1.311.21.3", "crlVirtualBase", "Microsoft", "crl_virtual_base"),
    Row("2.16.840.1.113730.1.1", "netscapeCertType", "Netscape", "netscape_cert_type"),
    Row("2.16.840.1.113730.1.13", "netscapeComment", "Netscape", "netscape_text"),
    Row("2.16.840.1.113730.1.2", "netscapeBaseUrl", "Netscape", "netscape_text"),
    Row("2.16.840.1.113730.1.3", "netscapeRevocationUrl", "Netscape", "netscape_text"),
    Row("2.16.840.1.113730.1.4", "netscapeCaRevocationUrl", "Netscape", "netscape_text"),
    Row("2.16.840.1.113730.1.7", "netscapeRenewalUrl", "Netscape", "netscape_text"),
    Row("2.16.840.1.113730.1.8", "netscapeCaPolicyUrl", "Netscape", "netscape_text"),
    Row("2.16.840.1.113730.1.12", "netscapeSslServerName", "Netscape", "netscape_text"),
    Row("1.2.840.113533.7.65.0", "entrustVersInfo", "Entrust", "entrust_version"),
)
BY_OID = {row.oid: row for row in TABLE}


def decode(extension: Extension) -> object | None:
    """The typed value of an extension (`BasicConstraints`, `KeyUsage` ...), None for one that has no row.

    Raises DerError when the content is not what its standard says.
    """
    row = BY_OID.get(extension.oid)
    return None if row is None else row.parse(structure.inside(extension.value_element, row.name))
