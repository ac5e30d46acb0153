"""What a later connection takes from an earlier one: a ticket, a pre-shared key, a session's master secret; and the server's ticket key."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from workbench.core.handshake.transcript import Role, Step, Transcript

KEPT = frozenset({"ticket", "pre_shared_key", "master_secret"})
"""Values that outlive a connection, by their names without the number."""
TICKET_KEY = "ticket key"
"""How the formulas call the key that no message ever holds."""


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """Something that one party kept.

    role          who kept it
    names         of the values, as they were called when it got them
    first, last   numbers of the steps in which it got them, and in which they are used
    from_connection, connection   which kept, and which uses them
    """

    role: Role
    names: tuple[str, ...]
    first: int
    last: int
    from_connection: int
    connection: int


def carried_over(transcript: Transcript) -> tuple[CarriedOver, ...]:
    """One for each party of each later connection that uses something of an earlier one. Where values are unknown there is none."""
    born: dict[tuple[Role, bytes], list[tuple[str, Step]]] = {}
    sealed: dict[Role, Step] = {}
    found: dict[tuple[int, Role], CarriedOver] = {}
    for step in transcript.steps:
        if not step.connection:
            continue
        for value in step.values:
            kept = _base(value.name)
            if kept not in KEPT or not value.data:
                continue
            earlier = [(name, at) for name, at in born.get((step.sender, value.data), ()) if at.connection < step.connection]
            if earlier and (step.sender is Role.client or kept == "master_secret"):
                _add(found, earlier[0][0], earlier[0][1], step)
            born.setdefault((step.sender, value.data), []).append((value.name, step))
        if step.name == "seal_ticket":
            sealed.setdefault(step.sender, step)
        elif step.name == "open_ticket" and step.sender in sealed and sealed[step.sender].connection < step.connection:
            found.pop((step.connection, step.sender), None)
            _add(found, TICKET_KEY, sealed[step.sender], step)
    return tuple(_with_ticket(transcript, carried) for carried in found.values())


def _add(found: dict[tuple[int, Role], CarriedOver], name: str, got: Step, used: Step) -> None:
    carried = CarriedOver(used.sender, (name,), got.number, used.number, got.connection, used.connection)
    found.setdefault((used.connection, used.sender), carried)


def _with_ticket(transcript: Transcript, carried: CarriedOver) -> CarriedOver:
    """What a client uses came with a ticket where there was one, else it is found by the session's id; it uses it in its ClientHello."""
    if carried.role is not Role.client:
        return carried
    later = [step for step in transcript.steps if step.connection == carried.connection]
    hello = next((step.number for step in later if step.name == "ClientHello" and step.sender is carried.role), carried.last)
    first = carried.first
    names = tuple(value.name for value in transcript.steps[first].values if _base(value.name) == "ticket")
    if not names and any(step.name == "open_ticket" for step in later):
        tickets = (step for step in transcript.steps if step.connection == carried.from_connection and step.name == "NewSessionTicket")
        first, names = next((step.number for step in tickets if step.receiver is carried.role), first), ("ticket",)
    return replace(carried, names=(*(names or ("session_id",)), *carried.names), first=first, last=hello)


def _base(name: str) -> str:
    return re.sub(r"_\d+$", "", name)
