"""A transcript's steps in words, for exports: which message says what. The sentences themselves are made by `say`, in some language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from workbench.core.errors import Message
from workbench.core.handshake.stages import Stage, stages
from workbench.core.handshake.transcript import Connection, Outcome, Role, Step, StepKind, Transcript, Value
from workbench.core.tls.cipher_suites import suite_name
from workbench.core.tls.events import Level
from workbench.core.tls.parameters import NamedGroup, name_of, version_title
from workbench.core.visible import visible

Say = Callable[[Message], str]
NameStage = Callable[[Stage], str]
"""Says what a stage of the story is called."""

BETWEEN = " · "
LIFELINES = (Role.name_server, Role.client, Role.attacker, Role.eavesdropper, Role.server, Role.certification_authority)
"""Parties from left to right, in every drawing: whoever sits in the middle stands there."""
ALONE = frozenset({StepKind.computation, StepKind.close})
"""What a side does by itself."""
OWN_NAMES = frozenset({StepKind.computation, StepKind.attack, StepKind.handover, StepKind.close, StepKind.application_data})
"""Steps that no RFC names."""


def ids_alone(message: Message) -> str:
    """What is said when nobody has sentences: the id, and the parameters as they are."""
    params = (f"{name}={ids_alone(value) if isinstance(value, Message) else value}" for name, value in message.params.items())
    return " ".join((message.id, *params))


def is_shown(step: Step, detail: str) -> bool:
    """Whether a step belongs to a table or diagram: all do in "computations", else what crosses a wire and what failed."""
    return detail == "computations" or step.kind not in ALONE or step.outcome is Outcome.failed


def stage_runs(transcript: Transcript) -> list[tuple[Stage, list[Step]]]:
    """The stages in their order, each with its steps; one that is interrupted comes twice."""
    pairs = zip(stages(transcript), transcript.steps, strict=True)
    runs = groupby(pairs, lambda pair: (pair[1].connection, pair[0]))
    return [(stage, [step for _, step in run]) for (_, stage), run in runs]


@dataclass(frozen=True)
class Wording:
    """The words of one language. All results are one line of plain text, which may hold what a peer wrote."""

    say: Say = ids_alone
    stage: NameStage = str

    def role(self, role: Role) -> str:
        return self.say(Message(f"party_{role}"))

    def title(self, step: Step) -> str:
        """The RFC's name of a message; of a computation what is done."""
        if step.kind is StepKind.attack and step.reason is not None:
            return self.message(step.reason)
        if step.kind is StepKind.alert:
            return f"{self.say(Message('part_alert'))}{BETWEEN}{visible(step.name)}"
        if step.kind is StepKind.name_lookup:
            question = step.receiver is Role.name_server
            return self.say(Message("lookup_question" if question else "lookup_answer", {"type": step.name.rstrip("?")}))
        if step.kind in OWN_NAMES:
            message = Message(f"step_{step.name}")
            sentence = self.say(message)
            return visible(sentence if sentence != message.id else step.name.replace("_", " "))
        return visible(step.name)

    def sent(self, steps: Sequence[Step]) -> str:
        """The names of what crosses between parties, each once."""
        return ", ".join(dict.fromkeys(self.title(step) for step in steps if step.receiver is not None))

    def facts(self, step: Step) -> str:
        return BETWEEN.join(map(self.message, step.facts))

    def message(self, message: Message | None) -> str:
        return visible(self.say(message)) if message is not None else ""

    def protection(self, step: Step) -> str:
        """What protects it, "" for nothing."""
        return self.say(Message(f"protection_{step.protection}")) if step.protection is not Level.none else ""

    def outcome(self, step: Step) -> str:
        """How it came out and why; "" for what is neither checked nor explained. An alert says by itself that something failed."""
        told = step.outcome is not Outcome.none and step.kind is not StepKind.alert
        found = self.say(Message(f"outcome_{step.outcome}")) if told else ""
        reason = self.message(step.reason) if step.kind is not StepKind.attack else ""
        return BETWEEN.join(part for part in (found, reason) if part)

    def holders(self, value: Value) -> str:
        """Who knows a value."""
        return ", ".join(self.role(role) for role in Role if role in value.known_by)

    def connection(self, number: int, afterwards: bool) -> str:
        """The heading of a connection; of what belongs to none (0), whether it comes before or after them."""
        if number:
            return self.say(Message("diagram_connection", {"number": number}))
        return self.say(Message("diagram_afterwards" if afterwards else "diagram_before"))


def negotiated(connection: Connection) -> tuple[str, ...]:
    """Version, group, suite and protocol of a connection by name; what is unknown is left out."""
    found = []
    for key, name in (("version", version_title), ("group", partial(name_of, NamedGroup)), ("cipher_suite", suite_name)):
        code = connection.negotiated.get(key)
        if isinstance(code, int):
            found.append(name(code) or f"0x{code:04x}")
    protocol = connection.negotiated.get("application_layer_protocol")
    if isinstance(protocol, bytes):
        found.append(visible(protocol.decode("ascii", "replace")))
    return tuple(found)
