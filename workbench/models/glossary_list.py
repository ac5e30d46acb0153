"""The terms of the glossary as a list: area by area, or what answers to a query, best first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench import glossary
from workbench.glossary import Term
from workbench.models.language import QT_TRANSLATE_NOOP

ID = Qt.ItemDataRole.UserRole + 1
"""The id of a row's term; empty for the name of an area."""

AREA_NAMES = {
    "certificates": QT_TRANSLATE_NOOP("Glossary", "Certificates"),
    "pki": QT_TRANSLATE_NOOP("Glossary", "Issuing and checking"),
    "tls": QT_TRANSLATE_NOOP("Glossary", "TLS and its handshake"),
    "cryptography": QT_TRANSLATE_NOOP("Glossary", "Cryptography"),
    "network": QT_TRANSLATE_NOOP("Glossary", "The network below and above"),
    "formats": QT_TRANSLATE_NOOP("Glossary", "Files and encodings"),
}


def area_name(area: str) -> str:
    """What an area is called in the language in use."""
    return QCoreApplication.translate("Glossary", AREA_NAMES[area])


class GlossaryList(QAbstractListModel):
    """A row for each term; without a query also one for the name of each area, which cannot be chosen."""

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language, self._query = language, ""
        self._rows: list[Term | str] = []
        self._fill()

    def show_language(self, language: str) -> None:
        self.beginResetModel()
        self._language = language
        self._fill()
        self.endResetModel()

    def search(self, query: str) -> None:
        """List what answers to this; everything for an empty query."""
        self.beginResetModel()
        self._query = query.strip()
        self._fill()
        self.endResetModel()

    def _fill(self) -> None:
        found = glossary.search(self._query, self._language)
        self._rows = []
        if self._query:
            self._rows += found
            return
        for area in glossary.AREAS:
            self._rows.append(area)
            self._rows += (entry for entry in found if entry.area == area)

    def row_of(self, id: str) -> int:
        """The row of a term, -1 when it is not listed."""
        return next((row for row, entry in enumerate(self._rows) if isinstance(entry, Term) and entry.id == id), -1)

    def first(self) -> str:
        """The id of the first term listed, "" when there is none."""
        return next((entry.id for entry in self._rows if isinstance(entry, Term)), "")

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._rows[index.row()]
        if isinstance(entry, str):
            return {Qt.ItemDataRole.DisplayRole: area_name(entry), ID: ""}.get(role)
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.term
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.term}: {entry.short}"
        return entry.id if role == ID else None
