"""A transcript in words: names of parties and steps, facts, sizes. Whatever comes from a peer is made visible here."""

from __future__ import annotations

from collections.abc import Iterable

from workbench import words
from workbench.core.errors import Message
from workbench.core.handshake.stages import Stage
from workbench.core.handshake.transcript import Outcome, Party, Role, Step, StepKind, Transcript, Value
from workbench.core.handshake.wording import BETWEEN, OWN_NAMES
from workbench.core.tls.events import Level
from workbench.narration import stage_title
from workbench.words import visible

ARROW = "→"


class HandshakeText:
    """The words of one language. All results are plain text."""

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, id: str, **params: str | int) -> str:
        return words.say(Message(id, params), self.language)

    def message(self, message: Message | None) -> str:
        return words.say(message, self.language) if message is not None else ""

    def role(self, role: Role) -> str:
        return self.say(f"party_{role.value}")

    def short_role(self, role: Role) -> str:
        """The role for a narrow column: may break into two lines."""
        return self.say(f"party_short_{role.value}")

    def party(self, party: Party) -> str:
        """The name below the role, "" when it has none."""
        return visible(party.name)

    def title(self, step: Step) -> str:
        """The RFC's name of a message; of a computation what is done."""
        if step.kind is StepKind.attack and step.reason is not None:
            return self.message(step.reason)
        if step.kind is StepKind.name_lookup:
            asks = step.receiver is Role.name_server
            return self.say("lookup_question" if asks else "lookup_answer", type=step.name.rstrip("?"))
        if step.kind in OWN_NAMES:
            id = f"step_{step.name}"
            return self.say(id) if words.has(id) else visible(step.name.replace("_", " "))
        return visible(step.name)

    def stage(self, stage: Stage) -> str:
        """What those who teach call a part of the story."""
        return stage_title(stage, self.language)

    def facts(self, step: Step, between: str = BETWEEN) -> str:
        """What is worth saying beside the name, on one line."""
        return between.join(self.message(fact) for fact in step.facts)

    def size(self, step: Step) -> str:
        return f"{step.size:,} B" if step.size else ""

    def way(self, step: Step) -> str:
        """Who sends it to whom, or who does it."""
        sender = self.role(step.sender)
        return f"{sender} {ARROW} {self.role(step.receiver)}" if step.receiver is not None else sender

    def level(self, level: Level) -> str:
        return self.say(f"protection_{level.value}")

    def part(self, id: str) -> str:
        """What bytes of a step are called: "record", "certificate"..."""
        return self.say(f"part_{id}") if words.has(f"part_{id}") else visible(id)

    def outcome(self, outcome: Outcome) -> str:
        """Nothing for `none`."""
        return "" if outcome is Outcome.none else self.say(f"outcome_{outcome.value}")

    def whole(self, outcome: Outcome) -> str:
        """How a whole transcript came out, "" for `none`."""
        return "" if outcome is Outcome.none else self.say(f"whole_{outcome.value}")

    def why(self, transcript: Transcript | None) -> str:
        """Why a transcript failed, "" when it did not: what was found by the check, else what was wrong with what came."""
        steps = transcript.steps if transcript is not None and transcript.outcome is not Outcome.ok else ()
        failed = [step for step in steps if step.outcome is Outcome.failed and step.reason is not None]
        return self.message(failed[0].reason) if failed else ""

    def connection(self, number: int, afterwards: bool) -> str:
        """The heading above the rows of a connection; of what belongs to none (0), whether it comes before or after them."""
        if number:
            return self.say("diagram_connection", number=number)
        return self.say("diagram_afterwards") if afterwards else self.say("diagram_before")

    def summary(self, transcript: Transcript) -> str:
        """What is to be seen in a scenario, "" for what is none, and for one of which something was changed."""
        if not transcript.as_written:
            return ""
        return words.say(Message(f"scenario_{transcript.name}"), self.language, "summary")

    def agreed(self, value: Value) -> tuple[str, str]:
        """Two lines about a secret that both sides have reached."""
        return self.say("diagram_same", name=visible(value.name)), self.known_by(value)

    def roles(self, roles: Iterable[Role]) -> str:
        """Client, Server: in the order of `Role`."""
        found = set(roles)
        return self.names(self.role(role) for role in Role if role in found)

    def names(self, names: Iterable[str]) -> str:
        """Several names in a row."""
        return ("、" if self.language == "ja" else ", ").join(visible(name) for name in names)

    def between(self, sentences: Iterable[str]) -> str:
        """Sentences one after the other."""
        return ("" if self.language == "ja" else " ").join(sentences)

    def known_by(self, value: Value) -> str:
        """Who knows a value, as a remark: "known to Client, Server"."""
        who = self.holders(value)
        return self.say("known_by", who=who) if who else ""

    def holders(self, value: Value) -> str:
        """Who knows a value: "Client, Server"; "" when nobody says so. Of what is no secret it says that too."""
        who = self.roles(value.known_by)
        if value.secret:
            return who
        return self.say("known_by_no_secret", who=who) if who else self.say("known_by_all")

    def spoken(self, step: Step) -> str:
        """A step in one line, for assistive tools."""
        parts = [self.way(step), self.title(step), self.facts(step), self.size(step)]
        parts += [self.level(step.protection)] if step.protection is not Level.none else []
        parts += [self.outcome(step.outcome), self.message(step.reason)]
        return ", ".join(part for part in parts if part)
