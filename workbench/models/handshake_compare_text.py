"""What two handshakes agreed on, cost and differ in, in words: for the tables of the command line and those of the window. No Qt here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workbench import words
from workbench.core.errors import Message
from workbench.core.handshake.compare import Aspect, Comparison, Difference
from workbench.core.handshake.counts import Asymmetric, Counts, Symmetric
from workbench.core.handshake.transcript import Step, StepKind
from workbench.core.handshake.wording import BETWEEN
from workbench.core.tls.cipher_suites import suite_name
from workbench.core.tls.parameters import NamedGroup, PskKeyExchangeMode, SignatureScheme, name_of, version_name
from workbench.models.handshake_text import HandshakeText
from workbench.words import say, visible

MINUS = "\u2212"
_CODES: dict[str, Callable[[int], str]] = {
    "version": lambda code: version_name(code).replace("TLS1_", "TLS 1."),
    "cipher_suite": suite_name,
    "group": lambda code: name_of(NamedGroup, code),
    "signature_scheme": lambda code: name_of(SignatureScheme, code),
    "client_signature_scheme": lambda code: name_of(SignatureScheme, code),
    "psk_key_exchange_mode": lambda code: name_of(PskKeyExchangeMode, code),
}


class Group(StrEnum):
    """What a row of the counts is about."""

    agreed = "agreed"
    waiting = "waiting"
    wire = "wire"
    computing = "computing"
    asymmetric = "asymmetric"
    symmetric = "symmetric"


_NUMBERS: tuple[tuple[str, Group], ...] = (
    ("lookup_round_trips", Group.waiting), ("tcp_round_trips", Group.waiting), ("round_trips", Group.waiting), ("flights", Group.waiting),
    ("first_byte", Group.waiting), ("sent", Group.wire), ("received", Group.wire), ("handshake_bytes", Group.wire), ("packets", Group.wire),
    ("packet_bytes", Group.wire), ("messages", Group.wire), ("records", Group.wire), ("client_seconds", Group.computing),
    ("server_seconds", Group.computing),
)  # fmt: skip
_TIMES = ("first_byte", "client_seconds", "server_seconds")


@dataclass(frozen=True)
class CountRow:
    """One line: what is counted, and what it is on each side ("" where nobody knows).

    short     its name where it stands under the heading of its group
    amounts   the numbers themselves, None where there is none; of what was agreed on neither has one
    """

    id: str
    group: Group
    name: str
    left: str
    right: str
    amounts: tuple[float | None, float | None] = (None, None)
    short: str = ""

    @property
    def difference(self) -> str:
        """Right minus left, with a sign; "≠" for what is no number; "" where both are the same, or one is unknown."""
        left, right = self.amounts
        if self.group is Group.agreed:
            return "≠" if self.left != self.right else ""
        if left is None or right is None or self.left == self.right:
            return ""
        apart = (right - left) * (1000 if self.id in _TIMES else 1)
        sign = "+" if apart > 0 else MINUS
        return f"{sign}{abs(apart):,.1f}" if self.id in _TIMES else f"{sign}{abs(round(apart)):,}"


def connections(comparison: Comparison) -> list[int]:
    """The numbers of the connections that either side has; 0 for what belongs to none."""
    return sorted({counts.connection for counts in (*comparison.left_counts, *comparison.right_counts)})


def count_rows(comparison: Comparison, connection: int, language: str) -> list[CountRow]:
    """What differs in what a connection agreed on, and all that was counted of it; what is nothing on both sides is left out."""
    found = [
        CountRow(
            agreed.name, Group.agreed, agreement(agreed.name, language),
            agreed_on(agreed.name, agreed.left, language), agreed_on(agreed.name, agreed.right, language),
        )
        for agreed in comparison.agreements if agreed.connection == connection
    ]  # fmt: skip
    left = next((counts for counts in comparison.left_counts if counts.connection == connection), None)
    right = next((counts for counts in comparison.right_counts if counts.connection == connection), None)
    return found + _numbers(left, right, language, connection != 0)


def _numbers(left: Counts | None, right: Counts | None, language: str, waits: bool) -> list[CountRow]:
    found = []

    def row(id: str, group: Group, values: list[Any]) -> CountRow:
        message = Message(f"compare_count_{id}")
        name, short = say(message, language), say(message, language, "short")
        shown = [number(value, id in _TIMES) for value in values]
        return CountRow(id, group, name, shown[0], shown[1], (values[0], values[1]), short)

    for name, group in _NUMBERS:
        values = [None if counts is None else getattr(counts, name) for counts in (left, right)]
        if (waits and name == "round_trips") or any(values):
            found.append(row(name, group, values))
    for kinds, field, group in ((Asymmetric, "asymmetric", Group.asymmetric), (Symmetric, "symmetric", Group.symmetric)):
        for kind in kinds:
            values = [None if counts is None else getattr(counts, field).get(kind, 0) for counts in (left, right)]
            if any(values):
                found.append(row(str(kind), group, values))
    return found


def number(value: float | None, time: bool) -> str:
    """A number, a time in milliseconds; "" for none."""
    if value is None:
        return ""
    return f"{value * 1000:,.1f}" if time else f"{value:,}"


def agreement(name: str, language: str) -> str:
    """What it is that was agreed on: "cipher suite"."""
    id = f"compare_agreed_{name}"
    return say(Message(id), language) if words.has(id) else visible(name.replace("_", " "))


def agreed_on(name: str, value: Any, language: str) -> str:
    """What was agreed on: code points by name, yes or no, bytes as text; "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say(Message("compare_yes" if value else "compare_no"), language)
    if isinstance(value, int):
        return (_CODES[name](value) if name in _CODES else str(value)) or f"0x{value:04x}"
    return visible(value.decode("ascii", "backslashreplace") if isinstance(value, bytes) else str(value))


# --- step beside step --------------------------------------------------------------------------------------------------------------------


def remark(text: HandshakeText, step: Step) -> str:
    """What is worth saying of a step that has none beside it."""
    facts = text.facts(step) if step.kind is not StepKind.tcp else ""
    outcome = text.outcome(step.outcome) if step.kind is StepKind.computation else ""
    reason = text.message(step.reason) if step.kind is not StepKind.attack else ""  # which is its title
    return BETWEEN.join(part for part in (facts, outcome, reason) if part)


def both_sides(text: HandshakeText, difference: Difference) -> tuple[str, str]:
    """The two sides of a difference; "" for one that has nothing there."""
    tell: Callable[[Any], str]
    match difference.aspect:
        case Aspect.size:
            tell = lambda size: f"{size:,} B"  # noqa: E731
        case Aspect.parties:
            return _stranger(text, difference)
        case Aspect.protection:
            tell = text.level
        case Aspect.facts:
            tell = lambda facts: BETWEEN.join(map(text.message, facts))  # noqa: E731
        case Aspect.values:
            tell = lambda values: BETWEEN.join(_value(*value) for value in values)  # noqa: E731
        case Aspect.outcome:
            tell = text.outcome
        case Aspect.reason:
            tell = text.message
    return tell(difference.left), tell(difference.right)


def _stranger(text: HandshakeText, difference: Difference) -> tuple[str, str]:
    """Whoever is another one on the other side."""
    apart = [(a, b) for a, b in zip(difference.left, difference.right, strict=True) if a is not b]
    left, right = (BETWEEN.join(text.role(role) for role in side if role is not None) for side in zip(*apart, strict=True))
    return left, right


def _value(name: str, size: int | None) -> str:
    return visible(name) if size is None else f"{visible(name)} ({size:,} B)"
