"""Which steps of a stage make a line of its block: each message by itself, much of the same in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.core.handshake.transcript import Outcome, Step, StepKind, Value

RUN = 4
"""More application data in a row than this is said in one line."""
AT_MOST, KEPT = 40, 14
"""Longer blocks than this many lines keep the first and the last ones, and say how many are between them."""


@dataclass(frozen=True, slots=True)
class Line:
    """Steps that make one line: one, or a run of them. `met`: the secret that both sides hold from here on."""

    steps: tuple[Step, ...]
    met: Value | None = None
    folded: bool = False


PREFERRED = ("shared_secret", "pre_master_secret", "master_secret")
"""Of several secrets that both come to in a stage, the one that is said: the first of these."""


def worth_saying(agreed: Mapping[int, Value], steps: Sequence[Step]) -> dict[int, Value]:
    """The secret of a stage that is worth saying, by the number of the step in which the second one reaches it."""
    found = {step.number: agreed[step.number] for step in steps if step.number in agreed and agreed[step.number].name in PREFERRED}
    ranked = sorted(found, key=lambda number: PREFERRED.index(found[number].name))
    return {number: found[number] for number in ranked[:1]}


def in_runs(lines: Sequence[Line]) -> list[Line]:
    """Much application data in a row becomes one line, and so does the same message over and over."""
    found: list[Line] = []
    group: list[Line] = []

    def close() -> None:
        alike = [line.steps[0] for line in group]
        found.extend([Line(tuple(alike))] if len(group) > RUN else group)
        group.clear()

    for line in lines:
        step = line.steps[0]
        same = line.met is None and step.receiver is not None and step.outcome is not Outcome.failed
        if group and not (same and _key(group[0].steps[0]) == _key(step)):
            close()
        if same:
            group.append(line)
        else:
            found.append(line)
    close()
    return found


def _key(step: Step) -> tuple[object, ...]:
    data = step.kind is StepKind.application_data
    return step.kind, step.protection, "" if data else step.name, None if data else step.sender


def folded(lines: list[Line]) -> list[Line]:
    if len(lines) <= AT_MOST:
        return lines
    middle = tuple(step for line in lines[KEPT:-KEPT] for step in line.steps)
    return [*lines[:KEPT], Line(middle, folded=True), *lines[-KEPT:]]
