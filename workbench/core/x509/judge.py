"""The verdict: all ways from a certificate to a trust anchor, the best first, and the answer in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from workbench.core.x509.certificate import Certificate
from workbench.core.x509.encoding_check import encoding_findings
from workbench.core.x509.finding import Conditions, PathVerdict, Purpose, Status, Verdict
from workbench.core.x509.headline import headline_of
from workbench.core.x509.path_building import Candidates, build_paths, candidates_for
from workbench.core.x509.path_validation import validate_path
from workbench.core.x509.revocation import Sources
from workbench.core.x509.trust_store import TrustStore

if TYPE_CHECKING:
    from workbench.core.x509.crl import CertificateList
    from workbench.core.x509.ocsp import OcspResponse

MAX_FOUND = 512
"""Paths looked at before the search gives up."""
MAX_TRIED = 96
"""Paths validated before the search gives up."""
MAX_SIGNER_PATHS = 16
"""Paths tried for a certificate that signs CRLs."""
MAX_SHOWN = 8
"""Paths in a verdict."""


def judge(
    certificate: Certificate,
    pool: Sequence[Certificate],
    anchors: TrustStore | Sequence[Certificate],
    crls: Sequence[CertificateList],
    ocsp: Sequence[OcspResponse],
    conditions: Conditions,
) -> Verdict:
    """Whether `certificate` holds under `conditions`, and everything that was looked at. Never raises for what is in a certificate.

    pool     everything open that may stand in a path or sign a CRL, in any order, the certificate itself included or not;
             judging many of one collection, give the same tuple and the same trust store each time: they are indexed once
    anchors  what is trusted
    crls, ocsp  what is open about revocation
    """
    time = conditions.time or datetime.now(UTC)
    candidates = candidates_for(pool, anchors)
    sources = Sources(crls, ocsp, candidates, time, conditions.strict_profile, _signer_paths(candidates, time))
    verdicts: list[PathVerdict] = []
    ending_early = 0
    trusted = False
    for number, built in enumerate(build_paths(certificate, candidates, time)):
        ending_early += not built.anchored
        if built.anchored or ending_early <= MAX_SHOWN:
            verdicts.append(validate_path(built, conditions, time, sources))
            trusted = trusted or verdicts[-1].trusted
        # Once one way holds, a few others are still looked at, to be shown beside it.
        if number + 1 >= MAX_FOUND or len(verdicts) >= (MAX_SHOWN if trusted else MAX_TRIED):
            break
    verdicts.sort(key=_order)
    best = verdicts[0]
    verdicts[0] = replace(best, findings=(*best.findings, *encoding_findings(best.path)))
    headline, status = headline_of(verdicts[0], conditions)
    return Verdict(certificate, conditions, tuple(verdicts[:MAX_SHOWN]), headline, status)


def _signer_paths(candidates: Candidates, time: datetime) -> Callable[[Certificate, Certificate], tuple[Certificate, ...] | None]:
    """How to find the valid path of a certificate that signs CRLs to a trust anchor (RFC 5280 6.3.3 (f))."""

    def find(signer: Certificate, anchor: Certificate) -> tuple[Certificate, ...] | None:
        for number, built in enumerate(build_paths(signer, candidates, time)):
            if built.anchored and built.certificates[-1] == anchor and validate_path(built, Conditions(purpose=Purpose.ANY), time).trusted:
                return built.certificates
            if number >= MAX_SIGNER_PATHS:
                break
        return None

    return find


def _order(verdict: PathVerdict) -> tuple[int, ...]:
    failures = sum(finding.status is Status.FAILURE for finding in verdict.findings)
    return 0 if verdict.trusted else 1, 0 if verdict.complete else 1, failures, len(verdict.path)
