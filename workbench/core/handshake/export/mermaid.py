"""A transcript as a sequence diagram in the language of Mermaid, which many wikis, trackers and editors draw.

What a peer sent can break no line: everything but letters, digits and a few marks is written as a character code.
"""

from __future__ import annotations

from workbench.core.handshake.transcript import Outcome, Step, StepKind, Transcript
from workbench.core.handshake.wording import ALONE, BETWEEN, LIFELINES, NameStage, Say, Wording, ids_alone, is_shown, stage_runs
from workbench.core.tls.events import Level
from workbench.core.visible import visible

_PLAIN = frozenset(" .,_-()/+=")
_BREAK = "<br/>"
# Solid in the clear, dashed when protected, a cross for what ends the connection.
_CLEAR, _PROTECTED, _REFUSED = "->>", "-->>", "-x"


def write(transcript: Transcript, say: Say | None = None, detail: str = "messages", stage: NameStage = str) -> str:
    """The text of the diagram, with a line end. No secret stands in it.

    say      makes sentences; without it messages are told by their ids
    detail   "messages": what crosses the wire, and what failed; "computations": also what each side does by itself, as notes;
             "stages": a note for each stage, with the names of what crosses in it
    stage    says what a stage is called
    """
    wording = Wording(say or ids_alone, stage)
    shown = [step for step in transcript.steps if is_shown(step, detail)]
    present = {step.sender for step in shown} | {step.receiver for step in shown}
    roles = [role for role in LIFELINES if role in present]
    lines = ["sequenceDiagram"]
    if transcript.headline is not None:
        lines.append(f"    title {escape(wording.message(transcript.headline))}")
    for role in roles:
        party = transcript.party(role)
        name = f"{_BREAK}{escape(visible(party.name))}" if party is not None and party.name else ""
        lines.append(f"    participant {role} as {escape(wording.role(role))}{name}")
    number = None
    several = len({step.connection for step in shown}) > 1
    over = f"{roles[0]},{roles[-1]}" if len(roles) > 1 else "".join(roles)
    if detail == "stages":
        shown = []
        for name, steps in stage_runs(transcript):
            if several and steps[0].connection != number:
                lines.append(f"    Note over {over}: {escape(wording.connection(steps[0].connection, number is not None))}")
            number = steps[0].connection
            size = sum(step.size for step in steps)
            head = BETWEEN.join(part for part in (wording.stage(name), f"{size:,} B" if size else "") if part)
            lines.append(f"    Note over {over}: {_text([head, wording.sent(steps)])}")
    for step in shown:
        if several and step.connection != number:
            lines.append(f"    Note over {over}: {escape(wording.connection(step.connection, number is not None))}")
        number = step.connection
        lines.append(f"    {_line(step, wording)}")
    return "\n".join(lines) + "\n"


def _line(step: Step, wording: Wording) -> str:
    title = wording.title(step)
    if step.receiver is None or step.kind in ALONE or step.kind is StepKind.attack:
        return f"Note over {step.sender}: {_text([title, wording.outcome(step)])}"
    arrow = _PROTECTED if step.protection is not Level.none else _CLEAR
    if step.kind is StepKind.alert and step.outcome is Outcome.failed:
        arrow = _REFUSED
    size = f"{step.size:,} B" if step.size else ""
    head = BETWEEN.join(part for part in (title, size, wording.protection(step)) if part)
    return f"{step.sender}{arrow}{step.receiver}: {_text([head, wording.facts(step), wording.outcome(step)])}"


def _text(lines: list[str]) -> str:
    return _BREAK.join(escape(line) for line in lines if line)


def escape(text: str) -> str:
    """One line of text for any place of a diagram: ASCII marks that Mermaid might take for its own become `#58;`.

    The word "end" closes blocks, so its first letter is written so too.
    """
    words = ("#101;nd" if word == "end" else word for word in text.split(" "))
    return " ".join(
        word if word == "#101;nd" else "".join(c if c.isalnum() or not c.isascii() or c in _PLAIN else f"#{ord(c)};" for c in word)
        for word in words
    )
