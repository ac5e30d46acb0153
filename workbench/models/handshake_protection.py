"""What keeps a step from outsiders: the key that encrypts it, who has that key, where it came from, what an eavesdropper sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.handshake.transcript import Role, Step, StepKind, Transcript
from workbench.core.tls.events import Level
from workbench.core.tls.parameters import ContentType
from workbench.models.handshake_text import HandshakeText

READABLE = frozenset({StepKind.name_lookup, StepKind.message, StepKind.alert, StepKind.application_data})
"""Kinds of which it is worth saying that anybody can read them."""


@dataclass(frozen=True)
class Protection:
    """The key of a step.

    key      its name
    holders  who derived it
    born     number of the step in which the sender did, None when no step says so
    inputs   what it was made from
    """

    key: str
    holders: frozenset[Role]
    born: int | None
    inputs: tuple[str, ...]


def protection_of(transcript: Transcript, step: Step) -> Protection | None:
    """None for what is not encrypted, and for what says no name of its key."""
    key = step.records[0].key if step.records else ""
    if not key or step.protection is Level.none:
        return None
    derived = [
        (other, value) for other in transcript.steps for value in other.values if other.connection == step.connection and value.name == key
    ]
    own = [(other, value) for other, value in derived if other.sender is step.sender]
    earlier = [pair for pair in own if pair[0].number < step.number] or own[:1]
    if not earlier:
        return Protection(key, frozenset(other.sender for other, _ in derived), None, ())
    born, made = earlier[-1]
    holders = frozenset(other.sender for other, value in derived if value.data == made.data)
    return Protection(key, holders, born.number, made.inputs)


def protection_text(transcript: Transcript, step: Step, text: HandshakeText) -> str:
    """The answer in words, "" for what crosses no wire."""
    if step.receiver is None or not step.wire:
        return ""
    if step.protection is Level.none:
        return text.say("step_readable") if step.kind in READABLE else ""
    found = protection_of(transcript, step)
    seen = [text.say("step_seen", type=_type(step), size=f"{sum(len(record.wire) for record in step.records):,}")] if step.records else []
    if found is None:
        return text.between(seen)
    who = text.roles(found.holders)
    if found.born is None:
        said = [text.say("step_key", key=found.key, who=who)]
    else:
        made = text.names(found.inputs)
        said = [text.say("step_key_made", key=found.key, who=who, number=found.born + 1, inputs=made)]
    return text.between(said + seen)


def stage_protection_text(transcript: Transcript, steps: Sequence[Step], text: HandshakeText) -> str:
    """The same for the steps of a stage, a line for each key that is in use in it."""
    sent = [step for step in steps if step.receiver is not None and step.wire and step.kind is not StepKind.tcp]
    clear = [step for step in sent if step.protection is Level.none and step.kind in READABLE]
    lines = [text.say("stage_readable", messages=_titles(clear, text))] if clear else []
    found: dict[Protection, list[Step]] = {}
    for step in sent:
        protection = protection_of(transcript, step)
        if protection is not None:
            found.setdefault(protection, []).append(step)
    for protection, under in found.items():
        who, messages = text.roles(protection.holders), _titles(under, text)
        if protection.born is None:
            lines.append(text.say("stage_key", messages=messages, key=protection.key, who=who))
        else:
            made, number = text.names(protection.inputs), protection.born + 1
            lines.append(text.say("stage_key_made", messages=messages, key=protection.key, who=who, number=number, inputs=made))
    hidden = sum(step.size for step in sent if step.protection is not Level.none)
    if hidden:
        lines.append(text.say("stage_seen", size=f"{hidden:,}"))
    return "\n".join(lines)


def _titles(steps: Sequence[Step], text: HandshakeText) -> str:
    """The names of messages, each once."""
    return text.names(dict.fromkeys(text.title(step) for step in steps))


def _type(step: Step) -> str:
    member = ContentType._value2member_map_.get(step.records[0].content_type)
    return str(member.name) if isinstance(member, ContentType) else str(step.records[0].content_type)
