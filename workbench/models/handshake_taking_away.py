"""In which forms a handshake can leave the program, what can be chosen about each, and what is copied as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from workbench.core.handshake.transcript import StepKind, Transcript
from workbench.core.tls.events import Level
from workbench.models.handshake_protection import protection_text
from workbench.models.handshake_steps import Detail, Moment, steps_of
from workbench.models.handshake_text import HandshakeText
from workbench.narration import Depth, narrate, narrate_stage
from workbench.words import visible

FREE = re.compile(r'[\x00-\x1f<>:"/\\|?*\s]+')
"""What no system likes in the name of a file."""


class Form(StrEnum):
    """A kind of file. Its sentence is `taking_away_<form>`, with the part `advice` for what it is good for."""

    png = "png"
    svg = "svg"
    pdf = "pdf"
    html = "html"
    markdown = "markdown"
    mermaid = "mermaid"
    json = "json"
    pcapng = "pcapng"
    key_log = "key_log"


class Secrets(StrEnum):
    """Whether the values that open the conversation can stand in a form."""

    never = "never"
    chosen = "chosen"
    always = "always"


@dataclass(frozen=True)
class FormRow:
    """What can be chosen about a form."""

    form: Form
    suffix: str
    secrets: Secrets
    detail: bool = False
    scale: bool = False
    theme: bool = False
    language: bool = True


FORMS: tuple[FormRow, ...] = (
    FormRow(Form.png, ".png", Secrets.never, detail=True, scale=True, theme=True),
    FormRow(Form.svg, ".svg", Secrets.never, detail=True, theme=True),
    FormRow(Form.pdf, ".pdf", Secrets.never, detail=True, theme=True),
    FormRow(Form.html, ".html", Secrets.chosen, detail=True),
    FormRow(Form.markdown, ".md", Secrets.chosen, detail=True),
    FormRow(Form.mermaid, ".mmd", Secrets.never, detail=True),
    FormRow(Form.json, ".json", Secrets.chosen),
    FormRow(Form.pcapng, ".pcapng", Secrets.chosen, language=False),
    FormRow(Form.key_log, ".keylog", Secrets.always, language=False),
)
SCALES = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0)
PICTURES = frozenset({Form.png, Form.svg, Form.pdf})


def row_of(form: Form) -> FormRow:
    """The row of a form."""
    return next(row for row in FORMS if row.form is form)


@dataclass(frozen=True)
class Wish:
    """What somebody wants to take away. What a form does not let one choose says nothing there."""

    form: Form
    detail: Detail = Detail.messages
    scale: float = 2.0
    theme: str = "light"
    language: str = "en"
    secrets: bool = False

    @property
    def secret(self) -> bool:
        """Whether the file opens the conversation to whoever has it."""
        allowed = row_of(self.form).secrets
        return allowed is Secrets.always or (allowed is Secrets.chosen and self.secrets)


def suggested_name(transcript: Transcript, form: Form) -> str:
    """A file name: the scenario's, or the host's that was visited."""
    names = [transcript.name, *(connection.server_name for connection in transcript.connections)]
    name = FREE.sub("_", visible(next(filter(None, names), "handshake"))).strip("._")[:80]
    return (name or "handshake") + row_of(form).suffix


# -- as text -----------------------------------------------------------------------------------------------------------------------


def name_text(moment: Moment, text: HandshakeText) -> str:
    """What a moment is called."""
    return text.stage(moment.stage) if moment.stage is not None else text.title(moment.step)


def moment_bytes(moment: Moment) -> bytes:
    """The bytes of a moment as its fields show them: of the message where it can be read, else what crossed the wire. Never a secret
    part; b"" where no bytes belong to it alone."""
    if moment.stage is not None:
        return b""
    readable = {"message", "alert", "application_data", "packet"}
    found = next((part.data for part in moment.step.parts if part.id in readable and not part.secret), b"")
    return found or moment.step.wire


def moment_text(transcript: Transcript, moment: Moment, text: HandshakeText, depth: Depth = Depth.newcomer) -> str:
    """What is to be said of a moment, in lines. No secret value stands in it."""
    step, steps = moment.step, steps_of(transcript, moment)
    number = f"{moment.first + 1}–{moment.last + 1}" if moment.stage is not None and moment.last > moment.first else f"{step.number + 1}"
    lines = [text.say("taking_away_step", number=number)]
    if moment.stage is not None:
        lines = [f"{lines[0]} · {text.stage(moment.stage)}"]
        lines.append(text.names(dict.fromkeys(text.title(other) for other in steps if other.receiver is not None)))
        lines.append(narrate_stage(transcript, step.connection, moment.stage, text.language, depth))
    else:
        lines = [f"{lines[0]} · {text.way(step)}", text.title(step)]
        level = text.level(step.protection) if step.protection is not Level.none else ""
        lines.append(" · ".join(part for part in (text.facts(step), text.size(step), level) if part))
        lines += [narrate(transcript, step, text.language, depth), protection_text(transcript, step, text)]
        told = text.message(step.reason) if step.kind is not StepKind.attack else ""
        lines.append(told or text.outcome(step.outcome))
    for value in dict.fromkeys(value for other in steps for value in other.values):
        about = [visible(value.name), visible(value.formula), text.holders(value)]
        if value.data and not value.secret:
            about.append(value.data.hex())
        lines.append("- " + " · ".join(part for part in about if part))
    return "\n".join(line for line in lines if line) + "\n"


def table_text(transcript: Transcript, moments: tuple[Moment, ...], text: HandshakeText) -> str:
    """The moments as lines of cells with tabs between them, as spreadsheets take them; the first line has the names of the columns."""
    columns = ("number", "time", "who", "what", "size", "protection", "remarks")
    lines = ["\t".join(text.say(f"handshake_column_{column}") for column in columns)]
    for moment in moments:
        step, steps = moment.step, steps_of(transcript, moment)
        if moment.stage is not None:
            size = sum(other.size for other in steps)
            sent = text.names(dict.fromkeys(text.title(other) for other in steps if other.receiver is not None))
            cells = [f"{moment.first + 1}–{moment.last + 1}", f"{step.time * 1000:.1f}", "", text.stage(moment.stage), size or "", "", sent]
        else:
            level = text.level(step.protection) if step.protection is not Level.none else ""
            remarks = " · ".join(part for part in (text.facts(step), text.message(step.reason) or text.outcome(step.outcome)) if part)
            cells = [step.number + 1, f"{step.time * 1000:.1f}", text.way(step), text.title(step), step.size or "", level, remarks]
        lines.append("\t".join(visible(str(cell)) for cell in cells))
    return "\n".join(lines) + "\n"
