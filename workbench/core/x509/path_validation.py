"""RFC 5280 section 6.1 on one path, as named checks, every one reported for every certificate, also after the first failure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from workbench.core.asn1.reader import DerError
from workbench.core.errors import Message
from workbench.core.x509 import decoded
from workbench.core.x509.access_description import CA_ISSUERS
from workbench.core.x509.certificate_checks import (
    check_basic_constraints,
    check_dates,
    check_extended_key_usage,
    check_extensions,
    check_issuer_name,
    check_key_usage,
    check_path_length,
    check_signature,
    issuer_name,
    moment,
    short_name,
)
from workbench.core.x509.checks import Report
from workbench.core.x509.extensions.authority_info_access import AuthorityInfoAccess
from workbench.core.x509.finding import Conditions, PathVerdict, Purpose
from workbench.core.x509.headline import store_name
from workbench.core.x509.host_name import check_host
from workbench.core.x509.name_constraints import check_name_constraints
from workbench.core.x509.path_building import Path, names_itself
from workbench.core.x509.policy_tree import check_policies
from workbench.core.x509.profile import check_profile
from workbench.core.x509.revocation import Sources, check_revocation
from workbench.core.x509.role import RoleKind, role_of
from workbench.core.x509.weak_algorithms import check_algorithms
from workbench.core.x509.web_pki import check_web_pki

CHECKS: tuple[Callable[[Report, int], None], ...] = (
    check_dates,
    check_issuer_name,
    check_basic_constraints,
    check_path_length,
    check_key_usage,
    check_extended_key_usage,
    check_extensions,
    check_algorithms,
    check_profile,
)
AUTHORITIES = frozenset({RoleKind.INTERMEDIATE_CA, RoleKind.CROSS_CERTIFICATE, RoleKind.SELF_ISSUED_CA})
"""Roles of a CA whose certificate somebody else signed, a root more often than not."""


def validate_path(built: Path, conditions: Conditions, time: datetime, sources: Sources | None = None) -> PathVerdict:
    """Everything there is to say about one path.

    built       the path, the judged certificate first
    time        the moment to judge at, aware
    sources     what is at hand about revocation; None leaves revocation out
    """
    report = Report(built.certificates, built.anchored, conditions, moment(time))
    _check_anchor(report, built)
    for index in range(len(report.path)):
        check_signature(report, index, built)
        for check in CHECKS:
            _make(report, index, check)
        if conditions.purpose is Purpose.SERVER:
            _make(report, index, check_web_pki)
    _make(report, 0, lambda report, _: check_host(report))
    check_name_constraints(report)
    check_policies(report)
    if sources is not None:
        check_revocation(report, sources)
    missing = Message("missing_issuer", {"issuer": built.missing.short}) if built.missing else None
    return PathVerdict(built.certificates, built.anchored, missing, report.sorted())


def _make(report: Report, index: int, check: Callable[[Report, int], None]) -> None:
    """Makes one check; a certificate that is too broken for it says so instead."""
    try:
        check(report, index)
    except DerError as error:
        report.bad("certificate_unreadable", index, reason=error.message)


def _check_anchor(report: Report, built: Path) -> None:
    """Where the path ends."""
    last = report.path[-1]
    if built.anchored:
        report.ok("anchor_trusted", report.last, store=store_name(report.conditions, built.certificates[-1]))
    elif built.mismatching:
        pass  # the signature check says it
    elif built.ended:
        report.bad("anchor_search_ended", report.last)
    elif built.loop:
        report.bad("anchor_loop", report.last, issuer=issuer_name(last))
    elif names_itself(last):
        alone = report.last == 0 and role_of(last).main is not RoleKind.ROOT_CA
        report.bad("anchor_self_signed" if alone else "anchor_not_in_store", report.last, name=short_name(last))
    else:
        access = decoded.extension(last, AuthorityInfoAccess)
        urls = [url for url in access.locations(CA_ISSUERS) if url.startswith(("http://", "https://"))] if access is not None else []
        authority = role_of(last).main in AUTHORITIES  # what is missing may be the root, which no server has to send
        if authority and urls:
            report.bad("anchor_missing_issuer_of_ca_at", report.last, issuer=issuer_name(last), url=urls[0])
        elif authority:
            report.bad("anchor_missing_issuer_of_ca", report.last, issuer=issuer_name(last))
        elif urls:
            report.bad("anchor_missing_issuer_at", report.last, issuer=issuer_name(last), url=urls[0])
        else:
            report.bad("anchor_missing_issuer", report.last, issuer=issuer_name(last))
