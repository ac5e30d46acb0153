"""What is said and shown in front of people: one sentence, and of all values those that one asks for."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from workbench.core.handshake.transcript import Transcript
from workbench.models.handshake_knowledge import KnowledgeModel, KnowledgeRole
from workbench.models.handshake_steps import Moment
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_value_names import value_name
from workbench.narration import narrate, narrate_stage

_ENDS = {"en": re.compile(r"(?<=[.!?])\s+(?=[\"“(]?[A-Z0-9])"), "ja": re.compile(r"(?<=[。！？])(?![」）])")}
_OPEN, _CLOSED = "([{「『（“", ")]}」』）”"
SHOWN = frozenset({
    "identity_private", "identity_public", "private_half", "public_half", "shared_secret", "pre_master_secret", "master_secret",
    "early_key", "handshake_key", "key", "next_key", "ticket_key", "session_secret",
})  # fmt: skip
"""What a room full of people follows: the key pairs, the shared secret, the keys that protect something, what stays for the next visit."""


def first_sentence(text: str, language: str) -> str:
    """The first sentence of a text: a full stop within brackets ends none."""
    for end in _ENDS[language].finditer(text):
        said = text[: end.start()]
        if sum(said.count(sign) for sign in _OPEN) == sum(said.count(sign) for sign in _CLOSED):
            return said.strip()
    return text.strip()


def sentence(transcript: Transcript, moment: Moment | None, text: HandshakeText) -> str:
    """What is said to a newcomer of a moment; without one, what there is to be seen."""
    if moment is None:
        said = text.summary(transcript) or text.message(transcript.headline)
    elif moment.stage is not None:
        said = narrate_stage(transcript, moment.step.connection, moment.stage, text.language)
    else:
        said = narrate(transcript, moment.step, text.language)
    return first_sentence(said, text.language)


def title(transcript: Transcript, moment: Moment | None, text: HandshakeText) -> str:
    """What stands above the sentence: the stage or the step, and who does it."""
    if moment is None:
        return text.whole(transcript.outcome)
    if moment.stage is not None:
        return text.stage(moment.stage)
    return f"{text.way(moment.step)}: {text.title(moment.step)}"


def matters_most(name: str, tls13: bool) -> bool:
    """Whether a value is shown to a room full of people. In TLS 1.3 the master secret is a step between others."""
    return value_name(name).id in SHOWN and not (tls13 and name == "master_secret")


class SecretsThatMatter(QSortFilterProxyModel):
    """Of who knows what the few rows that a room can follow."""

    def __init__(self, source: KnowledgeModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source, self._tls13 = source, True
        self.setSourceModel(source)

    def show(self, transcript: Transcript, first: int, last: int, text: HandshakeText) -> None:
        """Who knows what after the steps `first` to `last`."""
        self._tls13 = any(name.endswith("_handshake_traffic_secret") for step in transcript.steps for name in _names(step.values))
        self._source.show(transcript, first, last, text)

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        found = self._source.row(self._source.index(row, 0))
        return found is not None and matters_most(found.name, self._tls13)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Of a column also its party, while there is no row to ask."""
        if role == KnowledgeRole.PARTY and orientation is Qt.Orientation.Horizontal:
            return self._source.roles[section - 1] if 0 < section <= len(self._source.roles) else None
        return super().headerData(section, orientation, role)


def _names(values: Any) -> list[str]:
    return [value.name for value in values]
