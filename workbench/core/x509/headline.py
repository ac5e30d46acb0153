"""The answer of a verdict in one sentence, with the reason behind it."""

from __future__ import annotations

import os

from workbench.core.errors import Message
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.certificate_checks import issuer_name, short_name
from workbench.core.x509.check_rows import ROWS, Level
from workbench.core.x509.checks import Value
from workbench.core.x509.finding import Conditions, Finding, PathVerdict, Status

# Which failure is the reason to give first, and the headline that says it. What is not here comes after all of these.
HEADLINES: dict[str, str] = {
    "signature_mismatch": "headline_signature_mismatch",
    "signature_self_mismatch": "headline_signature_mismatch",
    "revoked_by_crl": "headline_revoked",
    "revoked_by_ocsp": "headline_revoked",
    "revocation_hold": "headline_revoked",
    "anchor_missing_issuer": "headline_missing_issuer",
    "anchor_missing_issuer_at": "headline_missing_issuer",
    "anchor_missing_issuer_of_ca": "headline_missing_issuer",
    "anchor_missing_issuer_of_ca_at": "headline_missing_issuer",
    "anchor_self_signed": "headline_self_signed",
    "anchor_not_in_store": "headline_root_not_in_store",
    "anchor_loop": "headline_missing_issuer",
    "anchor_search_ended": "headline_not_trusted",
    "dates_expired": "headline_expired",
    "dates_expired_anchor": "headline_expired",
    "dates_not_yet": "headline_not_yet",
    "basic_constraints_missing": "headline_not_ca",
    "basic_constraints_not_ca": "headline_not_ca",
    "key_usage_no_cert_sign": "headline_not_ca",
    "host_mismatch": "headline_host",
    "host_no_such_kind": "headline_host",
    "host_only_common_name": "headline_host",
    "host_no_alternative_name": "headline_host",
    "host_not_a_name": "headline_host",
    "names_excluded": "headline_names",
    "names_not_permitted": "headline_names",
    "extended_key_usage_missing": "headline_purpose",
    "extended_key_usage_ca_excludes": "headline_purpose",
    "hash_broken": "headline_weak",
    "hash_weak": "headline_weak",
    "key_breakable": "headline_weak",
    "key_too_small": "headline_weak",
}
_PRIORITY = {id: number for number, id in enumerate(HEADLINES)}
_STORES = {"mozilla": "store_mozilla", "system": "store_system", "files": "store_files"}


def store_name(conditions: Conditions, anchor: Certificate) -> Message:
    """What to call that from which the anchor of a path is: the chosen trust store, or what is trusted besides."""
    if anchor.sha256 in conditions.chosen_anchors:
        return Message("store_chosen")
    trust = conditions.trust
    return Message(_STORES[trust]) if trust in _STORES else Message("store_other", {"path": os.path.basename(trust) or trust})


def headline_of(best: PathVerdict, conditions: Conditions) -> tuple[Message, Status]:
    """The headline (parts `sentence` and `detail`) of the best path, and the status of the whole."""
    failures = [finding for finding in best.findings if finding.status is Status.FAILURE]
    if not failures:
        return _trusted(best, conditions)
    worst = min(failures, key=lambda finding: (_PRIORITY.get(finding.id, len(_PRIORITY)), finding.certificate))
    certificate = best.path[worst.certificate]
    params: dict[str, Value] = {
        "name": short_name(certificate),
        "issuer": issuer_name(certificate),
        "host": conditions.host,
        "reason": Message(worst.id, worst.message.params),
        "more": Message("headline_more", {"count": len(failures) - 1}) if len(failures) > 1 else "",
    }
    return Message(_headline(worst), params), Status.FAILURE


def _trusted(best: PathVerdict, conditions: Conditions) -> tuple[Message, Status]:
    warnings = [finding for finding in best.findings if finding.status is Status.WARNING]
    params: dict[str, Value] = {
        "subject": short_name(best.path[0]),
        "anchor": short_name(best.path[-1]),
        "store": store_name(conditions, best.path[-1]),
        "count": len(warnings),
    }
    if warnings:
        first = warnings[0].message
        return Message("headline_trusted_with_warnings", {**params, "reason": first}), Status.WARNING
    return Message("headline_trusted_anchor" if len(best.path) == 1 else "headline_trusted", params), Status.OK


def _headline(worst: Finding) -> str:
    if (worst.id == "dates_expired" and worst.certificate > 0) or worst.id == "dates_expired_anchor":
        return "headline_expired_above"
    if ROWS[worst.id].level is not Level.PATH and worst.id not in HEADLINES:
        return "headline_rules" if ROWS[worst.id].level is Level.WEB else "headline_not_trusted"
    return HEADLINES.get(worst.id, "headline_not_trusted")

