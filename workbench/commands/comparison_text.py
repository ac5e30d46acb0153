"""Two handshakes side by side for people: how each came out, what each agreed on and cost, then step beside step."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Sequence

from workbench.commands.output import Output
from workbench.core.handshake.compare import Aspect, Comparison, Pair
from workbench.core.handshake.transcript import Outcome, Step, StepKind, Transcript
from workbench.core.handshake.wording import BETWEEN, is_shown
from workbench.core.x509.finding import Status
from workbench.models.handshake_compare_text import both_sides, connections, count_rows, remark
from workbench.models.handshake_compare_verdict import names_of, verdict
from workbench.models.handshake_text import HandshakeText
from workbench.words import say, visible

NARROWEST, WIDEST = 60, 160
NOTHING = "-"
_GAP = "  "
_NEVER_FIRST = frozenset("。、）」ー・ャュョッァィゥェォ：；")
_UNIT = re.compile(r"(?<=[0-9]) B\b")
_STATES = {Outcome.ok: Status.OK, Outcome.warning: Status.WARNING, Outcome.failed: Status.FAILURE}


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
    names = names_of(comparison, labels, text)
    for line in wrapped(verdict(comparison, names, text), room):
        output.line(line)
    _counts(output, text, comparison, labels, room)
    _steps(output, text, comparison, labels, detail, room)


def _headline(output: Output, transcript: Transcript) -> str:
    sentence = say(transcript.headline, output.language) if transcript.headline is not None else ""
    state = _STATES.get(transcript.outcome)
    return output.state(state, sentence) if state is not None and sentence else sentence or NOTHING


# --- agreed on and counted ---------------------------------------------------------------------------------------------------------------


def _counts(output: Output, text: HandshakeText, comparison: Comparison, labels: tuple[str, str], room: int) -> None:
    for number in connections(comparison):
        found = count_rows(comparison, number, output.language)
        rows = [(row.name, row.left or NOTHING, row.right or NOTHING) for row in found]
        if not rows:
            continue
        output.line()
        first = min(max(width_of(row[0]) for row in rows), room // 2)
        cells = (room - 2 - first - 2 * len(_GAP)) // 2
        widths = (first, cells, cells)
        output.line(output.bold(text.connection(number, number == 0 and any(counts.connection == 1 for counts in comparison.left_counts))))
        _lines(output, ("", *map(visible, labels)), widths, paint=output.dim)
        for row in rows:
            _lines(output, row, widths)


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
            told = remark(text, pair.step)
            _lines(output, ("", "", *((told, "") if pair.right is None else ("", told))), widths, paint=output.dim)
        for difference in pair.differences:
            if difference.aspect is not Aspect.size:  # which the cells tell already
                left, right = both_sides(text, difference)
                _lines(output, ("", "", left or NOTHING, right or NOTHING), widths, paint=output.dim)
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
