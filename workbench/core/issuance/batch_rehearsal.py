"""The rows of a table under the CA that shall sign them: what that would refuse, told at its row before anything is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from workbench.core.errors import Message, WorkbenchError
from workbench.core.issuance.batch import BatchRow, RowProblem
from workbench.core.issuance.rehearsal import reason, rehearse
from workbench.core.issuance.specification import Specification
from workbench.core.x509 import decoded
from workbench.core.x509.certificate import parse_certificate
from workbench.core.x509.extensions.name_constraints import NameConstraints
from workbench.core.x509.finding import Status
from workbench.core.x509.issuance import KeyKind

ADVICE = ("rehearsal_outlives", "rehearsal_begins_before")
"""What is allowed, and yet will surprise somebody."""


def rehearsed(
    rows: Sequence[BatchRow],
    issuer_chain: Sequence[bytes],
    now: datetime,
    revoked: Collection[str] = (),
    step: Callable[[int], None] | None = None,
) -> Iterator[tuple[int, BatchRow]]:
    """(position, row) of those rows about which the CA has something to say: with that among their problems.

    issuer_chain  DER, the issuing CA first; empty: each is signed with its own key
    revoked       SHA-256 (hex) of those of them that are revoked
    step          called with the position of each row before it is looked at; what it raises ends the work

    Raises DerError for a chain that cannot be read. Rows with failures are left as they are.
    """
    constrained = any(decoded.extension(parse_certificate(der), NameConstraints) is not None for der in issuer_chain)
    known: dict[tuple[KeyKind, Specification], tuple[RowProblem, ...]] = {}
    for position, row in enumerate(rows):
        if step is not None:
            step(position)
        if not row.fine:
            continue
        basic = row.specification.basic_constraints
        if constrained or (basic is not None and basic.ca):
            found = _said(row, issuer_chain, now, revoked)
        else:
            # Where nobody above constrains names, rows that differ in nothing else share one answer.
            alike = (row.key, replace(row.specification, subject=(), names=()))
            if alike not in known:
                known[alike] = _said(row, issuer_chain, now, revoked)
            found = known[alike]
        if found:
            yield position, replace(row, problems=(*row.problems, *found))


def _said(row: BatchRow, issuer_chain: Sequence[bytes], now: datetime, revoked: Collection[str]) -> tuple[RowProblem, ...]:
    try:
        rehearsal = rehearse(row.specification, row.key, issuer_chain, now, revoked=revoked)
    except WorkbenchError as error:
        return (RowProblem("", error.message),)
    if rehearsal.refusals:
        return (RowProblem("", Message("issuing_refused", {"reason": reason(rehearsal, rehearsal.refusals[0])})),)
    findings = rehearsal.verdict.paths[0].findings
    return tuple(RowProblem("", finding.message, Status.WARNING) for finding in findings if finding.id in ADVICE)
