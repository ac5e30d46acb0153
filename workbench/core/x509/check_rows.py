"""The table of checks: for every outcome the field it speaks of, its clause, and how much weight a bad one has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

TBS = "tbsCertificate"
WHOLE: tuple[str, ...] = ()
SIGNATURE = ("signatureValue",)
VALIDITY = (TBS, "validity")
SUBJECT, ISSUER, SERIAL, KEY = (TBS, "subject"), (TBS, "issuer"), (TBS, "serialNumber"), (TBS, "subjectPublicKeyInfo")
EXTENSIONS = (TBS, "extensions")


def _extension(name: str) -> tuple[str, ...]:
    return (TBS, "extensions", name)


BASIC, USAGE, PURPOSES = _extension("basicConstraints"), _extension("keyUsage"), _extension("extKeyUsage")
NAMES, CONSTRAINTS, POLICIES = _extension("subjectAltName"), _extension("nameConstraints"), _extension("certificatePolicies")


class Level(Enum):
    """What a bad outcome means.

    PATH             a failure: section 6 of RFC 5280 (or what every validator does) refuses the path
    PROFILE          conforming CAs must not issue it (RFC 5280 section 4): a failure under the Web PKI rules or `strict_profile`
    PROFILE_NOT_WEB  the same, but the CA/Browser Forum allows it
    WEB              browsers or the CA/Browser Forum refuse it: a failure under the Web PKI rules
    ADVICE           always a warning
    """

    PATH = "path"
    PROFILE = "profile"
    PROFILE_NOT_WEB = "profile_not_web"
    WEB = "web"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Row:
    field: tuple[str, ...]
    citation: str
    level: Level = Level.PATH


ROWS: dict[str, Row] = {
    # What decides about trust itself
    "anchor_trusted": Row(WHOLE, "RFC 5280 §6.1.1 (d)"),
    "anchor_missing_issuer": Row(ISSUER, "RFC 5280 §6.1"),
    "anchor_missing_issuer_at": Row(_extension("authorityInfoAccess"), "RFC 5280 §6.1, §4.2.2.1"),
    "anchor_missing_issuer_of_ca": Row(ISSUER, "RFC 5280 §6.1"),
    "anchor_missing_issuer_of_ca_at": Row(_extension("authorityInfoAccess"), "RFC 5280 §6.1, §4.2.2.1"),
    "anchor_not_in_store": Row(WHOLE, "RFC 5280 §6.1.1 (d)"),
    "anchor_self_signed": Row(WHOLE, "RFC 5280 §6.1.1 (d)"),
    "anchor_loop": Row(ISSUER, "RFC 4158 §5.2"),
    "anchor_search_ended": Row(ISSUER, "RFC 4158 §5"),
    # Signature
    "signature_ok": Row(SIGNATURE, "RFC 5280 §6.1.3 (a)(1)"),
    "signature_self": Row(SIGNATURE, "RFC 5280 §6.1.3 (a)(1)"),
    "signature_anchor": Row(SIGNATURE, "RFC 5280 §6.1.1 (d)"),
    "signature_mismatch": Row(SIGNATURE, "RFC 5280 §6.1.3 (a)(1)"),
    "signature_self_mismatch": Row(SIGNATURE, "RFC 5280 §6.1.3 (a)(1)"),
    "signature_unsupported": Row(("signatureAlgorithm",), "RFC 5280 §6.1.3 (a)(1)"),
    "signature_malformed": Row(SIGNATURE, "RFC 5280 §6.1.3 (a)(1)"),
    "signature_no_issuer": Row(SIGNATURE, "RFC 5280 §6.1.3 (a)(1)"),
    "signature_algorithms_agree": Row(("signatureAlgorithm",), "RFC 5280 §4.1.1.2"),
    "signature_algorithms_differ": Row(("signatureAlgorithm",), "RFC 5280 §4.1.1.2"),
    # Dates
    "dates_ok": Row(VALIDITY, "RFC 5280 §6.1.3 (a)(2)"),
    "dates_expired": Row(VALIDITY, "RFC 5280 §6.1.3 (a)(2)"),
    "dates_expired_anchor": Row(VALIDITY, "RFC 5280 §6.1.3 (a)(2)"),
    "dates_not_yet": Row(VALIDITY, "RFC 5280 §6.1.3 (a)(2)"),
    "dates_unreadable": Row(VALIDITY, "RFC 5280 §4.1.2.5"),
    # Names of the chain
    "issuer_name_ok": Row(ISSUER, "RFC 5280 §6.1.3 (a)(4)"),
    "issuer_name_mismatch": Row(ISSUER, "RFC 5280 §6.1.3 (a)(4)"),
    # Who may issue
    "basic_constraints_ca": Row(BASIC, "RFC 5280 §6.1.4 (k)"),
    "basic_constraints_missing": Row(EXTENSIONS, "RFC 5280 §6.1.4 (k)"),
    "basic_constraints_not_ca": Row(BASIC, "RFC 5280 §6.1.4 (k)"),
    "basic_constraints_old_anchor": Row(EXTENSIONS, "RFC 5280 §4.2.1.9", Level.PROFILE),
    "basic_constraints_end_entity": Row(BASIC, "RFC 5280 §4.2.1.9"),
    "basic_constraints_ca_judged": Row(BASIC, "RFC 5280 §4.2.1.9"),
    "path_length_ok": Row(BASIC, "RFC 5280 §6.1.4 (l), (m)"),
    "path_length_unlimited": Row(BASIC, "RFC 5280 §6.1.4 (m)"),
    "path_length_exceeded": Row(BASIC, "RFC 5280 §6.1.4 (l), (m)"),
    "chain_length_ok": Row(WHOLE, "RFC 5280 §6.1.2 (k)"),
    "chain_too_long": Row(WHOLE, "RFC 5280 §6.1.2 (k)"),
    "key_usage_ok": Row(USAGE, "RFC 5280 §4.2.1.3"),
    "key_usage_absent": Row(EXTENSIONS, "RFC 5280 §4.2.1.3"),
    "key_usage_missing": Row(USAGE, "RFC 5280 §4.2.1.3"),
    "key_usage_ca_ok": Row(USAGE, "RFC 5280 §6.1.4 (n)"),
    "key_usage_no_cert_sign": Row(USAGE, "RFC 5280 §6.1.4 (n)"),
    "extended_key_usage_ok": Row(PURPOSES, "RFC 5280 §4.2.1.12"),
    "extended_key_usage_absent": Row(EXTENSIONS, "RFC 5280 §4.2.1.12"),
    "extended_key_usage_missing": Row(PURPOSES, "RFC 5280 §4.2.1.12"),
    "extended_key_usage_ca_excludes": Row(PURPOSES, "RFC 5280 §4.2.1.12"),
    # Host name
    "host_ok": Row(NAMES, "RFC 9525 §6.3"),
    "host_wildcard": Row(NAMES, "RFC 9525 §6.3"),
    "host_mismatch": Row(NAMES, "RFC 9525 §6.3"),
    "host_no_such_kind": Row(NAMES, "RFC 9525 §6.1"),
    "host_only_common_name": Row(SUBJECT, "RFC 9525 §6.3"),
    "host_no_alternative_name": Row(EXTENSIONS, "RFC 9525 §6.1"),
    "host_not_a_name": Row(NAMES, "RFC 9525 §6.1.2"),
    "host_not_given": Row(NAMES, "RFC 9525 §6"),
    # Name constraints
    "names_permitted": Row(NAMES, "RFC 5280 §6.1.3 (b), (c)"),
    "names_unconstrained": Row(NAMES, "RFC 5280 §6.1.3 (b), (c)"),
    "names_self_issued": Row(SUBJECT, "RFC 5280 §6.1.3 (b), (c)"),
    "names_excluded": Row(NAMES, "RFC 5280 §6.1.3 (c)"),
    "names_not_permitted": Row(NAMES, "RFC 5280 §6.1.3 (b)"),
    "names_malformed": Row(NAMES, "RFC 5280 §4.2.1.10"),
    "names_unknown_kind": Row(NAMES, "RFC 5280 §4.2.1.10"),
    "names_unknown_kind_uncritical": Row(NAMES, "RFC 5280 §4.2.1.10", Level.ADVICE),
    "names_too_many": Row(NAMES, "RFC 5280 §4.2.1.10"),
    "name_constraints_depth": Row(CONSTRAINTS, "RFC 5280 §4.2.1.10"),
    "name_constraint_malformed": Row(CONSTRAINTS, "RFC 5280 §4.2.1.10"),
    "name_constraint_leading_dot": Row(CONSTRAINTS, "RFC 5280 §4.2.1.10", Level.PROFILE),
    # Extensions as such
    "critical_known": Row(EXTENSIONS, "RFC 5280 §6.1.4 (o), §6.1.5 (f)"),
    "critical_unknown": Row(EXTENSIONS, "RFC 5280 §6.1.4 (o), §6.1.5 (f)"),
    "precertificate": Row(_extension("precertificatePoison"), "RFC 6962 §3.1"),
    "extensions_unreadable": Row(EXTENSIONS, "RFC 5280 §4.2"),
    "extension_unreadable": Row(EXTENSIONS, "RFC 5280 §4.2"),
    "extension_unreadable_unused": Row(EXTENSIONS, "RFC 5280 §4.2", Level.PROFILE),
    "extension_repeated": Row(EXTENSIONS, "RFC 5280 §4.2"),
    "certificate_unreadable": Row(WHOLE, "RFC 5280 §4.1"),
    # Policies
    "policies_valid": Row(POLICIES, "RFC 5280 §6.1.5 (g), RFC 9618"),
    "policies_not_required": Row(POLICIES, "RFC 5280 §6.1.5"),
    "policies_none_valid": Row(POLICIES, "RFC 5280 §6.1.3 (f)"),
    "policies_not_acceptable": Row(POLICIES, "RFC 5280 §6.1.5 (g)"),
    "policy_mapping_any": Row(_extension("policyMappings"), "RFC 5280 §6.1.4 (a)"),
    # Revocation
    "revocation_good_crl": Row(SERIAL, "RFC 5280 §6.3.3"),
    "revocation_good_ocsp": Row(SERIAL, "RFC 6960 §3.2"),
    "revocation_not_checked": Row(SERIAL, "RFC 5280 §6.1.3 (a)(3)"),
    "revocation_unknown": Row(SERIAL, "RFC 5280 §6.1.3 (a)(3)"),
    "revoked_by_crl": Row(SERIAL, "RFC 5280 §6.1.3 (a)(3)"),
    "revocation_hold": Row(SERIAL, "RFC 5280 §5.3.1"),
    "revoked_by_ocsp": Row(SERIAL, "RFC 6960 §2.2"),
    "crl_stale": Row(SERIAL, "RFC 5280 §6.3.3 (a)", Level.ADVICE),
    "crl_not_yet": Row(SERIAL, "RFC 5280 §5.1.2.4", Level.ADVICE),
    "crl_unreadable": Row(SERIAL, "RFC 5280 §5.1", Level.ADVICE),
    "crl_critical_unknown": Row(SERIAL, "RFC 5280 §5.2", Level.ADVICE),
    "crl_entry_critical_unknown": Row(SERIAL, "RFC 5280 §5.3", Level.ADVICE),
    "crl_number_missing": Row(SERIAL, "RFC 5280 §5.2.3", Level.ADVICE),
    "crl_number_critical": Row(SERIAL, "RFC 5280 §5.2.3", Level.ADVICE),
    "crl_signature_mismatch": Row(SERIAL, "RFC 5280 §6.3.3 (g)", Level.ADVICE),
    "crl_signature_unsupported": Row(SERIAL, "RFC 5280 §6.3.3 (g)", Level.ADVICE),
    "crl_signer_missing": Row(SERIAL, "RFC 5280 §6.3.3 (f)", Level.ADVICE),
    "crl_signer_not_trusted": Row(SERIAL, "RFC 5280 §6.3.3 (f)", Level.ADVICE),
    "crl_signer_key_usage": Row(SERIAL, "RFC 5280 §6.3.3 (f)", Level.ADVICE),
    "crl_reasons_missing": Row(SERIAL, "RFC 5280 §6.3.3 (l)", Level.ADVICE),
    "ocsp_stale": Row(SERIAL, "RFC 6960 §3.2", Level.ADVICE),
    "ocsp_not_yet": Row(SERIAL, "RFC 6960 §3.2", Level.ADVICE),
    "ocsp_unknown": Row(SERIAL, "RFC 6960 §2.2", Level.ADVICE),
    "ocsp_error": Row(SERIAL, "RFC 6960 §2.3", Level.ADVICE),
    "ocsp_unreadable": Row(SERIAL, "RFC 6960 §4.2.1", Level.ADVICE),
    "ocsp_signature_mismatch": Row(SERIAL, "RFC 6960 §3.2", Level.ADVICE),
    "ocsp_signer_missing": Row(SERIAL, "RFC 6960 §4.2.2.2", Level.ADVICE),
    "ocsp_signer_not_authorised": Row(SERIAL, "RFC 6960 §4.2.2.2", Level.ADVICE),
    "ocsp_signer_expired": Row(SERIAL, "RFC 6960 §4.2.2.2", Level.ADVICE),
    # Algorithms
    "algorithms_ok": Row(KEY, "CA/B Forum BR §6.1.5, §7.1.3"),
    "hash_broken": Row(("signatureAlgorithm",), "RFC 6151 §2"),
    "hash_weak": Row(("signatureAlgorithm",), "NIST SP 800-131A Rev. 2 §3"),
    "hash_weak_then": Row(("signatureAlgorithm",), "NIST SP 800-131A Rev. 2 §3", Level.ADVICE),
    "key_breakable": Row(KEY, "NIST SP 800-131A §3"),
    "key_too_small": Row(KEY, "CA/B Forum BR §6.1.5", Level.WEB),
    "key_size_odd": Row(KEY, "CA/B Forum BR §6.1.5", Level.WEB),
    "key_exponent_wrong": Row(KEY, "CA/B Forum BR §6.1.6", Level.WEB),
    "key_exponent_unusual": Row(KEY, "CA/B Forum BR §6.1.6", Level.ADVICE),
    "key_kind_not_web": Row(KEY, "CA/B Forum BR §7.1.3.1", Level.WEB),
    "signature_kind_not_web": Row(("signatureAlgorithm",), "CA/B Forum BR §7.1.3.2", Level.WEB),
    # The profile of RFC 5280 section 4
    "profile_ok": Row(WHOLE, "RFC 5280 §4"),
    "version_not_3": Row((TBS, "version"), "RFC 5280 §4.1.2.1", Level.PROFILE),
    "version_default_written": Row((TBS, "version"), "RFC 5280 §4.1, X.690 §11.5", Level.PROFILE),
    "serial_negative": Row(SERIAL, "RFC 5280 §4.1.2.2", Level.PROFILE),
    "serial_zero": Row(SERIAL, "RFC 5280 §4.1.2.2", Level.PROFILE),
    "serial_too_long": Row(SERIAL, "RFC 5280 §4.1.2.2", Level.PROFILE),
    "unique_identifiers": Row((TBS,), "RFC 5280 §4.1.2.8", Level.PROFILE),
    "dates_form": Row(VALIDITY, "RFC 5280 §4.1.2.5", Level.PROFILE),
    "issuer_empty": Row(ISSUER, "RFC 5280 §4.1.2.4", Level.PROFILE),
    "subject_empty_ca": Row(SUBJECT, "RFC 5280 §4.1.2.6", Level.PROFILE),
    "subject_empty_without_names": Row(SUBJECT, "RFC 5280 §4.1.2.6", Level.PROFILE),
    "uncritical_names_with_empty_subject": Row(NAMES, "RFC 5280 §4.2.1.6", Level.PROFILE),
    "alternative_names_malformed": Row(NAMES, "RFC 5280 §4.2.1.6", Level.PROFILE),
    "critical_authority_key_identifier": Row(_extension("authorityKeyIdentifier"), "RFC 5280 §4.2.1.1", Level.PROFILE),
    "critical_subject_key_identifier": Row(_extension("subjectKeyIdentifier"), "RFC 5280 §4.2.1.2", Level.PROFILE),
    "critical_authority_info_access": Row(_extension("authorityInfoAccess"), "RFC 5280 §4.2.2.1", Level.PROFILE),
    "critical_subject_info_access": Row(_extension("subjectInfoAccess"), "RFC 5280 §4.2.2.2", Level.PROFILE),
    "critical_freshest_crl": Row(_extension("freshestCRL"), "RFC 5280 §4.2.1.15", Level.PROFILE),
    "uncritical_name_constraints": Row(CONSTRAINTS, "RFC 5280 §4.2.1.10", Level.PROFILE_NOT_WEB),
    "uncritical_policy_constraints": Row(_extension("policyConstraints"), "RFC 5280 §4.2.1.11", Level.PROFILE),
    "uncritical_inhibit_any_policy": Row(_extension("inhibitAnyPolicy"), "RFC 5280 §4.2.1.14", Level.PROFILE),
    "uncritical_basic_constraints": Row(BASIC, "RFC 5280 §4.2.1.9", Level.PROFILE),
    "name_constraints_in_end_entity": Row(CONSTRAINTS, "RFC 5280 §4.2.1.10", Level.PROFILE),
    "policy_constraints_in_end_entity": Row(_extension("policyConstraints"), "RFC 5280 §4.2.1.11", Level.PROFILE),
    "policy_mappings_in_end_entity": Row(_extension("policyMappings"), "RFC 5280 §4.2.1.5", Level.PROFILE),
    "inhibit_any_policy_in_end_entity": Row(_extension("inhibitAnyPolicy"), "RFC 5280 §4.2.1.14", Level.PROFILE),
    "subject_key_identifier_missing": Row(EXTENSIONS, "RFC 5280 §4.2.1.2", Level.PROFILE),
    "authority_key_identifier_missing": Row(EXTENSIONS, "RFC 5280 §4.2.1.1", Level.PROFILE),
    "authority_key_identifier_empty": Row(_extension("authorityKeyIdentifier"), "RFC 5280 §4.2.1.1", Level.PROFILE),
    "authority_key_identifier_differs": Row(_extension("authorityKeyIdentifier"), "RFC 5280 §4.2.1.1", Level.PROFILE),
    "key_usage_empty": Row(USAGE, "RFC 5280 §4.2.1.3", Level.PROFILE),
    "key_usage_cert_sign_without_ca": Row(USAGE, "RFC 5280 §4.2.1.9", Level.PROFILE),
    "path_length_without_ca": Row(BASIC, "RFC 5280 §4.2.1.9", Level.PROFILE),
    "name_constraints_empty": Row(CONSTRAINTS, "RFC 5280 §4.2.1.10", Level.PROFILE),
    "policy_repeated": Row(POLICIES, "RFC 5280 §4.2.1.4", Level.PROFILE),
    # The Web PKI
    "web_ok": Row(WHOLE, "CA/B Forum BR §7.1.2"),
    "web_version": Row((TBS, "version"), "CA/B Forum BR §7.1.1", Level.WEB),
    "leaf_is_ca": Row(BASIC, "CA/B Forum BR §7.1.2.7.8", Level.WEB),
    "validity_length_ok": Row(VALIDITY, "CA/B Forum BR §6.3.2"),
    "validity_too_long": Row(VALIDITY, "CA/B Forum BR §6.3.2", Level.WEB),
    "serial_short": Row(SERIAL, "CA/B Forum BR §7.1.2.7", Level.ADVICE),
    "alternative_names_required": Row(EXTENSIONS, "CA/B Forum BR §7.1.2.7.12", Level.WEB),
    "alternative_names_critical": Row(NAMES, "CA/B Forum BR §7.1.2.7.12", Level.WEB),
    "alternative_names_kind": Row(NAMES, "CA/B Forum BR §7.1.2.7.12", Level.WEB),
    "wildcard_form": Row(NAMES, "CA/B Forum BR §1.6.1, §7.1.4.2", Level.WEB),
    "wildcard_public_suffix": Row(NAMES, "CA/B Forum BR §3.2.2.6", Level.WEB),
    "common_name_of_wildcard": Row(SUBJECT, "CA/B Forum BR §7.1.4.3", Level.ADVICE),
    "internal_names": Row(NAMES, "CA/B Forum BR §7.1.2.7.12", Level.WEB),
    "reserved_addresses": Row(NAMES, "CA/B Forum BR §7.1.2.7.12", Level.WEB),
    "common_name_not_in_names": Row(SUBJECT, "CA/B Forum BR §7.1.4.3", Level.WEB),
    "extended_key_usage_required": Row(EXTENSIONS, "CA/B Forum BR §7.1.2.7.6", Level.WEB),
    "extended_key_usage_critical": Row(PURPOSES, "CA/B Forum BR §7.1.2.7.6", Level.WEB),
    "extended_key_usage_any": Row(PURPOSES, "CA/B Forum BR §7.1.2.7.10", Level.WEB),
    "extended_key_usage_others": Row(PURPOSES, "CA/B Forum BR §7.1.2.7.10, §7.1.2.10.6", Level.WEB),
    "client_auth_not_wanted": Row(PURPOSES, "Chrome Root Program Policy 1.8", Level.ADVICE),
    "key_usage_not_for_tls": Row(USAGE, "CA/B Forum BR §7.1.2.7.11", Level.WEB),
    "key_usage_of_ca": Row(USAGE, "CA/B Forum BR §7.1.2.7.11", Level.WEB),
    "policies_missing": Row(EXTENSIONS, "CA/B Forum BR §7.1.2.7.6", Level.WEB),
    "policies_not_reserved": Row(POLICIES, "CA/B Forum BR §7.1.2.7.9", Level.WEB),
    "sct_missing": Row(EXTENSIONS, "Chrome Certificate Transparency Policy", Level.ADVICE),
    "issued_by_root": Row(ISSUER, "CA/B Forum BR §6.1.7", Level.WEB),
    "ev_attributes_missing": Row(SUBJECT, "CA/B Forum EVG 1.7.8 §9.2", Level.WEB),
    "ev_wildcard": Row(NAMES, "CA/B Forum EVG 1.7.8 §9.8.1", Level.WEB),
    "ca_key_usage_missing": Row(EXTENSIONS, "CA/B Forum BR §7.1.2.10.7", Level.WEB),
    "ca_key_usage_uncritical": Row(USAGE, "CA/B Forum BR §7.1.2.10", Level.ADVICE),
    "ca_not_dedicated": Row(PURPOSES, "Chrome Root Program Policy 1.8", Level.ADVICE),
    "root_extended_key_usage": Row(PURPOSES, "CA/B Forum BR §7.1.2.1.2", Level.WEB),
    "root_key_identifiers_differ": Row(_extension("authorityKeyIdentifier"), "CA/B Forum BR §7.1.2.1.3", Level.WEB),
    "authority_key_identifier_issuer": Row(_extension("authorityKeyIdentifier"), "CA/B Forum BR §7.1.2.1.3, §7.1.2.11.1", Level.WEB),
    "authority_key_identifier_without_key": Row(_extension("authorityKeyIdentifier"), "CA/B Forum BR §7.1.2.1.3", Level.WEB),
}
