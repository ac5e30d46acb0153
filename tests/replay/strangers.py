"""A transcript full of what a stranger might send."""

from __future__ import annotations

from dataclasses import replace

from workbench.core.errors import Message
from workbench.core.handshake.transcript import Party, Transcript

HOSTILE = "</script><script>alert(1)</script><!--\u2028'\"&lt;\u202e\ud800<img src=x onerror=alert(1)>"


def hostile(transcript: Transcript) -> Transcript:
    """The same with a stranger's text wherever one can stand."""
    steps = tuple(
        replace(
            step,
            facts=(Message("fact_server_name", {"name": HOSTILE}),),
            values=tuple(replace(value, name=HOSTILE, formula=HOSTILE, inputs=(HOSTILE,)) for value in step.values),
            name=step.name if step.receiver is None else HOSTILE,
        )
        for step in transcript.steps
    )
    return replace(transcript, steps=steps, parties=tuple(Party(party.role, HOSTILE) for party in transcript.parties), name=HOSTILE)
