"""What a replayed page knows: the transcript in words of every language, as plain values that become JSON.

languages, language, detail, secrets
texts      {language: [text...]}: every text once; all others are numbers of places in these lists
words      {name: place}: what buttons and headings say
title, summary, result, outcome
roles      [{id, name, short}], in the order in which a mask of roles counts them: who has bit n knows
parties    [{role, name}] that do something here, from left to right; `columns`: numbers of the roles in the who-knows-what table
steps      [{connection, kind, sender, receiver, protection, outcome, size, time, title, way, facts, said, protected, result, agreed,
           values, learned, citation}]
           `said`: narration for newcomers and for engineers; `values`: [[value, mask of who derives it]]; `learned`: [[row, mask]]
moments    {detail: [[step, first, last, caught, agreed, stage]]}; `stage` is a place in `stages` or null
stages     [{connection, numbered, title, said}], and `stage` of every step
values     [{connection, name, called, size, data, formula, inputs, citation, secret, born}]; `data` is null when left out or not known
rows       [{connection, name, called, group, order, secret, born}] of the who-knows-what table, `order` being that of the groups
trips      [[first step, last step, text of its number, its short text, text of what is waited for]]: the round trips
headings   {connection: [text before, text after others]}
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from workbench import words
from workbench.core.errors import Message
from workbench.core.handshake.knowledge import Row, knowledge_of, matters
from workbench.core.handshake.round_trips import RoundTrip, round_trips
from workbench.core.handshake.stages import NUMBERED, Stage, stages
from workbench.core.handshake.transcript import Outcome, Role, Step, StepKind, Transcript, Value
from workbench.core.handshake.wording import BETWEEN, LIFELINES, negotiated
from workbench.core.tls.events import Level
from workbench.models.handshake_protection import protection_text
from workbench.models.handshake_steps import Detail, Moment, moments
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_value_names import Group, short_name, value_name
from workbench.narration import Depth, narrate, narrate_stage
from workbench.words import LANGUAGES, visible

ROLES = tuple(Role)
COLUMNS = (Role.client, Role.server, Role.certification_authority, Role.attacker, Role.eavesdropper)

WORDS = (
    "replay_play", "replay_pause", "replay_back", "replay_forward", "replay_first", "replay_last", "replay_speed", "replay_position",
    "replay_stages", "replay_messages", "replay_computations", "replay_diagram", "replay_table", "replay_theme", "replay_language",
    "replay_step", "replay_came_out", "replay_begin", "replay_newcomer", "replay_engineer", "replay_values", "replay_value",
    "replay_formula", "replay_inputs", "replay_known_to", "replay_who_knows", "replay_knows", "replay_knows_not", "replay_destroyed",
    "replay_new",
    "replay_nothing_yet", "replay_left_out", "replay_not_known", "replay_empty", "replay_secrets_left_out", "replay_secrets_inside",
    "replay_made_by", "replay_keys", "replay_no_script", "replay_number", "replay_who", "replay_what", "replay_bytes", "replay_protected",
    "replay_remarks", "replay_bytes_of", "replay_agreed", "replay_levels", "replay_views", "replay_no_secret", "replay_depth",
)  # fmt: skip
"""What the page itself says; all of it is in it in every language."""

Json = dict[str, Any]


def title(transcript: Transcript, language: str) -> str:
    """What the page is about: the name of the scenario, else who was visited and how it came out."""
    named = Message(f"scenario_{transcript.name}")
    if transcript.name and words.has(named.id):
        return words.say(named, language)
    visited = next((visible(connection.server_name) for connection in transcript.connections if connection.server_name), "")
    return BETWEEN.join(part for part in (visited, HandshakeText(language).message(transcript.headline)) if part) or "TLS"


def contents(transcript: Transcript, language: str, detail: Detail, secrets: bool) -> Json:
    """Everything, in the form that the module's docstring tells."""
    return _Contents(transcript, secrets).all(language, detail)


def as_script(held: Json) -> str:
    """JSON that can stand in an HTML script element: nothing in it ends the element, opens a comment or ends a line."""
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


class _Contents:
    def __init__(self, transcript: Transcript, secrets: bool) -> None:
        self.transcript = transcript
        self.secrets = secrets
        self.languages = [HandshakeText(language) for language in LANGUAGES]
        self.texts: list[tuple[str, ...]] = []
        self._places: dict[tuple[str, ...], int] = {}
        self.values: list[Json] = []
        self._values: dict[tuple[int, str, bytes | None], int] = {}

    def text(self, say: Callable[[HandshakeText], str]) -> int:
        """The place of a text that `say` makes in each language."""
        made = tuple(say(text) for text in self.languages)
        place = self._places.setdefault(made, len(self.texts))
        if place == len(self.texts):
            self.texts.append(made)
        return place

    def all(self, language: str, detail: Detail) -> Json:
        transcript = self.transcript
        acting = {step.sender for step in transcript.steps} | {step.receiver for step in transcript.steps}
        present = {party.role for party in transcript.parties}
        parts = {(step.connection, stage): place for place, (step, stage) in enumerate(self._parts())}
        of = stages(transcript)
        steps = [self._step(step) for step in transcript.steps]
        rows = self._learn(steps)
        headline = self.text(lambda text: text.message(transcript.headline))
        return {
            "languages": list(LANGUAGES),
            "language": language,
            "detail": str(detail),
            "secrets": self.secrets,
            "words": {id.removeprefix("replay_"): self._word(id) for id in WORDS},
            "title": self.text(lambda text: title(transcript, text.language)),
            "headline": headline,
            "summary": self.text(lambda text: text.summary(transcript) if words.has(f"scenario_{transcript.name}", "summary") else ""),
            "result": self.text(lambda text: text.why(transcript) or text.whole(transcript.outcome)),
            "outcome": str(transcript.outcome),
            "agreed": [list(negotiated(connection)) for connection in transcript.connections],
            "roles": [{"id": str(role), "name": self._role(role), "short": self._short(role)} for role in ROLES],
            "parties": [
                {"role": ROLES.index(role), "name": visible(party.name)}
                for role in LIFELINES
                if role in acting and (party := transcript.party(role)) is not None
            ],
            "columns": [ROLES.index(role) for role in COLUMNS if role in present],
            "levels": {str(level): self.text(lambda text, level=level: text.level(level)) for level in Level},  # type: ignore[misc]
            "outcomes": {str(outcome): self.text(lambda text, outcome=outcome: text.outcome(outcome)) for outcome in Outcome},  # type: ignore[misc]
            "steps": steps,
            "stage": [parts[(step.connection, stage)] for step, stage in zip(transcript.steps, of, strict=True)],
            "stages": [self._stage(step.connection, stage) for step, stage in self._parts()],
            "moments": {str(level): [self._moment(moment, parts) for moment in moments(transcript, level)] for level in Detail},
            "values": self.values,
            "trips": [self._trip(trip) for trip in round_trips(transcript)],
            "rows": rows,
            "headings": {
                str(number): [self._heading(number, False), self._heading(number, True)]
                for number in dict.fromkeys(step.connection for step in transcript.steps)
            },
            "texts": {text.language: [made[place] for made in self.texts] for place, text in enumerate(self.languages)},
        }  # fmt: skip

    def _word(self, id: str) -> int:
        return self.text(lambda text: text.say(id))

    def _role(self, role: Role) -> int:
        return self.text(lambda text: text.role(role))

    def _short(self, role: Role) -> int:
        return self.text(lambda text: text.short_role(role) if role is not Role.name_server else text.role(role))

    def _heading(self, number: int, afterwards: bool) -> int:
        return self.text(lambda text: text.connection(number, afterwards))

    def _trip(self, trip: RoundTrip) -> list[int]:
        return [
            trip.first,
            trip.last,
            self.text(lambda text: text.say("diagram_round_trip", number=trip.number)),
            self.text(lambda text: str(trip.number)),
            self.text(lambda text: text.say(f"diagram_waiting_{trip.kind}")),
        ]

    # -- steps -----------------------------------------------------------------------------------------------------

    def _step(self, step: Step) -> Json:
        transcript = self.transcript
        told = step.kind is not StepKind.alert and step.outcome is not Outcome.none
        return {
            "connection": step.connection,
            "kind": str(step.kind),
            "sender": ROLES.index(step.sender),
            "receiver": None if step.receiver is None else ROLES.index(step.receiver),
            "protection": str(step.protection),
            "outcome": str(step.outcome),
            "size": step.size,
            "time": round(step.time * 1000, 1),
            "title": self.text(lambda text: text.title(step)),
            "way": self.text(lambda text: text.way(step)),
            "facts": self.text(lambda text: text.facts(step, "\n")),
            "said": [
                self.text(lambda text, depth=depth: narrate(transcript, step, text.language, depth))  # type: ignore[misc]
                for depth in (Depth.newcomer, Depth.engineer)
            ],
            "protected": self.text(lambda text: protection_text(transcript, step, text)),
            "result": self.text(lambda text: text.message(step.reason) or (text.outcome(step.outcome) if told else "")),
            "values": [[self._value(step, value), _mask(value.known_by | {step.sender})] for value in step.values],
            "citation": visible(step.citation),
        }

    def _value(self, step: Step, value: Value) -> int:
        """The place of a value: what both sides compute alike stands there once."""
        key = (step.connection, value.name, value.data)
        place = self._values.setdefault(key, len(self.values))
        if place == len(self.values):
            shown = value.data is not None and (self.secrets or not value.secret)
            self.values.append({
                "connection": step.connection,
                "name": visible(value.name),
                "called": self.text(lambda text: short_name(value.name, text)),
                "size": None if value.data is None else len(value.data),
                "data": value.data.hex() if shown and value.data is not None else None,
                "formula": visible(value.formula),
                "inputs": [visible(name) for name in value.inputs],
                "citation": visible(value.citation),
                "secret": value.secret,
                "born": step.number,
            })  # fmt: skip
        return place

    def _learn(self, steps: list[Json]) -> list[Json]:
        """The rows of the who-knows-what table; every step is told what changes in it."""
        transcript = self.transcript
        knowledge = knowledge_of(transcript)
        chosen = [place for place, row in enumerate(knowledge.rows) if matters(row)]
        before: dict[int, int] = {}
        for step, after in zip(steps, knowledge.after, strict=True):
            now = {number: _mask(after[place]) for number, place in enumerate(chosen) if place < len(after)}
            step["learned"] = [[number, mask] for number, mask in now.items() if before.get(number) != mask]
            before = now
        return [self._row(knowledge.rows[place]) for place in chosen]

    def _row(self, row: Row) -> Json:
        group = value_name(row.name).group
        return {
            "connection": row.connection,
            "name": visible(row.name),
            "called": self.text(lambda text: short_name(row.name, text)),
            "group": self.text(lambda text: text.say(f"value_group_{group.value}")),
            "order": list(Group).index(group),
            "secret": row.secret,
            "born": row.born,
        }

    # -- moments and stages ----------------------------------------------------------------------------------------

    def _parts(self) -> list[tuple[Step, Stage]]:
        """Each stage of each connection, with its first step."""
        found: dict[tuple[int, Stage], Step] = {}
        for step, stage in zip(self.transcript.steps, stages(self.transcript), strict=True):
            found.setdefault((step.connection, stage), step)
        return [(step, stage) for (_, stage), step in found.items()]

    def _stage(self, connection: int, stage: Stage) -> Json:
        return {
            "connection": connection,
            "numbered": int(stage in NUMBERED),
            "title": self.text(lambda text: text.stage(stage)),
            "said": [
                self.text(lambda text, depth=depth: narrate_stage(self.transcript, connection, stage, text.language, depth))  # type: ignore[misc]
                for depth in (Depth.newcomer, Depth.engineer)
            ],
        }

    def _moment(self, moment: Moment, parts: dict[tuple[int, Stage], int]) -> list[Any]:
        agreed = None if moment.agreed is None else self._agreed(moment.agreed)
        part = None if moment.stage is None else parts[(moment.step.connection, moment.stage)]
        return [moment.step.number, moment.first, moment.last, int(moment.caught), agreed, part]

    def _agreed(self, value: Value) -> int:
        return self.text(lambda text: "\n".join(part for part in text.agreed(value) if part))


def _mask(roles: frozenset[Role]) -> int:
    return sum(1 << ROLES.index(role) for role in roles)
