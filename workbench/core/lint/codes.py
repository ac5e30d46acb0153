"""pkilint's codes -> our messages and citations.

A code that has a sentence of its own stands in `clauses.CLAUSES` with the clause it rests on, and its row of words is `lint_` and the
code with every other character than a letter or digit turned into `_`. Many codes follow a pattern (this extension must be there, that
attribute must not): they share the sentences of `_PATTERNS`. What is in neither is `lint_other`, which quotes pkilint.
"""

from __future__ import annotations

import re

from workbench.core.errors import Message
from workbench.core.lint.clauses import CLAUSES, SHARED

_BR = "CA/B Forum BR"
_SMIME = "CA/B Forum S/MIME BR"
# Beginning of the code -> (words row for the kind of certificate, citation); the longest that fits wins.
_GROUPS: tuple[tuple[str, str, str], ...] = (
    ("cabf.serverauth.subscriber", "lint_who_server", f"{_BR} §7.1.2.7"),
    ("cabf.serverauth.dv.", "lint_who_dv", f"{_BR} §7.1.2.7.2"),
    ("cabf.serverauth.iv.", "lint_who_iv", f"{_BR} §7.1.2.7.3"),
    ("cabf.serverauth.ov.", "lint_who_ov", f"{_BR} §7.1.2.7.4"),
    ("cabf.serverauth.cross_ca.", "lint_who_cross_ca", f"{_BR} §7.1.2.2"),
    ("cabf.serverauth.ca_precert_signing.", "lint_who_precertificate_ca", f"{_BR} §7.1.2.4"),
    ("cabf.serverauth.non_tls_ca.", "lint_who_other_ca", f"{_BR} §7.1.2.3"),
    ("cabf.serverauth.ca", "lint_who_tls_ca", f"{_BR} §7.1.2.6"),
    ("cabf.serverauth.root", "lint_who_root", f"{_BR} §7.1.2.1"),
    ("cabf.serverauth.ocsp_responder.", "lint_who_ocsp", f"{_BR} §7.1.2.8"),
    ("cabf.serverauth.", "lint_who_tls", f"{_BR} §7.1"),
    ("cabf.ev_guidelines.", "lint_who_ev", "CA/B Forum EVG §7.1"),
    ("cabf.smime.", "lint_who_smime", f"{_SMIME} §7.1"),
    ("cabf.", "lint_who_forum", "CA/B Forum BR §7.1"),
    ("etsi.en_319_411_1.", "lint_who_etsi", "ETSI EN 319 411-1"),
    ("etsi.en_319_412_1.", "lint_who_etsi", "ETSI EN 319 412-1"),
    ("etsi.en_319_412_2.", "lint_who_etsi_person", "ETSI EN 319 412-2"),
    ("etsi.en_319_412_3.", "lint_who_etsi_organization", "ETSI EN 319 412-3"),
    ("etsi.en_319_412_4.", "lint_who_etsi_web", "ETSI EN 319 412-4"),
    ("etsi.en_319_412_5.", "lint_who_etsi", "ETSI EN 319 412-5"),
    ("etsi.ts_119_495.", "lint_who_etsi_psd2", "ETSI TS 119 495"),
    ("etsi.nat_5.1.5", "lint_who_etsi", "ETSI EN 319 412-1"),
    ("etsi.", "lint_who_etsi", "ETSI EN 319 412"),
    ("ts_119_312.", "lint_who_etsi", "ETSI TS 119 312"),
    ("iso.lei.", "lint_who_certificate", "ISO 17442"),
    ("googl.", "lint_who_smime", "Google Workspace S/MIME"),
    ("adbe.", "lint_who_certificate", "Adobe DocMDP"),
    ("itu.", "lint_who_certificate", "ITU-T X.690"),
    ("msft.", "lint_who_certificate", "Microsoft Trusted Root Program"),
    ("base.", "lint_who_certificate", ""),
    ("pkix.", "lint_who_certificate", "RFC 5280"),
    ("", "lint_who_certificate", ""),
)
# Last part of the code -> words row; the group `x` names an extension, attribute or key purpose. The first that fits wins.
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), id)
    for pattern, id in (
        (r"non_critical_(?P<x>\w+)_extension", "lint_extension_not_critical"),
        (r"critical_(?P<x>\w+)_extension", "lint_extension_critical"),
        (r"(?P<x>\w+)_extension_not_critical", "lint_extension_not_critical"),
        (r"(?P<x>\w+)_extension(?:_is)?_critical", "lint_extension_critical"),
        (r"unknown_extension_present", "lint_unknown_extension"),
        (r"(?P<x>\w+)_extension_(?:absent|missing)", "lint_extension_absent"),
        (r"(?P<x>\w+)_extension_(?:present|prohibited)", "lint_extension_present"),
        (r"prohibited_duplicate_attribute(?:_present|_type)", "lint_duplicate_attribute"),
        (r"unknown_attribute_present", "lint_unknown_attribute"),
        (r"(?P<x>\w+)_attribute_absent", "lint_attribute_absent"),
        (r"(?P<x>\w+)_attribute_present", "lint_attribute_present"),
        (r"unknown_eku_present", "lint_unknown_key_purpose"),
        (r"(?P<x>\w+)_eku_present", "lint_key_purpose_present"),
        (r"(?P<x>\w+)_eku_(?:absent|missing)", "lint_key_purpose_absent"),
        (r"unknown_aia_access_method_present", "lint_unknown_access_method"),
        (r"(?P<x>\w+)_aia_access_method_absent", "lint_access_method_absent"),
        (r"(?P<x>\w+)_aia_access_method_present", "lint_access_method_present"),
        (r"certificate_validity_period_exceeds_(?P<x>\d+)_days", "lint_validity_exceeds"),
    )
)
_NAMES = {
    "aia": "authorityInfoAccess",
    "authority_info_access": "authorityInfoAccess",
    "authority_information_access": "authorityInfoAccess",
    "subject_information_access": "subjectInfoAccess",
    "certificate_crldp": "cRLDistributionPoints",
    "certificate_name_constraints": "nameConstraints",
    "certificate_skid": "subjectKeyIdentifier",
    "crl_number": "cRLNumber",
    "crl_reason_code": "reasonCode",
    "ct_precert_poison": "precertificate poison",
    "smime_capabilities": "sMIMECapabilities",
    "ocsp": "OCSP",
    "ca_issuers": "caIssuers",
    "crl": "cRLDistributionPoints",
    "crldp": "cRLDistributionPoints",
    "crl_distribution_points": "cRLDistributionPoints",
    "eku": "extKeyUsage",
    "extended_key_usage": "extKeyUsage",
    "ian": "issuerAltName",
    "ku": "keyUsage",
    "san": "subjectAltName",
    "subject_altname": "subjectAltName",
    "ocsp_nocheck": "id-pkix-ocsp-nocheck",
    "sct_list": "SignedCertificateTimestampList",
    "qcstatements": "qcStatements",
    "lei": "LEI",
    "lei_role": "LEI role",
    "organization_identifier": "cabfOrganizationIdentifier",
    "adobe_archive_revinfo": "Adobe ArchiveRevInfo",
    "adobe_timestamp": "Adobe Timestamp",
    "country": "countryName",
    "anyeku": "anyExtendedKeyUsage",
    "codesigning": "codeSigning",
    "emailprotection": "emailProtection",
    "ocspsigning": "OCSPSigning",
    "precertsigning": "precertificate signing",
    "serverauth": "serverAuth",
    "timestamping": "timeStamping",
    "jurisdiction_country": "jurisdictionCountryName",
}
_ATTRIBUTE_IDS = frozenset({"lint_attribute_absent", "lint_attribute_present"})
# Rows that have a second sentence for what is only recommended.
_WITH_SHOULD = frozenset({
    "lint_extension_absent", "lint_extension_present", "lint_extension_critical", "lint_extension_not_critical",
    "lint_attribute_present", "lint_unknown_attribute", "lint_unknown_key_purpose", "lint_access_method_absent",
    "lint_access_method_present", "lint_validity_exceeds",
})  # fmt: skip
_CLAUSE = re.compile(r"\.(?P<clause>(?:gen|nat|leg|web|qcs|ovr)[-_][\d.]+(?:-\d+)?)\.|^ts_119_312\.(?P<section>[\d.]+)\.")


def describe(code: str, severity: str, detail: str) -> tuple[Message, str]:
    """pkilint's code, the name of its severity and its remark -> the message and the citation."""
    _, who, group = next(row for row in _GROUPS if code.startswith(row[0]))
    params: dict[str, str | Message] = {"code": code, "detail": Message("lint_detail", {"text": detail}) if detail else ""}
    own = CLAUSES.get(code)
    if own is not None:
        return Message(own_id(code), params), own or _citation(code, group)
    last = code.rpartition(".")[2]
    for pattern, id in _PATTERNS:
        match = pattern.fullmatch(last)
        if match:
            params["who"] = Message(who)
            if "x" in pattern.groupindex:
                params["x"] = _name(match["x"], id)
            if id in _WITH_SHOULD and severity not in ("ERROR", "FATAL"):
                id += "_should"
            return Message(id, params), SHARED.get(code) or _citation(code, group)
    params["who"] = Message(who)
    params["description"] = last.replace("_", " ")
    return Message("lint_other", params), _citation(code, group)


def own_id(code: str) -> str:
    """The words row of a code that has its own sentence."""
    return "lint_" + re.sub(r"\W", "_", code)


def _name(text: str, id: str) -> str:
    if text == "organization_identifier" and id in _ATTRIBUTE_IDS:
        return "organizationIdentifier"
    if text in _NAMES:
        return _NAMES[text]
    first, *rest = text.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _citation(code: str, group: str) -> str:
    match = _CLAUSE.search(code)
    if match is None:
        return group
    if match["section"]:
        return f"{group} §{match['section']}"
    return f"{group} {match['clause'].replace('_', '-').upper()}"
