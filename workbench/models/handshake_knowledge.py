"""Who knows what, as an item model: a row for each value that matters, a column for each party, a dot where it is known."""

from __future__ import annotations

from enum import IntEnum
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.core.handshake.knowledge import Knowledge, Row, knowledge_of, matters
from workbench.core.handshake.transcript import Role, Transcript
from workbench.core.handshake.wording import BETWEEN
from workbench.models.handshake_text import HandshakeText
from workbench.models.handshake_value_names import Group, short_name, value_name
from workbench.words import visible

AnyIndex = QModelIndex | QPersistentModelIndex
COLUMNS = (Role.client, Role.server, Role.certification_authority, Role.attacker, Role.eavesdropper)
KNOWN, UNKNOWN, FORGOTTEN = "●", "–", "⊘"


class KnowledgeRole(IntEnum):
    KNOWS = Qt.ItemDataRole.UserRole + 1  # whether this party knows this value
    NEW = Qt.ItemDataRole.UserRole + 2  # whether that changed in this moment
    PARTY = Qt.ItemDataRole.UserRole + 3  # the Role of the column
    NAME = Qt.ItemDataRole.UserRole + 4  # the RFC's name of the value
    GROUP = Qt.ItemDataRole.UserRole + 5  # the Group of the value
    FORGOTTEN = Qt.ItemDataRole.UserRole + 6  # whether this party knew this value and has destroyed it


class KnowledgeModel(QAbstractTableModel):
    """The table after a moment of a transcript, grouped by what the values are for; values not born by then are not there."""

    def __init__(self, text: HandshakeText, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._transcript: Transcript | None = None
        self.knowledge = Knowledge((), ())
        self._rows: tuple[Row, ...] = ()
        self._now: dict[Row, frozenset[Role]] = {}
        self._before: dict[Row, frozenset[Role]] = {}
        self._once: dict[Row, frozenset[Role]] = {}
        self.roles: tuple[Role, ...] = ()

    def show(self, transcript: Transcript, first: int, last: int, text: HandshakeText) -> None:
        """Show who knows what after the steps `first` to `last`; what changed in them is marked."""
        self.beginResetModel()
        self._text = text
        if transcript is not self._transcript:
            self._transcript = transcript
            present = {party.role for party in transcript.parties}
            self.knowledge = knowledge_of(transcript)
            self.roles = tuple(role for role in COLUMNS if role in present)
        self._now = self.knowledge.at(last)
        self._before = self.knowledge.at(first - 1) if first else {}
        connections = {row.connection for row in self._now}
        # Of several connections the one that is going on, what belongs to none, and what outlived an earlier one.
        current = transcript.steps[last].connection or max(connections, default=0)
        found = [row for row in self._now if matters(row) and (row.connection in (0, current) or self._outlived(row))]
        own = {row.name for row in found if row.connection == current}
        found = [row for row in found if row.connection in (0, current) or row.name not in own]
        self._rows = tuple(sorted(found, key=lambda row: list(Group).index(value_name(row.name).group)))  # born first, within
        self._once = {row: self._ever(row, last) for row in self._rows}
        self.endResetModel()

    def row(self, index: AnyIndex) -> Row | None:
        return self._rows[index.row()] if index.isValid() else None

    def _outlived(self, row: Row) -> bool:
        """A session that somebody keeps for the next visit, or a key that belongs to no single connection."""
        return row.secret and bool(self._now[row] & {Role.client, Role.server})

    def _ever(self, row: Row, last: int) -> frozenset[Role]:
        """Who has known a value at some time up to a step."""
        return self.knowledge.ever(row, last)

    # -- QAbstractTableModel ---------------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else 1 + len(self.roles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr("Value") if section == 0 else self._text.short_role(self.roles[section - 1])
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) and section:
            return self._text.role(self.roles[section - 1])
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 0:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role == KnowledgeRole.NAME:
            return visible(row.name)
        if role == KnowledgeRole.GROUP:
            return value_name(row.name).group
        if index.column() == 0:
            return self._name(row, role)
        party = self.roles[index.column() - 1]
        knows, forgotten = party in self._now[row], party in self._once[row] - self._now[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return KNOWN if knows else FORGOTTEN if forgotten else UNKNOWN
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("known") if knows else self.tr("destroyed") if forgotten else self.tr("not known")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == KnowledgeRole.KNOWS:
            return knows
        if role == KnowledgeRole.FORGOTTEN:
            return forgotten
        if role == KnowledgeRole.NEW:
            return knows != (party in self._before.get(row, frozenset()))
        if role == KnowledgeRole.PARTY:
            return party
        return None

    def _name(self, row: Row, role: int) -> Any:
        name = short_name(row.name, self._text)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {visible(row.name)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<p>{escape(visible(row.name) + BETWEEN + self._holders(row))}</p>"
        return None

    def _holders(self, row: Row) -> str:
        return self._text.roles(self._now[row]) or self.tr("known to nobody any more")
