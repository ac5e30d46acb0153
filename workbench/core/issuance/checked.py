"""A `Specification` that somebody who is not at a form asks for: refused for its first mistake, with what is doubtful handed back."""

from __future__ import annotations

from datetime import datetime

from workbench.core.issuance.parts import SpecificationError
from workbench.core.issuance.problems import Problem, problems
from workbench.core.issuance.specification import Specification
from workbench.core.x509.finding import Status


def checked(specification: Specification, now: datetime, request: bool = False) -> tuple[Problem, ...]:
    """The warnings. Raises SpecificationError with place and reason of the first failure. `request` as for `problems`."""
    found = problems(specification, now, request)
    for problem in found:
        if problem.status is Status.FAILURE:
            raise SpecificationError(problem.place, problem.message.id, **problem.message.params)  # type: ignore[arg-type]
    return found
