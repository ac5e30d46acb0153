"""Where every value of a transcript comes from, and what becomes of it: the key schedule as a graph.

What both sides compute alike is one value with several births. An arrow leads from what was put in to what came out, never in a circle:
where the other side gets back what went in (the pre-master secret out of its encryption), `Birth.back` says so, and no arrow does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from workbench.core.handshake.knowledge import LISTENERS, Learning
from workbench.core.handshake.transcript import Role, Step, Transcript, Value
from workbench.core.tls.events import Level

CARRIED = frozenset({"", "from the former connection", "kept from the former connection", "kept under the session id"})
"""Formulas of what was not computed: the same bytes were there in an earlier connection."""


class Kind(StrEnum):
    """What a value is for."""

    private_key = "private_key"
    public_key = "public_key"
    random = "random"
    shared_secret = "shared_secret"
    pre_shared_key = "pre_shared_key"
    secret = "secret"
    traffic_secret = "traffic_secret"
    key = "key"
    nonce = "nonce"
    mac_key = "mac_key"
    hash = "hash"
    mac = "mac"
    signature = "signature"
    signed = "signed"
    ciphertext = "ciphertext"
    ticket = "ticket"
    session = "session"


_KINDS = (
    ("_private_key", Kind.private_key), ("_public_key", Kind.public_key), ("_random", Kind.random), ("shared_secret", Kind.shared_secret),
    ("traffic_secret", Kind.traffic_secret), ("write_key", Kind.key), ("write_iv", Kind.nonce), ("write_IV", Kind.nonce),
    ("ticket_nonce", Kind.nonce), ("finished_key", Kind.mac_key), ("binder_key", Kind.mac_key), ("cookie_key", Kind.mac_key),
    ("_hash", Kind.hash), ("verify_data", Kind.mac), ("binder", Kind.mac), ("cookie", Kind.mac), ("signed_content", Kind.signed),
    ("_signature", Kind.signature), ("pre_shared_key", Kind.pre_shared_key), ("ticket_state", Kind.session), ("ticket", Kind.ticket),
    ("encrypted_", Kind.ciphertext),
)  # fmt: skip


def kind_of(name: str) -> Kind:
    """What a value is for, by its name: "secret" for what has no other."""
    return next((kind for part, kind in _KINDS if part in name), Kind.secret)


@dataclass(frozen=True, slots=True)
class Birth:
    """One side comes to a value.

    step     number of the step
    inputs   ids of what it was made from, as far as it is known
    back     whether it was got back from what had been made of it
    """

    step: int
    who: Role
    value: Value
    inputs: tuple[int, ...]
    back: bool = False


@dataclass(frozen=True)
class Origin:
    """A value: one for all who computed it alike.

    id          its place among all values, in order of birth
    births      in order
    destroyed   (who, step), in order
    """

    id: int
    connection: int
    name: str
    data: bytes | None
    secret: bool
    births: tuple[Birth, ...]
    destroyed: tuple[tuple[Role, int], ...] = ()

    @property
    def born(self) -> int:
        """Number of the step in which it came to be."""
        return self.births[0].step

    @property
    def value(self) -> Value:
        return self.births[0].value

    @property
    def kind(self) -> Kind:
        return kind_of(self.name)

    @cached_property
    def inputs(self) -> tuple[int, ...]:
        """Ids of all that it was made from, by whichever side."""
        return tuple(dict.fromkeys(id for birth in self.births if not birth.back for id in birth.inputs))


@dataclass(frozen=True)
class Lineage:
    """All values of a transcript, in order of birth.

    births   (step number, name) -> id
    after    for each step, who knows each value once it is done; ids that are not born yet are missing at the end
    """

    origins: tuple[Origin, ...]
    births: Mapping[tuple[int, str], int]
    after: tuple[tuple[frozenset[Role], ...], ...]

    def of(self, step: int, name: str) -> Origin | None:
        """The value of this name that was derived in a step."""
        id = self.births.get((step, name))
        return self.origins[id] if id is not None else None

    @cached_property
    def outputs(self) -> tuple[tuple[int, ...], ...]:
        """For each id what was made of it directly, in order of birth."""
        found: list[list[int]] = [[] for _ in self.origins]
        for origin in self.origins:
            for id in origin.inputs:
                found[id].append(origin.id)
        return tuple(map(tuple, found))

    def ancestors(self, id: int) -> frozenset[int]:
        """Everything that went into a value."""
        return self._reached(id, tuple(origin.inputs for origin in self.origins))

    def descendants(self, id: int) -> frozenset[int]:
        """Everything that was made of a value later."""
        return self._reached(id, self.outputs)

    def _reached(self, id: int, ways: tuple[tuple[int, ...], ...]) -> frozenset[int]:
        found: set[int] = set()
        waiting = list(ways[id])
        while waiting:
            next_id = waiting.pop()
            if next_id not in found:
                found.add(next_id)
                waiting += ways[next_id]
        return frozenset(found)

    def holders(self, id: int, step: int) -> frozenset[Role]:
        """Who knows a value once a step is done; nobody before its birth."""
        known = self.after[step] if 0 <= step < len(self.after) else ()
        return known[id] if id < len(known) else frozenset()

    def ever_held(self, id: int) -> frozenset[Role]:
        """Who knows a value at any time."""
        return frozenset().union(*(known[id] for known in self.after[self.origins[id].born :] if id < len(known)))


class _Tracing:
    """The graph while it grows, step by step."""

    def __init__(self, present: frozenset[Role]) -> None:
        self.origins: list[Origin] = []
        self.births: dict[tuple[int, str], int] = {}
        self.learning = Learning(present)
        self._named: dict[tuple[int, str], list[int]] = {}
        self._own: dict[tuple[int, str, Role], int] = {}
        self._heard: dict[int, list[bytes]] = {}

    def derive(self, step: Step, value: Value) -> None:
        """A value comes to be, or somebody else comes to it."""
        inputs = [id for id in (self._find(step, name) for name in value.inputs) if id is not None]
        same = next((id for id in self._known_as(step.connection, value.name) if self.origins[id].data == value.data), None)
        if not value.inputs and value.formula in CARRIED:
            inputs += self._carried(step, value)
        id = same if same is not None else len(self.origins)
        birth = Birth(step.number, step.sender, value, tuple(dict.fromkeys(inputs)), self._made_of(id, inputs))
        if same is None:
            self.origins.append(Origin(id, step.connection, value.name, value.data, value.secret, (birth,)))
            self._named.setdefault((step.connection, value.name), []).append(id)
        else:
            self.origins[id] = replace(self.origins[id], births=(*self.origins[id].births, birth))
        self.births[step.number, value.name] = id
        self._own[step.connection, value.name, step.sender] = id
        alone = frozenset((step.sender,))
        forgotten = {who for who, _ in self.origins[id].destroyed}
        told = value.known_by - forgotten if len(self._named.get((step.connection, value.name), ())) == 1 else frozenset()
        self.learning.derive(step.number, self.origins[id].connection, alone | told, str(id), value.data, value.secret)
        if same is None and not value.secret:  # it may have crossed before anybody told its name: a ticket in a ClientHello
            for wire in self._heard.get(step.connection, ()):
                self.learning.overhear(step.connection, wire)

    def show(self, step: Step) -> None:
        """Public keys that were made before any connection stand in what is handed over: requests and certificates."""
        assert step.receiver is not None
        ends = frozenset((step.sender, step.receiver))
        who = ends | self.learning.everybody if step.connection and step.protection is Level.none else ends
        for origin in self.origins:
            if origin.connection or origin.secret or not origin.data or origin.kind is not Kind.public_key:
                continue
            if any(origin.data in part.data for part in step.parts):
                self.learning.derive(step.number, 0, who, str(origin.id), origin.data, False)

    def overhear(self, step: Step) -> None:
        """Bytes cross in the clear."""
        self._heard.setdefault(step.connection, []).append(step.wire)
        self.learning.overhear(step.connection, step.wire)

    def _made_of(self, id: int, inputs: list[int]) -> bool:
        """Whether something of the inputs was made of the value."""
        waiting, seen = list(inputs), set[int]()
        while waiting:
            before = waiting.pop()
            if before == id:
                return True
            if before not in seen:
                seen.add(before)
                waiting += self.origins[before].inputs
        return False

    def _known_as(self, connection: int, name: str) -> list[int]:
        """Ids of this name in a connection; of what belongs to none, in any before: an old recording is opened."""
        found = self._named.get((connection, name), [])
        return found if found or connection else [id for (_, other), ids in self._named.items() if other == name for id in ids]

    def _find(self, step: Step, name: str) -> int | None:
        """The value that is meant by a name: this side's own, else the latest one of the connection, else of an earlier one."""
        own = self._own.get((step.connection, name, step.sender))
        if own is not None:
            return own
        near = self._named.get((step.connection, name))
        if near:
            return near[-1]
        return max((id for (_, other), ids in self._named.items() if other == name for id in ids), default=None)

    def _carried(self, step: Step, value: Value) -> list[int]:
        """The first value with the same bytes in an earlier connection."""
        found = (origin.id for origin in self.origins if origin.connection != step.connection and origin.data == value.data)
        return [id for id in found if value.data][:1]

    def destroy(self, step: Step) -> None:
        """Somebody forgets values."""
        for name in step.destroyed:
            own = self._own.get((step.connection, name, step.sender))
            id = own if own is not None else next(iter(self._named.get((step.connection, name), ())), None)
            if id is None:
                continue
            origin = self.origins[id]
            if (step.sender, step.number) not in origin.destroyed:
                self.origins[id] = replace(origin, destroyed=(*origin.destroyed, (step.sender, step.number)))
            self.learning.destroy(origin.connection, step.sender, (str(id),))


def trace(transcript: Transcript) -> Lineage:
    """Follow all values of a transcript."""
    tracing = _Tracing(frozenset(party.role for party in transcript.parties) or LISTENERS)
    after: list[tuple[frozenset[Role], ...]] = []
    for step in transcript.steps:
        for value in step.values:
            tracing.derive(step, value)
        if step.receiver is not None and step.parts:
            tracing.show(step)
        if step.wire and step.protection is Level.none:
            tracing.overhear(step)
        tracing.destroy(step)
        after.append(tuple(tracing.learning.known))
    return Lineage(tuple(tracing.origins), tracing.births, tuple(after))
