"""Two handshakes side by side for people: how each came out, what each agreed on and cost, then step beside step."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from workbench import words
from workbench.commands.output import Output
from workbench.core.errors import Message
from workbench.core.handshake.compare import Aspect, Comparison, Difference, Pair
from workbench.core.handshake.counts import Asymmetric, Counts, Symmetric
from workbench.core.handshake.transcript import Outcome, Step, StepKind, Transcript
from workbench.core.handshake.wording import BETWEEN, is_shown
from workbench.core.tls.cipher_suites import suite_name
from workbench.core.tls.parameters import NamedGroup, PskKeyExchangeMode, SignatureScheme, name_of, version_name
from workbench.core.x509.finding import Status
from workbench.models.handshake_text import HandshakeText
from workbench.words import say, visible

NARROWEST, WIDEST = 60, 160
NOTHING = "-"
_GAP = "  "
_NEVER_FIRST = frozenset("。、）」ー・ャュョッァィゥェォ：；")
_UNIT = re.compile(r"(?<=[0-9]) B\b")
_STATES = {Outcome.ok: Status.OK, Outcome.warning: Status.WARNING, Outcome.failed: Status.FAILURE}
_NAMES: dict[str, Callable[[int], str]] = {
    "version": lambda code: version_name(code).replace("TLS1_", "TLS 1."),
    "cipher_suite": suite_name,
    "group": lambda code: name_of(NamedGroup, code),
    "signature_scheme": lambda code: name_of(SignatureScheme, code),
    "client_signature_scheme": lambda code: name_of(SignatureScheme, code),
    "psk_key_exchange_mode": lambda code: name_of(PskKeyExchangeMode, code),
}
_NUMBERS = (
    "lookup_round_trips", "tcp_round_trips", "round_trips", "flights", "first_byte", "sent", "received", "handshake_bytes", "packets",
    "packet_bytes", "messages", "records", "client_seconds", "server_seconds",
)  # fmt: skip
_TIMES = ("first_byte", "client_seconds", "server_seconds")


def show(output: Output, comparison: Comparison, labels: tuple[str, str], detail: str, columns: int | None = None) -> None:
    """Print it.

    labels    what the two are called
    detail    "computations": also what each side does by itself; else only what crosses the network, or failed
    columns   of the terminal; found out when None
    """
    room = min(WIDEST, max(NARROWEST, columns or shutil.get_terminal_size((120, 24)).columns))
    text = HandshakeText(output.language)
    for label, transcript in zip(labels, (comparison.left, comparison.right), strict=True):
        output.line(f"{output.bold(visible(label))}: {_headline(output, transcript)}")
    _counts(output, text, comparison, labels, room)
    _steps(output, text, comparison, labels, detail, room)


def _headline(output: Output, transcript: Transcript) -> str:
    sentence = say(transcript.headline, output.language) if transcript.headline is not None else ""
    state = _STATES.get(transcript.outcome)
    return output.state(state, sentence) if state is not None and sentence else sentence or NOTHING


# --- agreed on and counted ---------------------------------------------------------------------------------------------------------------


def _counts(output: Output, text: HandshakeText, comparison: Comparison, labels: tuple[str, str], room: int) -> None:
    left = {counts.connection: counts for counts in comparison.left_counts}
    right = {counts.connection: counts for counts in comparison.right_counts}
    for number in sorted(left.keys() | right.keys()):
        rows = [
            (words.say(Message(f"compare_agreed_{agreed.name}"), output.language) if words.has(f"compare_agreed_{agreed.name}")
             else visible(agreed.name.replace("_", " ")), *(_agreed(output, agreed.name, value) for value in (agreed.left, agreed.right)))
            for agreed in comparison.agreements if agreed.connection == number
        ]  # fmt: skip
        rows += _numbers(output, left.get(number), right.get(number))
        if not rows:
            continue
        output.line()
        first = min(max(width_of(row[0]) for row in rows), room // 2)
        cells = (room - 2 - first - 2 * len(_GAP)) // 2
        widths = (first, cells, cells)
        output.line(output.bold(text.connection(number, number == 0 and bool(left.get(1)))))
        _lines(output, ("", *map(visible, labels)), widths, paint=output.dim)
        for row in rows:
            _lines(output, row, widths)


def _numbers(output: Output, left: Counts | None, right: Counts | None) -> list[tuple[str, str, str]]:
    """Rows of what was counted; those that are nothing on both sides are left out."""
    rows = []
    for name in _NUMBERS:
        values = [None if counts is None else getattr(counts, name) for counts in (left, right)]
        if name == "round_trips" or any(values):
            rows.append((output.say(f"compare_count_{name}"), *(_number(value, name in _TIMES) for value in values)))
    for kinds, field in ((Asymmetric, "asymmetric"), (Symmetric, "symmetric")):
        for kind in kinds:
            values = [None if counts is None else getattr(counts, field).get(kind, 0) for counts in (left, right)]
            if any(values):
                rows.append((output.say(f"compare_count_{kind}"), *(_number(value, False) for value in values)))
    return [(row[0], row[1], row[2]) for row in rows]


def _number(value: float | None, time: bool) -> str:
    if value is None:
        return NOTHING
    return f"{value * 1000:,.1f}" if time else f"{value:,}"


def _agreed(output: Output, name: str, value: Any) -> str:
    """What was agreed on: code points by name, yes or no, bytes as text."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return output.say("compare_yes" if value else "compare_no")
    if isinstance(value, int):
        return (_NAMES[name](value) if name in _NAMES else str(value)) or f"0x{value:04x}"
    return visible(value.decode("ascii", "backslashreplace") if isinstance(value, bytes) else str(value))


# --- step beside step --------------------------------------------------------------------------------------------------------------------


def _steps(output: Output, text: HandshakeText, comparison: Comparison, labels: tuple[str, str], detail: str, room: int) -> None:
    shown = [pair for pair in comparison.pairs if any(step is not None and is_shown(step, detail) for step in (pair.left, pair.right))]
    if not shown:
        return
    who = min(max(width_of(text.way(pair.step)) for pair in shown), room * 3 // 8)
    cells = (room - 3 - who - 3 * len(_GAP)) // 2
    widths = (1, who, cells, cells)
    number = None
    for pair in shown:
        if pair.step.connection != number:
            output.line()
            output.line(output.bold(text.connection(pair.step.connection, number is not None)))
            _lines(output, ("", "", *map(visible, labels)), widths, paint=output.dim)
            number = pair.step.connection
        _lines(output, (_mark(pair), _way(output, text, pair.step), _cell(text, pair.left), _cell(text, pair.right)), widths)
        if pair.left is None or pair.right is None:
            remark = _remark(text, pair.step)
            _lines(output, ("", "", *((remark, "") if pair.right is None else ("", remark))), widths, paint=output.dim)
        for difference in pair.differences:
            told = _difference(text, difference)
            if told is not None:
                _lines(output, ("", "", *told), widths, paint=output.dim)
    output.line()
    output.line(output.dim(output.say("compare_marks")))


def _mark(pair: Pair) -> str:
    """Marks that every terminal has."""
    if pair.left is None or pair.right is None:
        return "<" if pair.right is None else ">"
    return "*" if pair.differences else ""


def _way(output: Output, text: HandshakeText, step: Step) -> str:
    sender = text.role(step.sender)
    return sender if step.receiver is None else f"{sender} {output.arrow} {text.role(step.receiver)}"


def _cell(text: HandshakeText, step: Step | None) -> str:
    if step is None:
        return ""
    size = f"{step.size:,} B" if step.size else ""
    kind = text.part("alert") if step.kind is StepKind.alert else ""
    return BETWEEN.join(part for part in (kind, text.title(step), size) if part)


def _remark(text: HandshakeText, step: Step) -> str:
    """What is worth saying of a step that has none beside it."""
    facts = text.facts(step) if step.kind is not StepKind.tcp else ""
    outcome = text.outcome(step.outcome) if step.kind is StepKind.computation else ""
    reason = text.message(step.reason) if step.kind is not StepKind.attack else ""  # which is its title
    return BETWEEN.join(part for part in (facts, outcome, reason) if part)


def _difference(text: HandshakeText, difference: Difference) -> tuple[str, str] | None:
    """Both sides of a difference, None for one that the cells tell already."""
    tell: Callable[[Any], str]
    match difference.aspect:
        case Aspect.size:
            return None
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
    return tell(difference.left) or NOTHING, tell(difference.right) or NOTHING


def _stranger(text: HandshakeText, difference: Difference) -> tuple[str, str]:
    """Whoever is another one on the other side."""
    apart = [(a, b) for a, b in zip(difference.left, difference.right, strict=True) if a is not b]
    left, right = (BETWEEN.join(text.role(role) for role in side if role is not None) for side in zip(*apart, strict=True))
    return left or NOTHING, right or NOTHING


def _value(name: str, size: int | None) -> str:
    return visible(name) if size is None else f"{visible(name)} ({size:,} B)"


# --- columns -----------------------------------------------------------------------------------------------------------------------------


def _lines(output: Output, cells: Sequence[str], widths: Sequence[int], paint: Callable[[str], str] = str) -> None:
    """One row of a table, on as many lines as its longest cell needs."""
    columns = [wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for place in range(max(map(len, columns)) if any(cells) else 0):
        line = [column[place] if place < len(column) else "" for column in columns]
        padded = (part + " " * (width - width_of(part)) for part, width in zip(line, widths, strict=True))
        output.line(paint(_GAP.join(padded).rstrip()), 2)


def width_of(text: str) -> int:
    """Columns of a terminal: an East Asian wide letter takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def wrapped(text: str, room: int) -> list[str]:
    """Lines of at most `room` columns of a terminal: broken at spaces and underscores, and between any letters where a word is longer or
    Japanese."""
    lines = [""]
    for word in _words(_UNIT.sub("\u00a0B", text)):  # a number and its unit stay together
        if width_of(lines[-1]) + width_of(word.rstrip()) > room and lines[-1]:
            lines.append("")
        for letter in word:
            if width_of(lines[-1]) + width_of(letter) > room and not letter.isspace():
                lines.append("")
            lines[-1] += letter
    return [line.rstrip().replace("\u00a0", " ") for line in lines]


def _words(text: str) -> list[str]:
    """Pieces that are kept together: words with the space or underscore behind them, and every letter of two columns with what may not
    begin a line."""
    pieces = [""]
    for letter in text:
        if letter in _NEVER_FIRST:
            pieces[-1] += letter
        elif width_of(letter) == 2 or (pieces[-1] and (pieces[-1][-1] in " _" or width_of(pieces[-1][-1]) == 2)):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return [piece for piece in pieces if piece]
