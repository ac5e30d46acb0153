"""What can be issued, as an item model: headings, and below each what one may want."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench import words
from workbench.core.errors import Message
from workbench.core.issuance.profiles import BUILT_IN, Profile
from workbench.words import visible

AnyIndex = QModelIndex | QPersistentModelIndex
GROUPS = ("start", "authorities", "certificates", "requests", "own")
"""`intent_group_<id>` of the words is the heading; "start" has none."""


@dataclass(frozen=True)
class Intent:
    """One thing that one may want.

    words  id of the row whose `sentence` is its name and whose `summary` says in one line what it is for; "" for a profile of one's own
    name   that of a profile of one's own
    """

    id: str
    group: str
    icon: str
    words: str = ""
    name: str = ""


_ICONS = {
    "root": "root_ca", "intermediate": "intermediate_ca", "server": "server", "client": "person", "server_and_client": "both",
    "code_signing": "code", "s_mime": "mail", "self_signed": "self_signed", "ocsp_signing": "stamp",
}  # fmt: skip
FORMS: tuple[Intent, ...] = (
    *(Intent(id, "authorities" if id in ("root", "intermediate") else "certificates", _ICONS[id], f"profile_{id}") for id in BUILT_IN),
    Intent("request", "requests", "request", "intent_request"),
)
"""What a form fills in, but for a person's own profiles."""


def own(profile: Profile) -> Intent:
    return Intent(profile.id, "own", "profile", "", profile.name)


def in_order(intents: Sequence[Intent]) -> tuple[Intent, ...]:
    """By their groups; within one as they came."""
    return tuple(sorted(intents, key=lambda intent: GROUPS.index(intent.group)))


class IntentRole(IntEnum):
    ID = Qt.ItemDataRole.UserRole + 1  # "" for a heading
    SUMMARY = Qt.ItemDataRole.UserRole + 2
    ICON = Qt.ItemDataRole.UserRole + 3


class IntentModel(QAbstractListModel):
    """The rows of the list: an intent, or (text) the heading of a group."""

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._rows: list[Intent | str] = []

    def show(self, intents: Sequence[Intent]) -> None:
        rows: list[Intent | str] = []
        for group in GROUPS:
            members = [intent for intent in intents if intent.group == group]
            rows += [*([group] if members and group != "start" else []), *members]
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def set_language(self, language: str) -> None:
        self._language = language
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def index_of(self, id: str) -> QModelIndex:
        place = next((at for at, row in enumerate(self._rows) if isinstance(row, Intent) and row.id == id), -1)
        return self.index(place) if place >= 0 else QModelIndex()

    def title(self, id: str) -> str:
        """What people call an intent, "" for one that is not here."""
        return str(self.index_of(id).data() or "")

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, str):
            return words.say(Message(f"intent_group_{row}"), self._language) if role == Qt.ItemDataRole.DisplayRole else None
        summary = words.say(Message(row.words), self._language, "summary") if row.words else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return words.say(Message(row.words), self._language) if row.words else visible(row.name)
        if role == IntentRole.ID:
            return row.id
        if role in (IntentRole.SUMMARY, Qt.ItemDataRole.AccessibleDescriptionRole):
            return summary
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<p>{escape(summary)}</p>" if summary else None
        return row.icon if role == IntentRole.ICON else None
