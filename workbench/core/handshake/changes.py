"""What came to be otherwise when a handshake was run again with something changed.

Two runs never have the same bytes: random values, times, and signatures and certificates that are some bytes longer or shorter for no
reason (an ECDSA signature is two numbers of which each may begin with zeros). That is no change; another group, another key, a step more
or less is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from workbench.core.errors import Message
from workbench.core.handshake.compare import Pair, compare
from workbench.core.handshake.transcript import Step, StepKind, Transcript
from workbench.core.x509.certificate import parse_certificate

DAY = 86_400
JITTER = 9
"""Bytes by which a message may be longer or shorter without being another one: three signatures in DER, up to three bytes each."""


@dataclass(frozen=True)
class Changes:
    """numbers   steps of the new transcript that are new, or not as they were
    gone      how many steps of the old one have no like in the new one
    places    for each step of the old transcript the step of the new one that is the same step; what is gone is not in it
    """

    numbers: frozenset[int]
    gone: int
    places: Mapping[int, int]

    def place(self, number: int) -> int:
        """Where one is in the new transcript who was at this step of the old one: there, else at the last step before it that remains."""
        return max((new for old, new in self.places.items() if old <= number), default=0)


def changes(before: Transcript, after: Transcript) -> Changes:
    """Between two runs of the same scenario."""
    pairs = compare(before, after).pairs
    epochs = before.epoch, after.epoch
    places = {pair.left.number: pair.right.number for pair in pairs if pair.left is not None and pair.right is not None}
    numbers = frozenset(pair.right.number for pair in pairs if pair.right is not None and _changed(pair, *epochs))
    return Changes(numbers, sum(pair.right is None for pair in pairs), places)


def _changed(pair: Pair, epoch_before: float, epoch_after: float) -> bool:
    left, right = pair.left, pair.right
    if left is None or right is None:
        return True
    if (left.sender, left.receiver, left.protection, left.outcome) != (right.sender, right.receiver, right.protection, right.outcome):
        return True
    if abs(left.size - right.size) > JITTER or _essence(left.reason) != _essence(right.reason):
        return True
    if _certificates(left, epoch_before) != _certificates(right, epoch_after):
        return True
    return (left.kind is not StepKind.tcp and _facts(left) != _facts(right)) or _differ(left, right)


def _facts(step: Step) -> Counter[object]:
    return Counter(map(_essence, step.facts))


def _essence(message: Message | None) -> object:
    """A message without what is never the same twice: times, and numbers that are sizes."""
    if message is None:
        return None
    params = ((name, _essence(value) if isinstance(value, Message) else value) for name, value in message.params.items())
    return (message.id, tuple((name, value) for name, value in params if not isinstance(value, datetime | bytes | float)))


def _certificates(step: Step, epoch: float) -> list[tuple[bytes, bytes, int]]:
    """Of each certificate whom it is for, who issued it, and in how many days it ends."""
    found = [parse_certificate(part.data) for part in step.parts if part.id == "certificate"]
    return [(item.subject_der, item.issuer_der, round((item.not_after.timestamp() - epoch) / DAY)) for item in found]


def _differ(left: Step, right: Step) -> bool:
    """Whether other values came to be, or in another way."""
    a, b = left.values, right.values
    if [(value.name, value.formula, value.inputs) for value in a] != [(value.name, value.formula, value.inputs) for value in b]:
        return True
    return any(abs(len(x.data or b"") - len(y.data or b"")) > JITTER for x, y in zip(a, b, strict=True))


def first(numbers: Iterable[int], after: int) -> int | None:
    """The first of these steps behind `after`, from the end to the beginning again; None when there is none."""
    found = sorted(numbers)
    return next((number for number in found if number > after), found[0] if found else None)
