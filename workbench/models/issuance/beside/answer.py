"""A preview in one sentence and one line: the headline beside a form."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.errors import Message
from workbench.core.x509.finding import Status
from workbench.models.issuance.beside.preview import Preview
from workbench.models.issuance.naming import title_of


@dataclass(frozen=True)
class Answer:
    """status None: there is nothing to be judged yet; `letter` then stands in the mark. `part`: which text of `detail`."""

    status: Status | None
    headline: Message
    detail: Message | None
    part: str = "sentence"
    letter: str = ""


def answer(preview: Preview) -> Answer:
    failures = [problem for problem in preview.problems if problem.status is Status.FAILURE]
    if failures:
        return Answer(None, Message("beside_incomplete"), failures[0].message)
    if preview.trouble is not None:
        return Answer(None, Message("beside_incomplete"), preview.trouble)
    verdict = preview.verdict
    if verdict is None:
        name = title_of(preview.wish.specification)
        return Answer(None, Message("beside_request", {"name": name}), Message("beside_request_detail"), letter="R")
    said = verdict.headline
    if verdict.status is Status.OK and preview.problems and len(preview.chain) > 1:  # the form has its doubts
        return Answer(Status.WARNING, Message("beside_trusted_warnings", {"anchor": said.params["anchor"]}), preview.problems[0].message)
    if verdict.status is Status.OK and preview.problems:
        return Answer(Status.WARNING, Message("beside_trusted_itself_warnings"), preview.problems[0].message)
    if said.id in ("rehearsal_valid", "rehearsal_valid_with_warnings") and len(preview.chain) > 1:
        id = "beside_trusted" if said.id == "rehearsal_valid" else "beside_trusted_warnings"
        return Answer(verdict.status, Message(id, {"anchor": said.params["anchor"]}), said, "detail")
    if said.id in ("rehearsal_valid", "rehearsal_valid_alone"):
        return Answer(verdict.status, Message("beside_trusted_itself"), said, "detail")
    return Answer(verdict.status, said, said, "detail")
