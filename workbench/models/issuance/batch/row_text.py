"""What a row of the table says of itself: its state with the sentence, its names, its end. No widgets."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from workbench import words
from workbench.core.errors import Message
from workbench.core.issuance.batch import BatchRow, RowProblem
from workbench.core.issuance.build import times
from workbench.core.issuance.parts import SpecificationError
from workbench.core.x509.finding import Status
from workbench.words import visible

if TYPE_CHECKING:
    from workbench.core.workspace.batch import RowResult


class State(StrEnum):
    """FINE, WARNING and WRONG before it is issued; ISSUED and REFUSED after it was tried."""

    FINE = "fine"
    WARNING = "warning"
    WRONG = "wrong"
    ISSUED = "issued"
    REFUSED = "refused"


def state_of(row: BatchRow, result: RowResult | None) -> State:
    if result is not None:
        return State.REFUSED if result.entry is None else State.ISSUED
    if not row.fine:
        return State.WRONG
    return State.WARNING if any(problem.status is Status.WARNING for problem in row.problems) else State.FINE


def state_text(row: BatchRow, result: RowResult | None, language: str) -> str:
    """The word and the first sentence."""
    state = state_of(row, result)
    reasons = reasons_of(row, result, language)
    if state in (State.WARNING, State.WRONG, State.REFUSED) and reasons:
        return visible(words.say(Message(f"batch_state_{state}", {"reason": reasons[0]}), language))
    return words.say(Message(f"batch_state_{state}"), language)


def reasons_of(row: BatchRow, result: RowResult | None, language: str) -> list[str]:
    """Every sentence about the row, failures first."""
    if result is not None and result.message is not None:
        return [words.say(result.message, language)]
    if result is not None:
        return []
    told = [problem for problem in row.problems if problem.status in (Status.FAILURE, Status.WARNING)]
    told.sort(key=lambda problem: problem.status is not Status.FAILURE)
    return [problem_text(problem, language) for problem in told]


def problem_text(problem: RowProblem, language: str) -> str:
    if not problem.column:
        return words.say(problem.message, language)
    return words.say(Message("batch_in_column", {"column": problem.column, "reason": problem.message}), language)


def names_text(row: BatchRow) -> str:
    return visible(", ".join(name.value for name in row.specification.names))


def end_of(row: BatchRow, result: RowResult | None) -> datetime | None:
    """Until when it holds, or would; None where that cannot be said, as for a row with mistakes."""
    if result is not None and result.entry is not None:
        return result.entry.not_after
    if not row.fine:
        return None
    try:
        return times(row.specification.validity, datetime.now(UTC))[1]
    except SpecificationError:
        return None
