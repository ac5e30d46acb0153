"""What RFC 5280 section 4 demands of conforming CAs, beyond what section 6 makes a validator look at.

A path that offends here may still be valid by section 6: these findings are warnings unless the conditions say otherwise.
"""

from __future__ import annotations

from datetime import UTC, datetime

from workbench.core.asn1 import reader, values
from workbench.core.asn1.reader import DerError, Element
from workbench.core.x509 import decoded
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.certificate_checks import KEY_CERT_SIGN
from workbench.core.x509.checks import Report
from workbench.core.x509.extensions import (
    authority_info_access,
    authority_key_identifier,
    basic_constraints,
    freshest_crl,
    inhibit_any_policy,
    name_constraints,
    policy_constraints,
    policy_mappings,
    subject_alt_name,
    subject_info_access,
    subject_key_identifier,
)
from workbench.core.x509.extensions.authority_key_identifier import AuthorityKeyIdentifier
from workbench.core.x509.extensions.basic_constraints import BasicConstraints
from workbench.core.x509.extensions.certificate_policies import CertificatePolicies
from workbench.core.x509.extensions.key_usage import KeyUsage
from workbench.core.x509.extensions.name_constraints import NameConstraints
from workbench.core.x509.extensions.subject_key_identifier import SubjectKeyIdentifier
from workbench.core.x509.general_name import GeneralNameKind
from workbench.core.x509.host_name import alternative_names, is_dns_name
from workbench.core.x509.path_building import self_issued

MAX_SERIAL_OCTETS = 20
UTC_TIME_BEGIN = datetime(1950, 1, 1, tzinfo=UTC)
UTC_TIME_END = datetime(2050, 1, 1, tzinfo=UTC)

NEVER_CRITICAL = {
    authority_key_identifier.OID: "critical_authority_key_identifier",
    subject_key_identifier.OID: "critical_subject_key_identifier",
    authority_info_access.OID: "critical_authority_info_access",
    subject_info_access.OID: "critical_subject_info_access",
    freshest_crl.OID: "critical_freshest_crl",
}
ALWAYS_CRITICAL = {
    name_constraints.OID: "uncritical_name_constraints",
    policy_constraints.OID: "uncritical_policy_constraints",
    inhibit_any_policy.OID: "uncritical_inhibit_any_policy",
}
ONLY_IN_CA = {
    name_constraints.OID: "name_constraints_in_end_entity",
    policy_constraints.OID: "policy_constraints_in_end_entity",
    policy_mappings.OID: "policy_mappings_in_end_entity",
    inhibit_any_policy.OID: "inhibit_any_policy_in_end_entity",
}


def check_profile(report: Report, index: int) -> None:
    """Every rule of this file on one certificate."""
    before = len(report.findings)
    certificate = report.path[index]
    basic = decoded.extension(certificate, BasicConstraints)
    ca = basic is not None and basic.ca
    _check_fields(report, index, certificate)
    _check_criticality(report, index, certificate, ca)
    _check_key_identifiers(report, index, certificate, ca)
    _check_names(report, index, certificate, ca)
    _check_contents(report, index, certificate, basic)
    if len(report.findings) == before:
        report.ok("profile_ok", index)


def _check_fields(report: Report, index: int, certificate: Certificate) -> None:
    """Version, serial number, times, unique identifiers (4.1.2.1, 4.1.2.2, 4.1.2.5, 4.1.2.8)."""
    fields = certificate.fields
    try:
        version = certificate.version
    except DerError:
        version = 0
    if fields.extensions is not None and version != 3:
        report.bad("version_not_3", index, version=version)
    if fields.version is not None and version == 1:
        report.bad("version_default_written", index)
    serial = certificate.serial_number
    octets = fields.serial_number.end - fields.serial_number.content
    if serial < 0:
        report.bad("serial_negative", index)
    elif serial == 0:
        report.bad("serial_zero", index)
    if octets > MAX_SERIAL_OCTETS:
        report.bad("serial_too_long", index, octets=octets, limit=MAX_SERIAL_OCTETS)
    if fields.issuer_unique_id is not None or fields.subject_unique_id is not None:
        report.bad("unique_identifiers", index)
    try:
        odd = any(_odd_time(part) for part in reader.children(fields.validity))
    except DerError:
        return  # said by the check of the dates
    if odd:
        report.bad("dates_form", index)


def _odd_time(part: Element) -> bool:
    """Not as 4.1.2.5 writes times: UTCTime until 2049, GeneralizedTime from 2050, both with seconds and Z and nothing more."""
    moment, problems = values.time(part)
    return bool(problems) or (part.identifier == reader.UTC_TIME) != (UTC_TIME_BEGIN <= moment < UTC_TIME_END)


def _check_criticality(report: Report, index: int, certificate: Certificate, ca: bool) -> None:
    for extension in certificate.extension_by_oid.values():
        if extension.critical and extension.oid in NEVER_CRITICAL:
            report.bad(NEVER_CRITICAL[extension.oid], index)
        if not extension.critical and extension.oid in ALWAYS_CRITICAL:
            report.bad(ALWAYS_CRITICAL[extension.oid], index)
        if not ca and extension.oid in ONLY_IN_CA:
            report.bad(ONLY_IN_CA[extension.oid], index)
    basic = certificate.extension_by_oid.get(basic_constraints.OID)
    if ca and basic is not None and not basic.critical:
        report.bad("uncritical_basic_constraints", index)


def _check_key_identifiers(report: Report, index: int, certificate: Certificate, ca: bool) -> None:
    """subjectKeyIdentifier in every CA, authorityKeyIdentifier in all but self-signed certificates (4.2.1.1, 4.2.1.2)."""
    present = certificate.extension_by_oid
    if ca and subject_key_identifier.OID not in present:
        report.bad("subject_key_identifier_missing", index)
    own = authority_key_identifier.OID in present
    if not own and not (self_issued(certificate) and index == report.last):
        report.bad("authority_key_identifier_missing", index)
    found = decoded.extension(certificate, AuthorityKeyIdentifier)
    if found is not None and found.key_identifier is None and not self_issued(certificate):
        report.bad("authority_key_identifier_empty", index)
    if found is not None and found.key_identifier is not None and index < report.last:
        issuer = decoded.extension(report.path[index + 1], SubjectKeyIdentifier)
        if issuer is not None and issuer.key_identifier != found.key_identifier:
            report.bad("authority_key_identifier_differs", index)


def _check_names(report: Report, index: int, certificate: Certificate, ca: bool) -> None:
    """Issuer and CA subjects are not empty; alternative names are well formed (4.1.2.4, 4.1.2.6, 4.2.1.6)."""
    try:
        if not certificate.issuer.rdns:
            report.bad("issuer_empty", index)
        empty = not certificate.subject.rdns
    except DerError:
        return  # said by the check of the issuer's name
    alternative = certificate.extension_by_oid.get(subject_alt_name.OID)
    if empty and ca:
        report.bad("subject_empty_ca", index)
    elif empty and alternative is None:
        report.bad("subject_empty_without_names", index)
    elif empty and alternative is not None and not alternative.critical:
        report.bad("uncritical_names_with_empty_subject", index)
    bad = []
    for name in alternative_names(certificate):
        if name.kind is GeneralNameKind.DNS_NAME:
            # A wildcard is not RFC 1034's syntax either, but RFC 5280 leaves its meaning to others (4.2.1.6, last paragraph).
            text = name.value.removeprefix("*.") or name.value
            wrong = name.value != "*" and (not is_dns_name(text.replace("*", "x")) or "_" in text)
        else:
            wrong = bool(name.problems) or (
                name.kind is GeneralNameKind.RFC822_NAME and (name.value.count("@") != 1 or name.value[0] == "@" or name.value[-1] == "@")
            )
        if wrong:
            bad.append(name.value)
    if bad:
        report.bad("alternative_names_malformed", index, names=", ".join(bad[:5]) + (" …" if len(bad) > 5 else ""))


def _check_contents(report: Report, index: int, certificate: Certificate, basic: BasicConstraints | None) -> None:
    usage = decoded.extension(certificate, KeyUsage)
    ca = basic is not None and basic.ca
    if usage is not None and not usage.bits:
        report.bad("key_usage_empty", index)
    if usage is not None and KEY_CERT_SIGN in usage.bits and not ca:
        report.bad("key_usage_cert_sign_without_ca", index)
    if basic is not None and basic.path_len_constraint is not None and (not ca or (usage is not None and KEY_CERT_SIGN not in usage.bits)):
        report.bad("path_length_without_ca", index)
    constraints = decoded.extension(certificate, NameConstraints)
    if constraints is not None and not constraints.permitted and not constraints.excluded:
        report.bad("name_constraints_empty", index)
    policies = decoded.extension(certificate, CertificatePolicies)
    if policies is not None and len({entry.policy for entry in policies.policies}) != len(policies.policies):
        report.bad("policy_repeated", index)
