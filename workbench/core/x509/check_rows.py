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
    "extended_key_usage_ca_excludes": Row(PURPOSES, "CA/B Forum BR §7.1.2.10.6", Level.WEB),
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
}
