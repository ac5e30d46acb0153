"""Who knows which value, step by step: learned by deriving it, by reading it in the clear, by being given it; lost when it is destroyed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from workbench.core.handshake.transcript import Role, Step, StepKind, Value
from workbench.core.tls.events import Level

LISTENERS = frozenset((Role.client, Role.server, Role.eavesdropper, Role.attacker))
"""Whoever is there reads what crosses the wire in the clear."""
SHORTEST = 8
"""Bytes of a value below which finding it among other bytes means nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """A value of the table. `born` is the number of the step that derived it first."""

    connection: int
    name: str
    secret: bool
    born: int


@dataclass(frozen=True)
class Knowledge:
    """The table.

    rows     in order of birth
    after    for each step, who knows each row's value once it is done
    """

    rows: tuple[Row, ...]
    after: tuple[tuple[frozenset[Role], ...], ...]

    def at(self, step: int) -> dict[Row, frozenset[Role]]:
        """Who knows what after a step; values that are not born yet are left out."""
        return {row: roles for row, roles in zip(self.rows, self.after[step], strict=False) if row.born <= step}


def who_knows(steps: Sequence[Step], present: Iterable[Role] = LISTENERS) -> Knowledge:
    """Follow the values through the steps. `present` are the roles that take part."""
    everybody = LISTENERS & frozenset(present)
    rows: list[Row] = []
    places: dict[tuple[int, str], int] = {}
    known: list[frozenset[Role]] = []
    unheard: dict[int, bytes] = {}
    after: list[tuple[frozenset[Role], ...]] = []
    for step in steps:
        for value in step.values:
            place = places.setdefault((step.connection, value.name), len(rows))
            if place == len(rows):
                rows.append(Row(step.connection, value.name, value.secret, step.number))
                known.append(frozenset())
                if not value.secret and value.data and len(value.data) >= SHORTEST:
                    unheard[place] = value.data
            known[place] |= value.known_by | {step.sender}
        if step.wire and step.protection is Level.none and unheard:
            for place in [place for place, data in unheard.items() if rows[place].connection == step.connection and data in step.wire]:
                known[place] |= everybody
                del unheard[place]
        for name in step.destroyed:
            gone = places.get((step.connection, name))
            if gone is not None:
                known[gone] -= {step.sender}
        after.append(tuple(known))
    return Knowledge(tuple(rows), tuple(after))


def with_knowledge(steps: Sequence[Step], present: Iterable[Role]) -> tuple[Step, ...]:
    """The steps with `known_by` of each value filled in: who knows it once the step is done."""
    knowledge = who_knows(steps, present)
    places = {(row.connection, row.name): number for number, row in enumerate(knowledge.rows)}
    found = []
    for step in steps:
        if step.values and step.kind is not StepKind.handover:
            after = knowledge.after[step.number]
            values = tuple(
                Value(v.name, v.data, v.formula, v.inputs, v.citation, v.secret, after[places[step.connection, v.name]])
                for v in step.values
            )
            step = replace(step, values=values)
        found.append(step)
    return tuple(found)
