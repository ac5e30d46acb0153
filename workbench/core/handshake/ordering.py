"""The order in which a reader follows a conversation.

Both sides work at the same time, so what happened has no single order. Each side's own order is kept, nothing is received before it was
sent, and nothing moves across what the network itself tells. Within that, a receiver takes each message as soon as it is there: the reader
sees what the client made of the ServerHello before the next message of the server's flight.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from workbench.core.handshake.transcript import Role


class Ordered(Protocol):
    """What is put in order: whose events told it (None: the network's), to whom it goes, when, and what it is the receipt of."""

    @property
    def told_by(self) -> Role | None: ...

    @property
    def receiver(self) -> Role | None: ...

    @property
    def time(self) -> float: ...

    @property
    def sent(self) -> Ordered | None: ...


T = TypeVar("T", bound=Ordered)


def in_reading_order(items: Sequence[T]) -> list[T]:
    """`items`, given in the order they were told, in reading order."""
    done: list[T] = []
    stretch: list[T] = []
    for item in items:
        if item.told_by is None:
            done += _interleave(stretch)
            stretch = []
            done.append(item)
        else:
            stretch.append(item)
    return done + _interleave(stretch)


def _interleave(items: list[T]) -> list[T]:
    """One stretch between two items of the network."""
    here = {id(item) for item in items}
    queues: dict[Role, deque[T]] = {}
    for item in items:
        assert item.told_by is not None
        queues.setdefault(item.told_by, deque()).append(item)
    order: list[T] = []
    emitted: set[int] = set()

    def ready(queue: deque[T]) -> bool:
        sent = queue[0].sent
        return sent is None or id(sent) not in here or id(sent) in emitted

    current = items[0].told_by if items else None
    while any(queues.values()):
        assert current is not None
        queue = queues.get(current)
        if queue and ready(queue):
            behind = _behind(queues, current, queue[0]) if queue[0].receiver is not None else ()
            late = next((role for role in behind if ready(queues[role])), None)
            if late is not None:  # who answers has heard everything that was said until then
                current = late
                continue
            item = queue.popleft()
            order.append(item)
            emitted.add(id(item))
            # Whoever waited for this goes on now.
            waiting = next((role for role, other in queues.items() if role is not current and other and _waits_for(other[0], item)), None)
            current = waiting or current
        else:
            current = next(role for role, other in queues.items() if other and ready(other))
    return order


def _behind(queues: Mapping[Role, deque[T]], current: Role, item: T) -> list[Role]:
    """Who else has something from before `item`."""
    return [role for role, queue in queues.items() if role is not current and queue and queue[0].time < item.time]


def _waits_for(item: Ordered, sent: Ordered) -> bool:
    return item.sent is sent
