"""A transcript as Markdown: a table of the steps, and on demand every value with its formula. Tables are those of GitHub's dialect.

What a peer sent is text: every mark that means something in Markdown or HTML is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.core.errors import Message
from workbench.core.handshake.stages import Stage
from workbench.core.handshake.transcript import Step, Transcript, Value
from workbench.core.handshake.wording import BETWEEN, NameStage, Say, Wording, ids_alone, is_shown, negotiated, stage_runs
from workbench.core.visible import visible

_COLUMNS = ("number", "time", "who", "what", "size", "protection", "remarks")
_VALUE_COLUMNS = ("value", "formula", "size", "known_by")
_NUMBERS = ("number", "time", "size")
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&!$:@])")


def write(
    transcript: Transcript, say: Say | None = None, detail: str = "computations", values: bool = False, secrets: bool = False,
    stage: NameStage = str,
) -> str:  # fmt: skip
    """The text of the document, with a line end.

    say       makes sentences; without it messages are told by their ids
    detail    "messages" leaves out what each side does by itself, unless it failed; "stages": one row for each stage
    values    after the tables every value: its formula, its citation, who knows it, and its bytes where it is no secret
    secrets   with `values`: the bytes of secrets too
    stage     says what a stage is called
    """
    wording = Wording(say or ids_alone, stage)
    lines: list[str] = []
    title = wording.message(transcript.headline) or visible(transcript.name)
    if title:
        lines += [f"# {escape(title)}", ""]
    parties = [[wording.role(party.role), visible(party.name)] for party in transcript.parties]
    lines += [f"- {escape(BETWEEN.join(part for part in party if part))}" for party in parties]
    number = None
    titles = [wording.say(Message(f"handshake_column_{name}")) for name in _COLUMNS]
    connections = {connection.number: connection for connection in transcript.connections}
    if detail == "stages":
        rows = [(steps[0], _stage(name, steps, wording)) for name, steps in stage_runs(transcript)]
    else:
        rows = [(step, _cells(step, wording)) for step in transcript.steps if is_shown(step, detail)]
    for step, cells in rows:
        if step.connection != number:
            heading = [wording.connection(step.connection, number is not None)]
            if step.connection in connections:
                connection = connections[step.connection]
                heading += [visible(connection.server_name), *negotiated(connection)]
            lines += ["", f"## {escape(BETWEEN.join(part for part in heading if part))}", "", *_head(titles, _COLUMNS)]
            number = step.connection
        lines.append(_row([escape(cell) for cell in cells]))
    if values:
        lines += _values(transcript, wording, secrets)
    return "\n".join(lines) + "\n" if lines else ""


def _cells(step: Step, wording: Wording) -> list[str]:
    who = wording.role(step.sender) + (f" → {wording.role(step.receiver)}" if step.receiver is not None else "")
    remarks = BETWEEN.join(part for part in (wording.facts(step), wording.outcome(step)) if part)
    size = f"{step.size:,}" if step.size else ""
    return [str(step.number), f"{step.time * 1000:,.1f}", who, wording.title(step), size, wording.protection(step), remarks]


def _stage(name: Stage, steps: Sequence[Step], wording: Wording) -> list[str]:
    first, last, size = steps[0].number, steps[-1].number, sum(step.size for step in steps)
    numbers = f"{first}–{last}" if last > first else f"{first}"
    return [numbers, f"{steps[0].time * 1000:,.1f}", "", wording.stage(name), f"{size:,}" if size else "", "", wording.sent(steps)]


def _values(transcript: Transcript, wording: Wording, secrets: bool) -> list[str]:
    lines = ["", f"## {escape(wording.say(Message('markdown_values')))}", ""]
    lines.append(escape(wording.say(Message("markdown_secrets_inside" if secrets else "markdown_secrets_left_out"))))
    titles = [wording.say(Message(f"markdown_column_{name}")) for name in _VALUE_COLUMNS]
    for step in (step for step in transcript.steps if step.values):
        heading = BETWEEN.join((f"{step.number}", wording.title(step), wording.role(step.sender)))
        lines += ["", f"### {escape(heading)}", ""]
        if step.citation:
            lines += [escape(step.citation), ""]
        lines += _head(titles, _VALUE_COLUMNS)
        lines += [_row(_value(value, wording, secrets)) for value in step.values]
    return lines


def _value(value: Value, wording: Wording, secrets: bool) -> list[str]:
    name = code(value.name)
    if value.data and (secrets or not value.secret):
        name += f"<br>{code(value.data.hex())}"
    size = f"{len(value.data):,}" if value.data is not None else ""
    return [name, code(value.formula), size, escape(wording.holders(value))]


def _head(titles: Sequence[str], names: Sequence[str]) -> list[str]:
    return [_row([escape(title) for title in titles]), _row(["--:" if name in _NUMBERS else "---" for name in names])]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape(text: str) -> str:
    """One line of plain text as it is written outside of code."""
    return _MARKS.sub(r"\\\1", visible(text)).replace("www.", "www\\.")


def code(text: str) -> str:
    """One line of text as code in a table, "" for none: the fence is longer than any run of backticks inside. A backslash before a bar
    cannot be told in code: such a text is written as text."""
    if not text or "\\|" in text:
        return escape(text)
    shown = visible(text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{shown}{space}{fence}"
