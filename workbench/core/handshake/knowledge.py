"""Who knows which value, step by step: learned by deriving it, by reading it in the clear, by being given it; lost when it is destroyed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from workbench.core.handshake.once import once
from workbench.core.handshake.transcript import Outcome, Role, Step, StepKind, Transcript
from workbench.core.tls.events import Level

LISTENERS = frozenset((Role.client, Role.server, Role.eavesdropper, Role.attacker))
"""Whoever is there reads what crosses the wire in the clear."""
TICKET_KEY = "ticket_key"
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
    if name.startswith(BETWEEN_SECRETS) or name.rstrip("0123456789").rstrip("_").endswith(LEAST_ASKED_FOR):
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

    def ever(self, row: Row, step: int) -> frozenset[Role]:
        """Who has known a value at some time up to a step."""
        return frozenset().union(*(roles for since, roles in self.changes[row] if since <= step))

    @cached_property
    def changes(self) -> Mapping[Row, tuple[tuple[int, frozenset[Role]], ...]]:
        """For each value who knows it, and from which step on: from its birth, and from where that changed."""
        found: dict[Row, tuple[tuple[int, frozenset[Role]], ...]] = {}
        for place, row in enumerate(self.rows):
            told: list[tuple[int, frozenset[Role]]] = []
            for step in range(row.born, len(self.after)):
                roles = self.after[step][place]
                if not told or told[-1][1] != roles:
                    told.append((step, roles))
            found[row] = tuple(told)
        return found


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
        self._public: dict[int, bytes] = {}

    def derive(self, step: int, connection: int, who: frozenset[Role], name: str, data: bytes | None, secret: bool) -> frozenset[Role]:
        """A value is derived, by who is alone or among those who know it then. Returns who knows it now."""
        place = self._places.setdefault((connection, name), len(self.rows))
        if place == len(self.rows):
            self.rows.append(Row(connection, name, secret, step))
            self.known.append(who)
            if not secret and data and len(data) >= SHORTEST:
                self._unheard[place] = self._public[place] = data
        else:
            self.known[place] |= who
        return self.known[place]

    def overhear(self, connection: int, wire: bytes) -> None:
        """Bytes cross in the clear."""
        for place in [place for place, data in self._unheard.items() if self.rows[place].connection == connection and data in wire]:
            self.known[place] |= self.everybody
            del self._unheard[place]

    def hand_over(self, who: Role, data: bytes) -> None:
        """Somebody is given a file, and with it the public keys that stand in it."""
        for place, value in self._public.items():
            if value in data:
                self.known[place] |= {who}

    def has(self, connection: int, name: str) -> bool:
        return (connection, name) in self._places

    def steal(self, step: int, who: Role, owner: Role) -> None:
        """Somebody gets the private key of an owner's certificate, or the one that is known by now."""
        names = (f"{owner.value}_certificate_private_key", f"{owner.value}_private_key")
        for connection, name in list(self._places):
            if name in names:
                self.derive(step, connection, frozenset({who}), name, None, True)

    def destroy(self, connection: int, who: Role, names: Iterable[str]) -> None:
        """Somebody forgets values."""
        for name in names:
            place = self._places.get((connection, name))
            if place is not None:
                self.known[place] -= {who}


def who_knows(steps: Sequence[Step], present: Iterable[Role] = LISTENERS) -> Knowledge:
    """Follow the values through the steps. `present` are the roles that take part.

    Besides what was computed there are the keys that were there before: those of the certificates shown, and the server's ticket key.
    What somebody computes years later out of a recording (it belongs to no connection) is the value of the connection that was recorded.
    """
    learning = Learning(frozenset(present))
    after: list[tuple[frozenset[Role], ...]] = []
    judged = {(step.connection, step.sender): step.outcome for step in steps if step.name == "judge_certificate"}
    made = {step.sender for step in steps if step.name == "generate_key_pair"}
    last = 0
    for step in steps:
        last = max(last, step.connection)
        for value in step.values:
            if last and not step.connection and learning.has(last, value.name):
                learning.derive(step.number, last, frozenset({step.sender}), value.name, value.data, value.secret)
                continue
            learning.derive(step.number, step.connection, value.known_by | {step.sender}, value.name, value.data, value.secret)
        if any(part.id == "certificate" for part in step.parts) and step.connection and step.receiver is not None:
            _show_certificate(learning, step, judged.get((step.connection, step.receiver)), made)
        if step.kind is StepKind.handover and step.receiver is not None:
            for part in step.parts:
                learning.hand_over(step.receiver, part.data)
        if step.name in ("seal_ticket", "open_ticket") and step.outcome is not Outcome.failed:
            learning.derive(step.number, 0, frozenset({step.sender}), TICKET_KEY, None, True)
        if step.name == "private_key_stolen" and step.receiver is not None:
            learning.steal(step.number, step.receiver, step.sender)
        if step.wire and step.protection is Level.none:
            learning.overhear(step.connection, step.wire)
        learning.destroy(step.connection, step.sender, step.destroyed)
        after.append(tuple(learning.known))
    return Knowledge(tuple(learning.rows), tuple(after))


@once
def knowledge_of(transcript: Transcript) -> Knowledge:
    """Who knows what in a transcript, of those who take part in it."""
    return who_knows(transcript.steps, {party.role for party in transcript.parties})


def _show_certificate(learning: Learning, step: Step, outcome: Outcome | None, made: set[Role]) -> None:
    """Whoever hears the message learns the public key; the private one is with its owner, whoever shows the certificate."""
    end = Role.client if step.sender is Role.client else Role.server
    owner = end if step.sender is Role.attacker and outcome is Outcome.ok else step.sender  # a copy of the true server's
    hear = learning.everybody if step.protection is Level.none else frozenset({step.receiver} if step.receiver is not None else ())
    prefix, connection = (f"{end.value}", 0) if owner in made else (f"{end.value}_certificate", step.connection)
    learning.derive(step.number, connection, frozenset({owner}), f"{prefix}_private_key", None, True)
    learning.derive(step.number, connection, frozenset({owner, step.sender}) | hear, f"{prefix}_public_key", None, False)
