"""What browsers and the CA/Browser Forum demand of TLS server certificates beyond RFC 5280.

"BR" are the Baseline Requirements for TLS server certificates, "EVG" the guidelines for extended validation. Rules bind
certificates by their own date of issue, so that an old certificate is judged by the rules of its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address

from workbench.core.asn1.reader import DerError
from workbench.core.x509 import decoded
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.certificate_checks import (
    ANY_EXTENDED_KEY_USAGE,
    CLIENT_AUTH,
    CRL_SIGN,
    DIGITAL_SIGNATURE,
    KEY_AGREEMENT,
    KEY_CERT_SIGN,
    KEY_ENCIPHERMENT,
    SERVER_AUTH,
    names,
    purpose_name,
)  # fmt: skip
from workbench.core.x509.checks import Report
from workbench.core.x509.extensions import certificate_policies, extended_key_usage, key_usage, subject_alt_name
from workbench.core.x509.extensions.authority_key_identifier import AuthorityKeyIdentifier
from workbench.core.x509.extensions.basic_constraints import BasicConstraints
from workbench.core.x509.extensions.certificate_policies import CertificatePolicies
from workbench.core.x509.extensions.extended_key_usage import ExtendedKeyUsage
from workbench.core.x509.extensions.key_usage import KeyUsage
from workbench.core.x509.extensions.subject_key_identifier import SubjectKeyIdentifier
from workbench.core.x509.general_name import GeneralNameKind
from workbench.core.x509.host_name import alternative_names
from workbench.core.x509.name import COMMON_NAME
from workbench.core.x509.path_building import self_issued
from workbench.core.x509.public_suffix import is_icann_suffix, is_operator, is_private_suffix, is_public_name, registrable


def _date(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ValidityLimit:
    """Server certificates issued from `since` on may be valid for `days` at most. `source` is the rule's origin."""

    since: datetime
    days: int
    source: str


VALIDITY_LIMITS = (
    ValidityLimit(_date(2029, 3, 15), 47, "CA/B Forum BR §6.3.2 (SC-081v3)"),
    ValidityLimit(_date(2027, 3, 15), 100, "CA/B Forum BR §6.3.2 (SC-081v3)"),
    ValidityLimit(_date(2026, 3, 15), 200, "CA/B Forum BR §6.3.2 (SC-081v3)"),
    ValidityLimit(_date(2020, 9, 1), 398, "CA/B Forum BR §6.3.2 (SC-31)"),
    ValidityLimit(_date(2018, 3, 1), 825, "CA/B Forum BR §6.3.2 (Ballot 193)"),
    ValidityLimit(_date(2015, 4, 1), 1188, "CA/B Forum BR §6.3.2 (39 months)"),
    ValidityLimit(_date(2012, 7, 1), 1827, "CA/B Forum BR §6.3.2 (60 months)"),
)
INTERNAL_NAMES_END = _date(2015, 11, 1)
"""BR 7.1.4.2.1: no internal names, no reserved addresses in certificates issued since."""
ROOT_ISSUANCE_END = _date(2016, 6, 30)
"""BR 6.1.7: root CAs sign no server certificates any more."""
SERIAL_ENTROPY = _date(2016, 9, 30)
"""BR 7.1: serial numbers with 64 random bits."""
CT_REQUIRED = _date(2018, 4, 30)
"""Chrome's Certificate Transparency policy."""
PROFILES = _date(2023, 9, 15)
"""BR 2.0.0: the certificate profiles of section 7.1.2 (SC-062)."""
DEDICATED_CA = _date(2026, 6, 15)
"""Chrome Root Program Policy 1.8: new intermediate CAs are for serverAuth only."""
DEDICATED_LEAF = _date(2027, 3, 15)
"""Chrome Root Program Policy 1.8: new server certificates too."""

NOT_BESIDE_SERVER_AUTH = frozenset({
    "1.3.6.1.5.5.7.3.3", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9", "1.3.6.1.4.1.11129.2.4.4",
})  # fmt: skip
"""codeSigning, emailProtection, timeStamping, OCSPSigning and the signing of precertificates."""
SCT_LIST = "1.3.6.1.4.1.11129.2.4.2"
EV_POLICY = "2.23.140.1.1"
RESERVED_POLICIES = {
    "2.23.140.1.2.1": "DV",
    "2.23.140.1.2.2": "OV",
    "2.23.140.1.2.3": "IV",
    EV_POLICY: "EV",
}
EV_ATTRIBUTES = {
    "2.5.4.10": "organizationName",
    "2.5.4.15": "businessCategory",
    "1.3.6.1.4.1.311.60.2.1.3": "jurisdictionCountryName",
    "2.5.4.5": "serialNumber",
    "2.5.4.6": "countryName",
}


def check_web_pki(report: Report, index: int) -> None:
    """Every rule of this file on one certificate of the path."""
    certificate = report.path[index]
    before = len(report.findings)
    try:
        issued = certificate.not_before
    except DerError:
        return  # said by the check of the dates
    anchor = report.is_anchor(index) or (index == report.last and self_issued(certificate))
    if index == 0:
        _check_leaf(report, certificate, issued)
        _check_leaf_purposes(report, certificate, issued)
        _check_leaf_names(report, certificate, issued)
        _check_validity(report, certificate)
        _check_extended_validation(report, certificate)
    else:
        _check_ca(report, index, certificate, issued, anchor)
    _check_key_identifier(report, index, certificate, anchor)
    if not anchor and issued >= SERIAL_ENTROPY and 0 < certificate.serial_number.bit_length() < 48:
        report.bad("serial_short", index, bits=certificate.serial_number.bit_length())
    if len(report.findings) == before:
        report.ok("web_ok", index)


def _check_leaf(report: Report, certificate: Certificate, issued: datetime) -> None:
    """BR 7.1.2.7: version, not a CA, the extensions that must be there."""
    present = certificate.extension_by_oid
    if not _is_version_3(certificate):
        report.bad("web_version", 0)
    basic = decoded.extension(certificate, BasicConstraints)
    if basic is not None and basic.ca:
        report.bad("leaf_is_ca", 0)
    policies = decoded.extension(certificate, CertificatePolicies)
    if issued >= PROFILES:
        if certificate_policies.OID not in present:
            report.bad("policies_missing", 0)
        elif policies is not None and not RESERVED_POLICIES.keys() & {entry.policy for entry in policies.policies}:
            report.bad("policies_not_reserved", 0)
    if issued >= CT_REQUIRED and SCT_LIST not in present:
        report.bad("sct_missing", 0)
    if issued >= ROOT_ISSUANCE_END and report.last == 1 and self_issued(report.path[1]):
        report.bad("issued_by_root", 0)


def _is_version_3(certificate: Certificate) -> bool:
    try:
        return certificate.version == 3
    except DerError:
        return False


def _check_leaf_purposes(report: Report, certificate: Certificate, issued: datetime) -> None:
    """BR 7.1.2.7.10 and 7.1.2.7.11: extKeyUsage and keyUsage of a server certificate."""
    present = certificate.extension_by_oid
    purposes = decoded.extension(certificate, ExtendedKeyUsage)
    if extended_key_usage.OID not in present:
        report.bad("extended_key_usage_required", 0)
    elif purposes is not None:
        if present[extended_key_usage.OID].critical:
            report.bad("extended_key_usage_critical", 0)
        if ANY_EXTENDED_KEY_USAGE in purposes.oids:
            report.bad("extended_key_usage_any", 0)
        _check_other_purposes(report, 0, purposes)
        if issued >= DEDICATED_LEAF and CLIENT_AUTH in purposes.oids:
            report.bad("client_auth_not_wanted", 0)
    usage = decoded.extension(certificate, KeyUsage)
    if usage is not None and not usage.bits & {DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, KEY_AGREEMENT}:
        report.bad("key_usage_not_for_tls", 0)
    if usage is not None and usage.bits & {KEY_CERT_SIGN, CRL_SIGN}:
        report.bad("key_usage_of_ca", 0)


def _check_other_purposes(report: Report, index: int, purposes: ExtendedKeyUsage) -> None:
    others = [purpose_name(oid) for oid in purposes.oids if oid in NOT_BESIDE_SERVER_AUTH]
    if others:
        report.bad("extended_key_usage_others", index, usages=names(others))


def _check_leaf_names(report: Report, certificate: Certificate, issued: datetime) -> None:
    """BR 7.1.2.7.12, 7.1.4.2 and 7.1.4.3: which names, and the common name among them."""
    extension = certificate.extension_by_oid.get(subject_alt_name.OID)
    if extension is None:
        report.bad("alternative_names_required", 0)
    elif extension.critical and certificate.subject.rdns:
        report.bad("alternative_names_critical", 0)
    found = alternative_names(certificate)
    dns = [name.value for name in found if name.kind is GeneralNameKind.DNS_NAME]
    addresses = [name for name in found if name.kind is GeneralNameKind.IP_ADDRESS and len(name.raw) in (4, 16)]
    other = [name for name in found if name.kind not in (GeneralNameKind.DNS_NAME, GeneralNameKind.IP_ADDRESS)]
    if other and issued >= PROFILES:
        report.bad("alternative_names_kind", 0, kinds=names(sorted({name.label for name in other})))
    wildcards = [name for name in dns if "*" in name]
    badly = [name for name in wildcards if not name.startswith("*.") or "*" in name[2:]]
    if badly:
        report.bad("wildcard_form", 0, names=_some(badly))
    operators = {registrable(name) for name in dns if "*" not in name and is_operator(name)}
    suffixes = [
        name for name in wildcards
        if name not in badly and (is_icann_suffix(name[2:]) or (is_private_suffix(name[2:]) and registrable(name[2:]) not in operators))
    ]  # fmt: skip
    if suffixes:
        report.bad("wildcard_public_suffix", 0, names=_some(suffixes))
    if issued >= INTERNAL_NAMES_END:
        internal = [name for name in dns if not is_public_name(name.removeprefix("*."))]
        if internal:
            report.bad("internal_names", 0, names=_some(internal))
        reserved = [name.value for name in addresses if not ip_address(name.raw).is_global]
        if reserved:
            report.bad("reserved_addresses", 0, names=_some(reserved))
    common = certificate.subject.get(COMMON_NAME)
    if common and extension is not None:
        allowed = {*dns, *(str(ip_address(name.raw)) for name in addresses)}
        if len(common) == 1 and "*." + common[0] in allowed - {common[0]} and common[0] not in allowed:
            report.bad("common_name_of_wildcard", 0, name=common[0])  # the wildcard's own domain: proven together with it
        elif len(common) > 1 or common[0] not in allowed:
            report.bad("common_name_not_in_names", 0, name=common[0])


def _some(texts: list[str]) -> str:
    return ", ".join(texts[:5]) + (" …" if len(texts) > 5 else "")


def validity_days(certificate: Certificate) -> int:
    """Length of the validity period as BR 1.6.1 counts it: both ends included, a begun day is a day. Raises DerError."""
    seconds = int((certificate.not_after - certificate.not_before).total_seconds()) + 1
    return -(-seconds // 86400)


def validity_limit(issued: datetime) -> ValidityLimit | None:
    """The limit for certificates issued at that time, None before there was one."""
    return next((limit for limit in VALIDITY_LIMITS if issued >= limit.since), None)


def _check_validity(report: Report, certificate: Certificate) -> None:
    limit = validity_limit(certificate.not_before)
    found = validity_days(certificate)
    if limit is not None and found > limit.days:
        report.bad("validity_too_long", 0, found=found, limit=limit.days, since=f"{limit.since:%Y-%m-%d}", source=limit.source)
    elif limit is not None:
        report.ok("validity_length_ok", 0, found=found, limit=limit.days)


def _check_extended_validation(report: Report, certificate: Certificate) -> None:
    """EVG 1.7.8, 9.2 and 9.8.1: what an EV certificate says about its subject, and that it has no wildcards (.onion apart)."""
    policies = decoded.extension(certificate, CertificatePolicies)
    if policies is None or EV_POLICY not in {entry.policy for entry in policies.policies}:
        return
    missing = [name for oid, name in EV_ATTRIBUTES.items() if not certificate.subject.get(oid)]
    if missing:
        report.bad("ev_attributes_missing", 0, attributes=names(missing))
    wildcards = [n.value for n in alternative_names(certificate) if n.value.startswith("*.") and not n.value.endswith(".onion")]
    if wildcards:
        report.bad("ev_wildcard", 0, names=_some(wildcards))


def _check_ca(report: Report, index: int, certificate: Certificate, issued: datetime, anchor: bool) -> None:
    """BR 7.1.2.1 (roots) and 7.1.2.10 (other CAs)."""
    present = certificate.extension_by_oid
    if key_usage.OID not in present:
        report.bad("ca_key_usage_missing", index)
    elif not present[key_usage.OID].critical:
        report.bad("ca_key_usage_uncritical", index)
    purposes = decoded.extension(certificate, ExtendedKeyUsage)
    if anchor and extended_key_usage.OID in present and self_issued(certificate):
        report.bad("root_extended_key_usage", index)
    if not anchor and purposes is not None and issued >= PROFILES and SERVER_AUTH in purposes.oids:
        _check_other_purposes(report, index, purposes)
    if not anchor and purposes is not None and issued >= DEDICATED_CA and set(purposes.oids) != {SERVER_AUTH}:
        report.bad("ca_not_dedicated", index, usages=names(purpose_name(oid) for oid in purposes.oids))


def _check_key_identifier(report: Report, index: int, certificate: Certificate, anchor: bool) -> None:
    """BR 7.1.2.1.3 (roots) and 7.1.2.11.1: authorityKeyIdentifier holds a key identifier and nothing else."""
    found = decoded.extension(certificate, AuthorityKeyIdentifier)
    if found is None:
        return
    if found.issuer or found.serial is not None:
        report.bad("authority_key_identifier_issuer", index)
    if found.key_identifier is None:
        if self_issued(certificate):
            report.bad("authority_key_identifier_without_key", index)
        return
    own = decoded.extension(certificate, SubjectKeyIdentifier)
    if anchor and self_issued(certificate) and own is not None and own.key_identifier != found.key_identifier:
        report.bad("root_key_identifiers_differ", index)
