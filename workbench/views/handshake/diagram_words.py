"""What a row of the diagram shows, in words: for tool tips and for assistive tools."""

from __future__ import annotations

from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_text import HandshakeText
from workbench.views.handshake.diagram_values import Row


def spoken_row(row: Row, transcript: Transcript, text: HandshakeText, y: float | None = None) -> str:
    """A row in one line; of a stage what happens in it, or the one line of it that stands at the height `y`."""
    moment = row.moment
    if row.block is None or moment.stage is None:
        parts = [text.spoken(moment.step)]
        if moment.agreed is not None:
            parts += [words for words in text.agreed(moment.agreed) if words]
    else:
        line = next((mini for mini in row.block.minis if y is not None and mini.box.y <= y < mini.box.bottom), None)
        if line is not None and line.first == line.last and line.arrow is not None:
            parts = [text.spoken(transcript.steps[line.first])]
        elif line is not None:
            parts = [label.text for label in line.labels]
        else:
            titles = [mini.labels[0].text for mini in row.block.minis if mini.labels]
            parts = [text.stage(moment.stage), *titles, text.outcome(row.outcome)]
    parts += [text.say("diagram_changed")] if row.changed else []
    return text.names(part for part in parts if part)
