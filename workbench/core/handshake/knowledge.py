"""Who knows which value, step by step: learned by deriving it, by reading it in the clear, by being given it; lost when it is destroyed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.core.handshake.transcript import Role, Step
from workbench.core.tls.events import Level

LISTENERS = frozenset((Role.client, Role.server, Role.eavesdropper, Role.attacker))
"""Whoever is there reads what crosses the wire in the clear."""
SHORTEST = 8
"""Bytes of a value below which finding it among other bytes means nothing."""
# Steps on the way from one secret to the next, which nobody asks for by name.
BETWEEN_SECRETS = ("derived_", "transcript_hash_", "session_hash", "ticket_state", "post_handshake_")
LEAST_ASKED_FOR = ("_iv", "_IV", "_finished_key", "_verify_data", "_signed_content", "_signature", "binder", "key_block", "_nonce")


@dataclass(frozen=True, slots=True)
class Row:
    """A value of the table. `born` is the number of the step that derived it first."""

    connection: int
    name: str
    secret: bool
    born: int


def matters(row: Row) -> bool:
    """Whether people ask for this value: keys, secrets, what is exchanged to make them."""
    name = row.name
    if name.startswith(BETWEEN_SECRETS) or name.endswith(LEAST_ASKED_FOR):
        return False
    return row.secret or name.endswith(("_public_key", "_random"))


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


class Learning:
    """The table while it fills, step by step.

    everybody   the roles that hear what crosses in the clear
    """

    def __init__(self, everybody: frozenset[Role] = LISTENERS) -> None:
        self.everybody = everybody & LISTENERS
        self.rows: list[Row] = []
        self.known: list[frozenset[Role]] = []
        self._places: dict[tuple[int, str], int] = {}
        self._unheard: dict[int, bytes] = {}

    def derive(self, step: int, connection: int, who: frozenset[Role], name: str, data: bytes | None, secret: bool) -> frozenset[Role]:
        """A value is derived, by who is alone or among those who know it then. Returns who knows it now."""
        place = self._places.setdefault((connection, name), len(self.rows))
        if place == len(self.rows):
            self.rows.append(Row(connection, name, secret, step))
            self.known.append(who)
            if not secret and data and len(data) >= SHORTEST:
                self._unheard[place] = data
        else:
            self.known[place] |= who
        return self.known[place]

    def overhear(self, connection: int, wire: bytes) -> None:
        """Bytes cross in the clear."""
        for place in [place for place, data in self._unheard.items() if self.rows[place].connection == connection and data in wire]:
            self.known[place] |= self.everybody
            del self._unheard[place]

    def destroy(self, connection: int, who: Role, names: Iterable[str]) -> None:
        """Somebody forgets values."""
        for name in names:
            place = self._places.get((connection, name))
            if place is not None:
                self.known[place] -= {who}


def who_knows(steps: Sequence[Step], present: Iterable[Role] = LISTENERS) -> Knowledge:
    """Follow the values through the steps. `present` are the roles that take part."""
    learning = Learning(frozenset(present))
    after: list[tuple[frozenset[Role], ...]] = []
    for step in steps:
        for value in step.values:
            learning.derive(step.number, step.connection, value.known_by | {step.sender}, value.name, value.data, value.secret)
        if step.wire and step.protection is Level.none:
            learning.overhear(step.connection, step.wire)
        learning.destroy(step.connection, step.sender, step.destroyed)
        after.append(tuple(learning.known))
    return Knowledge(tuple(learning.rows), tuple(after))
