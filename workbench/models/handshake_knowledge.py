"""Who knows what, as an item model: a row for each value that matters, a column for each party, a dot where it is known."""

from __future__ import annotations

from enum import IntEnum
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.core.handshake.knowledge import Knowledge, Row, matters, who_knows
from workbench.core.handshake.transcript import Role, Transcript
from workbench.core.handshake.wording import BETWEEN
from workbench.models.handshake_text import HandshakeText
from workbench.words import visible

AnyIndex = QModelIndex | QPersistentModelIndex
COLUMNS = (Role.client, Role.server, Role.certification_authority, Role.attacker, Role.eavesdropper)
KNOWN, UNKNOWN = "●", "–"
MAY_BREAK = "\u200b"


class KnowledgeRole(IntEnum):
    KNOWS = Qt.ItemDataRole.UserRole + 1  # whether this party knows this value
    NEW = Qt.ItemDataRole.UserRole + 2  # whether that changed in this moment
    PARTY = Qt.ItemDataRole.UserRole + 3  # the Role of the column


class KnowledgeModel(QAbstractTableModel):
    """The table after a moment of a transcript; values not born by then are not there."""

    def __init__(self, text: HandshakeText, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._transcript: Transcript | None = None
        self._knowledge = Knowledge((), ())
        self._rows: tuple[Row, ...] = ()
        self._now: dict[Row, frozenset[Role]] = {}
        self._before: dict[Row, frozenset[Role]] = {}
        self.roles: tuple[Role, ...] = ()

    def show(self, transcript: Transcript, first: int, last: int, text: HandshakeText) -> None:
        """Show who knows what after the steps `first` to `last`; what changed in them is marked."""
        self.beginResetModel()
        self._text = text
        if transcript is not self._transcript:
            self._transcript = transcript
            present = {party.role for party in transcript.parties}
            self._knowledge = who_knows(transcript.steps, present)
            self.roles = tuple(role for role in COLUMNS if role in present)
        self._now = self._knowledge.at(last)
        self._before = self._knowledge.at(first - 1) if first else {}
        connections = {row.connection for row in self._now}
        # Of several connections the one that is going on, what belongs to none, and what outlived an earlier one.
        current = transcript.steps[last].connection or max(connections, default=0)
        self._rows = tuple(row for row in self._now if matters(row) and (row.connection in (0, current) or self._outlived(row)))
        self.endResetModel()

    def row(self, index: AnyIndex) -> Row | None:
        return self._rows[index.row()] if index.isValid() else None

    def _outlived(self, row: Row) -> bool:
        """A session that somebody keeps for the next visit."""
        return row.secret and bool(self._now[row] & {Role.client, Role.server})

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
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if index.column() == 0:
            name = visible(row.name)
            if role == Qt.ItemDataRole.DisplayRole:
                return name.replace("_", "_" + MAY_BREAK)
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return name
            if role == Qt.ItemDataRole.ToolTipRole:
                return f"<p>{escape(name + BETWEEN + self._holders(row))}</p>"
            return None
        party = self.roles[index.column() - 1]
        knows = party in self._now[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return KNOWN if knows else UNKNOWN
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("known") if knows else self.tr("not known")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == KnowledgeRole.KNOWS:
            return knows
        if role == KnowledgeRole.NEW:
            return knows != (party in self._before.get(row, frozenset()))
        if role == KnowledgeRole.PARTY:
            return party
        return None

    def _holders(self, row: Row) -> str:
        return self._text.roles(self._now[row]) or self.tr("known to nobody any more")
