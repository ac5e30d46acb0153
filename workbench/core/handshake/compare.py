"""Two handshakes side by side: which step of one belongs to which of the other, what differs between the two, and what each of them cost.

Messages that cross the wire are aligned first, and what each side does by itself between them afterwards: so a computation that only one
of them has cannot tear messages apart.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from workbench.core.errors import UsageError
from workbench.core.handshake.counts import Counts, client_of, count
from workbench.core.handshake.facts import headline
from workbench.core.handshake.transcript import Role, Step, StepKind, Transcript


class Aspect(StrEnum):
    """In what the two steps of a pair differ."""

    parties = "parties"
    size = "size"
    protection = "protection"
    facts = "facts"
    values = "values"
    outcome = "outcome"
    reason = "reason"


@dataclass(frozen=True)
class Difference:
    """One aspect, of both sides.

    parties      (sender, receiver or None)
    size         bytes on the wire
    protection   Level
    facts        the Messages that the other side does not have
    values       (name, bytes or None) of those that the other side does not have, or has of another length
    outcome      Outcome
    reason       Message or None
    """

    aspect: Aspect
    left: Any
    right: Any


@dataclass(frozen=True)
class Pair:
    """A row: two steps that are the same step of a handshake, or one that the other side does not have (None there)."""

    left: Step | None
    right: Step | None
    differences: tuple[Difference, ...] = ()

    @property
    def step(self) -> Step:
        """Of two the left one, else the one there is."""
        found = self.left or self.right
        assert found is not None
        return found


@dataclass(frozen=True)
class Agreement:
    """Something negotiated that differs: `version`, `cipher_suite`, `group`... None where one side did not agree on any. Not to have a
    property (`resumed`: False) is the same as not to know it."""

    connection: int
    name: str
    left: Any
    right: Any


@dataclass(frozen=True)
class Comparison:
    """`pairs` has every step of both transcripts, each in its own order. `left_counts` and `right_counts`: one for each connection."""

    left: Transcript
    right: Transcript
    pairs: tuple[Pair, ...]
    agreements: tuple[Agreement, ...]
    left_counts: tuple[Counts, ...]
    right_counts: tuple[Counts, ...]


_ALONE = frozenset({StepKind.computation, StepKind.close})
"""Kinds of steps that cross no wire."""


def compare(left: Transcript, right: Transcript) -> Comparison:
    """Align two transcripts, connection by connection. To compare connections of different numbers, cut them out with `one_connection`."""
    pairs = tuple(Pair(a, b, _differences(a, b)) for a, b in _aligned(left, right))
    return Comparison(left, right, pairs, _agreements(left, right), count(left), count(right))


def one_connection(transcript: Transcript, number: int) -> Transcript:
    """One connection of a transcript as a transcript of its own: it becomes connection 1, and time begins with its first step.

    What belongs to no connection is left out. Raises UsageError `compare_no_connection` when there is no such connection.
    """
    connection = next((connection for connection in transcript.connections if connection.number == number), None)
    steps = [step for step in transcript.steps if step.connection == number]
    if connection is None or not steps:
        raise UsageError("compare_no_connection", name=transcript.name, number=number)
    begin = min(step.time for step in steps)

    def since(time: float) -> float:
        return round(time - begin, 9)

    renumbered = tuple(
        replace(step, number=place, connection=1, time=since(step.time), arrival=since(step.arrival)) for place, step in enumerate(steps)
    )
    packets = tuple(replace(packet, connection=1, time=since(packet.time)) for packet in transcript.packets if packet.connection == number)
    connections = (replace(connection, number=1),)
    outcome, sentence = headline(renumbered, connections)
    present = {step.sender for step in steps} | {step.receiver for step in steps} | {Role.eavesdropper}
    parties = tuple(party for party in transcript.parties if party.role in present)
    epoch = transcript.epoch + begin
    return Transcript(transcript.name, parties, renumbered, connections, packets, outcome, sentence, epoch, transcript.as_written)


# --- alignment --------------------------------------------------------------------------------------------------------------------------


def _aligned(left: Transcript, right: Transcript) -> list[tuple[Step | None, Step | None]]:
    key_left, key_right = _key(left), _key(right)
    a = [(key_left(step), step) for step in left.steps]
    b = [(key_right(step), step) for step in right.steps]
    crossing_a = [place for place, (_, step) in enumerate(a) if step.kind not in _ALONE]
    crossing_b = [place for place, (_, step) in enumerate(b) if step.kind not in _ALONE]
    anchors = [
        (crossing_a[i], crossing_b[j])
        for i, j in common_subsequence([a[place][0] for place in crossing_a], [b[place][0] for place in crossing_b])
    ]
    rows: list[tuple[Step | None, Step | None]] = []
    i = j = 0
    for to_i, to_j in [*anchors, (len(a), len(b))]:
        between = common_subsequence([key for key, _ in a[i:to_i]], [key for key, _ in b[j:to_j]])
        matched = [(i + x, j + y) for x, y in between]
        for next_i, next_j in [*matched, (to_i, to_j)]:
            rows += [(step, None) for _, step in a[i:next_i]]
            rows += [(None, step) for _, step in b[j:next_j]]
            i, j = next_i, next_j
            if i < len(a) and j < len(b):
                rows.append((a[i][1], b[j][1]))
                i, j = i + 1, j + 1
    return rows


def _key(transcript: Transcript) -> Callable[[Step], Hashable]:
    """What makes two steps the same: connection, kind, name, and the way they go. An impostor stands where the server would."""
    clients = {number: client_of(transcript.steps, number) for number in {step.connection for step in transcript.steps}}

    def place(role: Role | None, connection: int) -> str:
        if role is not None and role is clients[connection]:
            return Role.client
        return Role.server if role is Role.attacker else str(role)

    def key(step: Step) -> Hashable:
        if step.kind is StepKind.attack:
            return (step.connection, step.kind, step.name)
        return (step.connection, step.kind, step.name, place(step.sender, step.connection), place(step.receiver, step.connection))

    return key


def common_subsequence(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Places of a longest common subsequence, in order. Takes time and memory of the product of what is left of both lengths without their
    common beginning and end."""
    start, end_a, end_b = 0, len(a), len(b)
    while start < min(end_a, end_b) and a[start] == b[start]:
        start += 1
    while end_a > start and end_b > start and a[end_a - 1] == b[end_b - 1]:
        end_a, end_b = end_a - 1, end_b - 1
    # lengths[i][j]: of the longest one in a[start + i : end_a] and b[start + j : end_b]
    lengths = [[0] * (end_b - start + 1) for _ in range(end_a - start + 1)]
    for i in range(end_a - start - 1, -1, -1):
        row, below = lengths[i], lengths[i + 1]
        for j in range(end_b - start - 1, -1, -1):
            row[j] = below[j + 1] + 1 if a[start + i] == b[start + j] else max(below[j], row[j + 1])
    found = [(place, place) for place in range(start)]
    i = j = start
    while i < end_a and j < end_b:
        if a[i] == b[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif lengths[i - start + 1][j - start] >= lengths[i - start][j - start + 1]:
            i += 1
        else:
            j += 1
    found += [(end_a + place, end_b + place) for place in range(len(a) - end_a)]
    return found


# --- differences ------------------------------------------------------------------------------------------------------------------------


def _differences(left: Step | None, right: Step | None) -> tuple[Difference, ...]:
    if left is None or right is None:
        return ()
    found: list[Difference] = []

    def tell(aspect: Aspect, a: Any, b: Any) -> None:
        if a != b:
            found.append(Difference(aspect, a, b))

    tell(Aspect.parties, (left.sender, left.receiver), (right.sender, right.receiver))
    tell(Aspect.size, left.size, right.size)
    tell(Aspect.protection, left.protection, right.protection)
    if left.kind is not StepKind.tcp:  # sequence numbers begin anywhere
        tell(Aspect.facts, *_apart(left.facts, right.facts))
    values = ([(value.name, None if value.data is None else len(value.data)) for value in step.values] for step in (left, right))
    tell(Aspect.values, *_apart(*values))
    tell(Aspect.outcome, left.outcome, right.outcome)
    tell(Aspect.reason, left.reason, right.reason)
    return tuple(found)


def _apart(left: Sequence[Any], right: Sequence[Any]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What each side has that the other has not."""
    return tuple(item for item in left if item not in right), tuple(item for item in right if item not in left)


def _agreements(left: Transcript, right: Transcript) -> tuple[Agreement, ...]:
    found = []
    sides = [{connection.number: connection.negotiated for connection in transcript.connections} for transcript in (left, right)]
    for number in sorted(sides[0].keys() & sides[1].keys()):
        a, b = sides[0][number], sides[1][number]
        names = [*a, *(name for name in b if name not in a)]
        found += [Agreement(number, name, a.get(name), b.get(name)) for name in names if (a.get(name) or None) != (b.get(name) or None)]
    return tuple(found)
