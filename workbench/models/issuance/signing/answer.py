"""A request, a profile, a CA and what was chosen for each part -> what would stand in the certificate, and whether it may be made.

Made in jobs; no Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from workbench.core.errors import Message, WorkbenchError
from workbench.core.issuance.from_certificate import same_subject
from workbench.core.issuance.key_fit import for_key, key_problems, kind_of
from workbench.core.issuance.problems import Problem, problems
from workbench.core.issuance.profiles import Profile
from workbench.core.issuance.rehearsal import reason, rehearse
from workbench.core.issuance.request_signing import Choice, Difference, Row, combined, compare, names_from_subject
from workbench.core.issuance.specification import Specification, Validity
from workbench.core.x509.finding import Status
from workbench.core.x509.request import CertificationRequest

SUBJECT_ALT_NAME, BASIC_CONSTRAINTS = "2.5.29.17", "2.5.29.19"


@dataclass(frozen=True)
class Question:
    """What is chosen. chain: DER of the CA that signs and those above it; () where there is none. validity None: the profile's"""

    request: CertificationRequest
    profile: Profile
    chain: tuple[bytes, ...]
    choices: Mapping[str, Choice] = field(default_factory=dict)
    validity: Validity | None = None


@dataclass(frozen=True)
class Part:
    """One row of the table: what both sides say, what is chosen, and what will stand in the certificate (lines)."""

    row: Row
    chosen: Choice
    stands: tuple[str, ...]
    note: Message | None = None


@dataclass(frozen=True)
class Answer:
    """specification  what the certificate shall say
    refusals     why it must not be made: what is wrong with it by itself, then what the CAs above forbid
    headline     what it would be worth under its CA; None where nothing can be rehearsed
    authority    it would be a CA
    other_subject  its subject is not the request's, octet by octet
    """

    question: Question
    parts: tuple[Part, ...]
    specification: Specification
    problems: tuple[Problem, ...]
    refusals: tuple[Message, ...]
    headline: Message | None = None
    status: Status | None = None
    authority: bool = False
    other_subject: bool = False


def base_of(request: CertificationRequest, profile: Profile) -> Specification:
    """The profile's wishes for the key of the request: usages that it cannot have are left out."""
    kind = kind_of(request.spki)
    return profile.specification if kind is None else for_key(profile.specification, kind)


def answer(question: Question, now: datetime) -> Answer:
    """Lay them beside each other and rehearse. Raises DerError for a request that cannot be followed, which `examine` refuses before."""
    request = question.request
    base = base_of(request, question.profile)
    wish = combined(request, base, question.choices)
    added = names_from_subject(wish)
    if added:
        wish = replace(wish, names=added)
    if question.validity is not None:
        wish = replace(wish, validity=question.validity)
    stands = {row.part: row.profile for row in compare(request, wish)}
    parts = [_part(row, question.choices, stands) for row in compare(request, base)]
    note = Message("signing_page_names_added")
    if added and not any(part.row.part == SUBJECT_ALT_NAME for part in parts):
        row = Row(SUBJECT_ALT_NAME, "subjectAltName", (), (), Difference.SAME, (Choice.PROFILE,), Choice.PROFILE)
        parts.insert(1, Part(row, Choice.PROFILE, stands.get(SUBJECT_ALT_NAME, ()), note))
    elif added:
        parts = [replace(part, note=note) if part.row.part == SUBJECT_ALT_NAME else part for part in parts]
    kind = kind_of(request.spki)
    found = (*problems(wish, now), *(() if kind is None else key_problems(wish, kind)))
    refusals = [problem.message for problem in found if problem.status is Status.FAILURE]
    authority = wish.basic_constraints is not None and wish.basic_constraints.ca
    other = not same_subject(request.subject, wish.subject)
    result = Answer(question, tuple(parts), wish, found, tuple(refusals), authority=authority, other_subject=other)
    if refusals or not question.chain:
        return result
    try:
        rehearsal = rehearse(wish, request.spki, question.chain, now)
    except WorkbenchError as error:
        return replace(result, refusals=(error.message,))
    forbidden = tuple(reason(rehearsal, finding) for finding in rehearsal.refusals)
    return replace(result, refusals=forbidden, headline=rehearsal.verdict.headline, status=rehearsal.verdict.status)


def _part(row: Row, choices: Mapping[str, Choice], stands: Mapping[str, tuple[str, ...]]) -> Part:
    chosen = choices.get(row.part, row.default)
    chosen = chosen if chosen in row.choices else row.default
    return Part(row, chosen, stands.get(row.part, ()), row.note)
