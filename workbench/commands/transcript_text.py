"""A transcript as a table for people: the answer first, then each step with who, what, how large, under which keys, and how it went."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from workbench.commands.output import Output
from workbench.core.handshake.transcript import Connection, Outcome, Step, Transcript
from workbench.core.handshake.wording import BETWEEN, is_shown, negotiated
from workbench.core.tls.events import Level
from workbench.core.x509.finding import Status
from workbench.models.handshake_steps import Detail, Moment, moments, steps_of
from workbench.models.handshake_text import HandshakeText
from workbench.words import say, visible

DETAILS = tuple(Detail)
_STATES = {Outcome.ok: Status.OK, Outcome.warning: Status.WARNING, Outcome.failed: Status.FAILURE}
_COLUMNS = ("number", "time", "who", "what", "size", "protection")
_NUMBERS = ("number", "time", "size")


def show(output: Output, transcript: Transcript, detail: str) -> None:
    """Print it. `detail`: "messages" leaves out what a side does by itself, unless it failed; "stages" tells each stage in one line."""
    text = HandshakeText(output.language)
    if transcript.headline is not None:
        sentence = say(transcript.headline, output.language)
        state = _STATES.get(transcript.outcome)
        output.line(output.bold(sentence) if state is None else output.state(state, sentence))
        if transcript.name and (why := text.why(transcript)):  # the headline of a real connection says it itself
            output.line(why, 2)
        output.line()
    connections = {connection.number: connection for connection in transcript.connections}
    if detail == Detail.stages:
        parts = moments(transcript, Detail.stages)
        shown = [moment.step for moment in parts]
        rows = [_stage(text, moment, steps_of(transcript, moment)) for moment in parts]
        told = [text.names(dict.fromkeys(text.title(step) for step in steps_of(transcript, moment) if step.receiver)) for moment in parts]
    else:
        shown = [step for step in transcript.steps if is_shown(step, detail)]
        rows = [_row(output, text, step) for step in shown]
        told = [_remarks(output, text, step) for step in shown]
    titles = [output.say(f"handshake_column_{name}") for name in _COLUMNS]
    widths = [max(map(_width, column)) for column in zip(titles, *rows, strict=True)]
    number = None
    for step, row, remarks in zip(shown, rows, told, strict=True):
        if step.connection != number:
            afterwards = number is not None
            if afterwards:
                output.line()
            number = step.connection
            connection = connections.get(number)
            heading = text.connection(number, afterwards)
            output.line(output.bold(heading if connection is None else f"{heading}{BETWEEN}{_about(output, text, connection)}"))
            output.line(output.dim(_aligned(titles, widths).rstrip()), 2)
        output.line(f"{_aligned(row, widths)}  {remarks}".rstrip(), 2)


def _about(output: Output, text: HandshakeText, connection: Connection) -> str:
    client, server = (f"{host}:{port}" for host, port in (connection.client_address, connection.server_address))
    facts = (visible(connection.server_name), f"{client} {output.arrow} {server}", *negotiated(connection))
    return BETWEEN.join(fact for fact in facts if fact)


def _row(output: Output, text: HandshakeText, step: Step) -> list[str]:
    who = text.role(step.sender)
    if step.receiver is not None:
        who += f" {output.arrow} {text.role(step.receiver)}"
    return [
        str(step.number),
        f"{step.time * 1000:,.1f}",
        who,
        text.title(step),
        f"{step.size:,}" if step.size else "",
        text.level(step.protection) if step.protection is not Level.none else "",
    ]


def _stage(text: HandshakeText, moment: Moment, steps: Sequence[Step]) -> list[str]:
    numbers = f"{moment.first}–{moment.last}" if moment.last > moment.first else f"{moment.first}"
    size = sum(step.size for step in steps)
    name = text.stage(moment.stage) if moment.stage is not None else ""
    return [numbers, f"{moment.step.time * 1000:,.1f}", "", name, f"{size:,}" if size else "", ""]


def _remarks(output: Output, text: HandshakeText, step: Step) -> str:
    remarks = [text.facts(step)]
    if step.outcome in _STATES:
        remarks.append(output.state(_STATES[step.outcome], text.outcome(step.outcome)))
    remarks.append(text.message(step.reason))
    return BETWEEN.join(remark for remark in remarks if remark)


def _aligned(cells: list[str], widths: list[int]) -> str:
    padded = []
    for name, cell, width in zip(_COLUMNS, cells, widths, strict=True):
        room = " " * (width - _width(cell))
        padded.append(room + cell if name in _NUMBERS else cell + room)
    return "  ".join(padded)


def _width(text: str) -> int:
    """Columns of a terminal: an East Asian wide letter takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
