"""What a step means, in sentences with its real values, for newcomers and for engineers. Needs no Qt.

    narrate(transcript, step, "en", Depth.newcomer)

The rules say which text belongs to a step, the texts are data (`resources/narration`), the blanks in them are filled from the step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from workbench.core.handshake.stages import Stage
from workbench.core.handshake.transcript import Step, Transcript
from workbench.narration import names
from workbench.narration.blanks import BLANKS
from workbench.narration.rules import ADDITIONS, STAGE_RULES, chosen
from workbench.narration.situation import Situation
from workbench.words import visible


class Depth(StrEnum):
    """For whom it is said: who must explain HTTPS in a meeting, or who wants it exactly. The names are the parts of the texts."""

    newcomer = "newcomer"
    engineer = "engineer"


def narrate(transcript: Transcript, step: Step, language: str, depth: Depth = Depth.newcomer) -> str:
    """The narration of one step of a transcript, as plain text of a few sentences. Never holds a secret."""
    situation = Situation(transcript, step)
    return _say(narration_ids(situation), situation, language, depth)


def narrate_stage(transcript: Transcript, connection: int, stage: Stage, language: str, depth: Depth = Depth.newcomer) -> str:
    """What happens in a stage of one connection (0 for what belongs to none), as this handshake does it; "" where it has no such stage."""
    steps = [step for step in transcript.steps if step.connection == connection]
    if not steps:
        return ""
    situation = Situation(transcript, steps[-1])
    return _say((chosen(situation, [rule for rule in STAGE_RULES if stage in rule.names]).id,), situation, language, depth)


def stage_title(stage: Stage, language: str) -> str:
    """What a stage is called by those who teach: "Make the key"."""
    return names.name(f"stage_{stage}", language)


def narration_ids(situation: Situation) -> tuple[str, ...]:
    """The rows whose texts make the narration: that of the first rule that fits, and of every addition that fits."""
    return (chosen(situation).id, *(rule.id for rule in ADDITIONS if rule.fits(situation)))


def _say(ids: tuple[str, ...], situation: Situation, language: str, depth: Depth) -> str:
    rows = names.catalogue(language)
    texts = (rows[id][depth].strip().format_map(_Blanks(situation, language)) for id in ids)
    return ("" if language == "ja" else " ").join(texts)


class _Blanks(Mapping[str, str]):
    """Fills what a template asks for, when it asks."""

    def __init__(self, situation: Situation, language: str) -> None:
        self._situation = situation
        self._language = language

    def __getitem__(self, blank: str) -> str:
        text = visible(BLANKS[blank.lower()](self._situation, self._language))
        return text[:1].upper() + text[1:] if blank[0].isupper() else text

    def __iter__(self) -> Iterator[str]:
        return iter(BLANKS)

    def __len__(self) -> int:
        return len(BLANKS)
