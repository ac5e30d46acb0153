"""Which steps of a transcript are shown at a level of detail, and which fold into the one that follows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.core.handshake.once import once
from workbench.core.handshake.stages import Stage, stages
from workbench.core.handshake.transcript import Outcome, Role, Step, StepKind, Transcript, Value


class Detail(StrEnum):
    """How much of a transcript is shown: in the words people teach with, what crosses the wire, or every step."""

    stages = "stages"
    messages = "messages"
    computations = "computations"


TELLING = frozenset({
    "generate_key_share", "compute_shared_secret", "encrypt_pre_master_secret", "decrypt_pre_master_secret", "derive_master_secret",
    "resume_session", "look_up_session", "open_ticket", "seal_ticket", "verify_binder", "update_traffic_secret",
    "judge_certificate", "verify_server_key_exchange", "verify_certificate_verify", "verify_finished",
})  # fmt: skip
"""Computations that are shown among the messages: those in which a key comes to be, or somebody is believed or not."""

MEETING = {
    "encrypt_pre_master_secret": "pre_master_secret", "decrypt_pre_master_secret": "pre_master_secret",
    "compute_shared_secret": "shared_secret", "derive_master_secret": "master_secret", "derive_early_secrets": "psk_early_secret",
    "derive_handshake_secrets": "handshake_secret", "derive_application_secrets": "master_secret",
    "derive_resumption_secret": "resumption_master_secret",
}  # fmt: skip
"""Computations in which both sides come to the same secret, and which of their values it is."""


@dataclass(frozen=True)
class Moment:
    """One place of the diagram: a step, and the numbers of all steps that happen in it.

    first, last   numbers of transcript steps, both included; `step` is one of them (of a stage the first)
    stage         the part of the story that this moment is, where stages are shown; else None
    agreed        a secret that both client and server hold from this step on, None for none
    caught        somebody on the way keeps it: it does not reach its receiver
    sent          of a stage the message that says most about it: the alert that ends it all, else the first one; None for none
    """

    step: Step
    first: int
    last: int
    agreed: Value | None = None
    caught: bool = False
    stage: Stage | None = None
    sent: Step | None = None


@once
def moments(transcript: Transcript, detail: Detail) -> tuple[Moment, ...]:
    """Every step of the transcript belongs to exactly one moment; their order is that of the steps."""
    if detail is Detail.stages:
        return _stages(transcript)
    agreed, kept = agreements(transcript.steps), caught(transcript.steps)
    found: list[Moment] = []
    first = 0
    for step in transcript.steps:
        if detail is Detail.computations or tells(step):
            found.append(Moment(step, first, step.number, agreed.get(step.number), step.number in kept))
            first = step.number + 1
    if found and first <= transcript.steps[-1].number:
        last = found.pop()
        found.append(replace(last, last=transcript.steps[-1].number))
    return tuple(found)


def _stages(transcript: Transcript) -> tuple[Moment, ...]:
    """One moment for each run of steps of one connection in one stage: a stage that is interrupted (0-RTT) comes twice."""
    agreed, of = agreements(transcript.steps), stages(transcript)
    found: list[Moment] = []
    for step in transcript.steps:
        last = found[-1] if found else None
        met = agreed.get(step.number)
        if last is not None and last.stage is of[step.number] and last.step.connection == step.connection:
            sent = step if _says_more(step, last.sent) else last.sent
            found[-1] = replace(last, last=step.number, agreed=met or last.agreed, sent=sent)
        else:
            sent = step if _says_more(step, None) else None
            found.append(Moment(step, step.number, step.number, met, stage=of[step.number], sent=sent))
    return tuple(found)


def _says_more(step: Step, before: Step | None) -> bool:
    """Whether a step says more about its stage than another message of it."""
    if step.kind is StepKind.alert and step.outcome is Outcome.failed:
        return True
    return before is None and step.kind in (StepKind.message, StepKind.alert, StepKind.application_data)


def tells(step: Step) -> bool:
    """Whether a step is shown among the messages."""
    if step.kind is not StepKind.computation or step.connection == 0:
        return True
    return step.name in TELLING or step.outcome in (Outcome.failed, Outcome.warning)


def agreements(steps: Sequence[Step]) -> dict[int, Value]:
    """Step number -> the secret that its side reaches there as the second of client and server; each secret once."""
    holders: dict[tuple[int, str, bytes], set[Role]] = {}
    found: dict[int, Value] = {}
    for step in steps:
        if step.kind is not StepKind.computation or step.sender not in (Role.client, Role.server):
            continue
        for value in step.values:
            if not value.secret or not value.data or value.name != MEETING.get(step.name):
                continue
            held = holders.setdefault((step.connection, value.name, value.data), set())
            if held and step.sender not in held:
                found.setdefault(step.number, value)
            held.add(step.sender)
    return found


def caught(steps: Sequence[Step]) -> frozenset[int]:
    """Numbers of the steps whose bytes an attack took away: what came to the attacker holds them, what went on does not."""
    found: set[int] = set()
    waiting: list[Step] = []
    for step in steps:
        if step.kind is StepKind.attack:
            before = [part.data for part in step.parts if part.id == "before_attack"]
            after = [part.data for part in step.parts if part.id == "after_attack"]
            passing = [sent for sent in waiting if sent.connection == step.connection and sent.receiver is step.receiver]
            found |= {
                sent.number
                for sent in passing
                if any(sent.wire in data for data in before) and not any(sent.wire in data for data in after)
            }
            waiting = []
        elif step.receiver is not None and step.wire and step.sender is not Role.attacker:
            waiting.append(step)
    return frozenset(found)


def place_of(found: Sequence[Moment], number: int) -> int:
    """The index of the moment that a transcript step belongs to; the nearest when there is none."""
    return next((index for index, moment in enumerate(found) if number <= moment.last), len(found) - 1)


def steps_of(transcript: Transcript, moment: Moment) -> tuple[Step, ...]:
    """All steps of a moment."""
    return transcript.steps[moment.first : moment.last + 1]
