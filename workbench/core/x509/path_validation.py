"""RFC 5280 section 6.1 on one path, as named checks, every one reported for every certificate, also after the first failure."""

from __future__ import annotations

from datetime import datetime

from workbench.core.errors import Message
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
    self_issued,
    short_name,
)
from workbench.core.x509.checks import Report
from workbench.core.x509.finding import Conditions, PathVerdict
from workbench.core.x509.host_name import check_host
from workbench.core.x509.name_constraints import check_name_constraints
from workbench.core.x509.path_building import Path
from workbench.core.x509.signature import certificate_signature


def validate_path(built: Path, conditions: Conditions, time: datetime) -> PathVerdict:
    """Everything there is to say about one path.

    built       the path, the judged certificate first
    time        the moment to judge at, aware
    """
    report = Report(built.certificates, built.anchored, conditions, moment(time))
    _check_anchor(report, built)
    for index in range(len(report.path)):
        check_signature(report, index, built)
        check_dates(report, index)
        check_issuer_name(report, index)
        check_basic_constraints(report, index)
        check_path_length(report, index)
        check_key_usage(report, index)
        check_extended_key_usage(report, index)
        check_extensions(report, index)
    check_host(report)
    check_name_constraints(report)
    missing = Message("missing_issuer", {"issuer": built.missing.short}) if built.missing else None
    return PathVerdict(built.certificates, built.anchored, missing, report.sorted())


def _check_anchor(report: Report, built: Path) -> None:
    """Where the path ends."""
    last = report.path[-1]
    if built.anchored:
        report.ok("anchor_trusted", report.last, store=report.conditions.trust)
    elif built.mismatching:
        pass  # the signature check says it
    elif built.loop:
        report.bad("anchor_loop", report.last, issuer=issuer_name(last))
    elif self_issued(last) and certificate_signature(last, last.spki).ok:
        report.bad("anchor_self_signed" if report.last == 0 else "anchor_not_in_store", report.last, name=short_name(last))
    else:
        report.bad("anchor_missing_issuer", report.last, issuer=issuer_name(last))
