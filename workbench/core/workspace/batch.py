"""Issuing the rows of a table: each by itself, many to a transaction, so that a bad one holds up no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench.core.errors import Message
from workbench.core.issuance.batch import BatchRow
from workbench.core.workspace.entries import CertificateEntry
from workbench.core.workspace.issuing import Order
from workbench.core.workspace.issuing_many import Outcome, issue_many
from workbench.core.workspace.workspace import Workspace
from workbench.core.x509.finding import Status


@dataclass(frozen=True)
class RowResult:
    """entry  the certificate, which is on the disk; None when there is none, and `message` says why"""

    row: BatchRow
    entry: CertificateEntry | None
    message: Message | None = None


def run(
    workspace: Workspace,
    rows: Sequence[BatchRow],
    issuer_id: str | None,
    profile: str = "",
    progress: Callable[[int, int], None] | None = None,
    check: Callable[[], None] | None = None,
    told: Callable[[RowResult], None] | None = None,
    now: datetime | None = None,
) -> tuple[RowResult, ...]:
    """What became of each row, in their order. Rows with failures are not issued, and the others go on.

    issuer_id  the CA's certificate; None: each is signed with its own key
    progress   called with (rows done, rows)
    check      called often; what it raises ends the work: what was told until then is issued and stays, nothing else was
    told       called with each result, once it is on the disk or refused

    Raises VaultError `vault_locked`, and WorkspaceError when the database is lost: what was told stays then too.
    """
    results: dict[int, RowResult] = {}

    def tell(number: int, result: RowResult) -> None:
        results[number] = result
        if told is not None:
            told(result)

    good = [number for number, row in enumerate(rows) if row.fine]
    for number, row in enumerate(rows):
        if not row.fine:
            first = next(problem for problem in row.problems if problem.status is Status.FAILURE)
            tell(number, RowResult(row, None, first.message))

    def outcome(position: int, found: Outcome) -> None:
        row = rows[good[position]]
        if isinstance(found, CertificateEntry):
            tell(good[position], RowResult(row, found))
        else:
            tell(good[position], RowResult(row, None, found.message))

    def done(count: int, total: int) -> None:
        if progress is not None:
            progress(len(rows) - len(good) + count, len(rows))

    orders = [Order(rows[number].specification, issuer_id, rows[number].key, profile, rows[number].title) for number in good]
    issue_many(workspace, orders, done, check, outcome, now)
    return tuple(results[number] for number in range(len(rows)))
