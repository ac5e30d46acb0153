"""What is said and shown in front of people: one sentence, and of all values those that one asks for."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from workbench.core.handshake.transcript import Role, Transcript
from workbench.models.handshake_knowledge import KnowledgeModel, KnowledgeRole
from workbench.models.handshake_steps import Moment
from workbench.models.handshake_text import HandshakeText
from workbench.narration import narrate, narrate_stage

_ENDS = {"en": re.compile(r"(?<=[.!?])\s+(?=[\"“(]?[A-Z0-9])"), "ja": re.compile(r"(?<=[。！？])(?![」）])")}
_OPEN, _CLOSED = "([{「『（“", ")]}」』）”"
_OWNER = re.compile(r"(client|server|root|intermediate)_(?:(.+)_)?(private|public)_key")
_TRAFFIC = re.compile(r"(client|server)_(?:(early_data|handshake|application)_)?write_key(?:_(\d+))?")
_ALONE = re.compile(r"shared_secret|pre_master_secret|master_secret|pre_shared_key(?:_\d+)?|ticket_key")


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
    """Whether a value is shown to a room full of people: the key pairs, the shared secret, and the keys that protect something."""
    if name == "master_secret" and tls13:  # a step between others, of the same name as the one that TLS 1.2 is built on
        return False
    return any(pattern.fullmatch(name) for pattern in (_OWNER, _TRAFFIC, _ALONE))


def plain_name(name: str, text: HandshakeText) -> str:
    """A value in the words that people use for it."""
    if found := _OWNER.fullmatch(name):
        private = found[3] == "private"
        who = text.role(Role.client if found[1] == "client" else Role.server)
        if found[1] == "root":
            return text.say("presented_root_private_key") if private else text.say("presented_root_public_key")
        if found[1] == "intermediate":
            return text.say("presented_intermediate_private_key") if private else text.say("presented_intermediate_public_key")
        if found[2] not in (None, "certificate"):  # the group: made for this connection
            return text.say("presented_one_time_private_key", who=who) if private else text.say("presented_one_time_public_key", who=who)
        return text.say("presented_private_key", who=who) if private else text.say("presented_public_key", who=who)
    if found := _TRAFFIC.fullmatch(name):
        who = text.role(Role.client if found[1] == "client" else Role.server)
        if found[2] == "handshake":
            return text.say("presented_handshake_key", who=who)
        if found[2] == "early_data":
            return text.say("presented_early_data_key", who=who)
        return text.say("presented_new_key", who=who) if found[3] else text.say("presented_key", who=who)
    if name.startswith("pre_shared_key"):
        return text.say("presented_pre_shared_key")
    plain = {
        "shared_secret": "presented_shared_secret", "pre_master_secret": "presented_pre_master_secret",
        "master_secret": "presented_master_secret", "ticket_key": "presented_ticket_key",
    }  # fmt: skip
    return text.say(plain[name])


class SecretsThatMatter(QSortFilterProxyModel):
    """Of who knows what the few rows that a room can follow, by their plain names."""

    def __init__(self, source: KnowledgeModel, text: HandshakeText, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source, self._text, self._tls13 = source, text, True
        self.setSourceModel(source)

    def show(self, transcript: Transcript, first: int, last: int, text: HandshakeText) -> None:
        """Who knows what after the steps `first` to `last`."""
        self._text = text
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

    def _name(self, name: str) -> str:
        """The plain name; where two values share it, with what tells them apart."""
        plain, rows = plain_name(name, self._text), (self._source.row(self._source.index(row, 0)) for row in range(self._source.rowCount()))
        others = {row.name for row in rows if row is not None and row.name != name and matters_most(row.name, self._tls13)}
        if not any(plain_name(other, self._text) == plain for other in others):
            return plain
        found = _OWNER.fullmatch(name)
        return self._text.say("presented_one_of", name=plain, which=(found[2] or "") if found else name.rsplit("_", 1)[-1])

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and index.column() == 0 and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self._source.row(self.mapToSource(index))
            return self._name(row.name) if row is not None else None
        return super().data(index, role)


def _names(values: Any) -> list[str]:
    return [value.name for value in values]
