"""The object list as a Qt list model: rows with depth, so that 20,000 of them cost no more than those on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from workbench.core.x509.certificate import Certificate
from workbench.core.x509.finding import Status
from workbench.models.object_rows import Row, RowKind
from workbench.models.object_text import ObjectText, RowText

Index = QModelIndex | QPersistentModelIndex


class ObjectRole(IntEnum):
    ROW = Qt.ItemDataRole.UserRole + 1
    TEXT = Qt.ItemDataRole.UserRole + 2
    STATUS = Qt.ItemDataRole.UserRole + 3
    DEPTH = Qt.ItemDataRole.UserRole + 4


class ObjectListModel(QAbstractListModel):
    """Rows of `Row`, worded by `ObjectText` when they are asked for.

    status_wanted(certificate)  a certificate came into view whose verdict is not known yet
    """

    status_wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._shown: list[int] = []
        self._filter = ""
        self._text: ObjectText | None = None
        self._cache: dict[int, RowText] = {}
        self._statuses: dict[Certificate, Status] = {}
        self._places: dict[Certificate, list[int]] = {}

    def set_rows(self, rows: tuple[Row, ...], text: ObjectText) -> None:
        self.beginResetModel()
        self._rows, self._text = rows, text
        self._cache.clear()
        self._refilter()
        self.endResetModel()

    def set_language(self, language: str) -> None:
        if self._text is None:
            return
        self._text = self._text.in_language(language)
        self._cache.clear()
        self._changed()

    def set_statuses(self, statuses: Mapping[Certificate, Status]) -> None:
        """Verdicts that have become known; the rows of those certificates are redrawn."""
        self._statuses.update(statuses)
        for certificate in statuses:
            for place in self._places.get(certificate, ()):
                self.dataChanged.emit(self.index(place), self.index(place), [ObjectRole.STATUS])

    def forget_statuses(self) -> None:
        """The conditions changed: no verdict holds any more."""
        self._statuses.clear()
        self._changed()

    def set_filter(self, text: str) -> None:
        """Only rows whose title, chip or second line hold the text (case does not count); "" shows all."""
        text = text.strip().casefold()
        if text != self._filter:
            self.beginResetModel()
            self._filter = text
            self._refilter()
            self.endResetModel()

    @property
    def filter(self) -> str:
        return self._filter

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def row_at(self, index: Index) -> Row | None:
        if index.isValid() and 0 <= index.row() < len(self._shown):
            return self._rows[self._shown[index.row()]]
        return None

    def index_of(self, matches: Callable[[Row], bool]) -> QModelIndex:
        """The first shown row for which `matches` holds, or an invalid index."""
        for place, number in enumerate(self._shown):
            if matches(self._rows[number]):
                return self.index(place)
        return QModelIndex()

    def parent_of(self, index: Index) -> QModelIndex:
        """The issuer's row, or an invalid index."""
        row = self.row_at(index)
        if row is None or row.parent < 0 or row.parent not in self._shown:
            return QModelIndex()
        return self.index(self._shown.index(row.parent))

    def _changed(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def _refilter(self) -> None:
        if not self._filter:
            self._shown = list(range(len(self._rows)))
        else:
            self._shown = [number for number, row in enumerate(self._rows) if row.selectable and self._matches(number)]
        self._places = {}
        for place, number in enumerate(self._shown):
            certificate = self._rows[number].certificate
            if certificate is not None:
                self._places.setdefault(certificate, []).append(place)

    def _matches(self, number: int) -> bool:
        text = self._text_of(number)
        return any(self._filter in part.casefold() for part in (text.title, text.chip, text.second))

    def _text_of(self, number: int) -> RowText:
        text = self._cache.get(number)
        if text is None:
            assert self._text is not None
            text = self._cache[number] = self._text.of(self._rows[number])
        return text

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None or not row.selectable:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text_of(self._shown[index.row()]).title
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._text_of(self._shown[index.row()]).as_text()
            case ObjectRole.ROW:
                return row
            case ObjectRole.TEXT:
                return self._text_of(self._shown[index.row()])
            case ObjectRole.DEPTH:
                return row.depth
            case ObjectRole.STATUS:
                certificate = row.certificate
                if certificate is None or row.kind is not RowKind.CERTIFICATE:
                    return None
                status = self._statuses.get(certificate)
                if status is None:
                    self.status_wanted.emit(certificate)
                return status
        return None

    def certificates(self) -> Iterable[Certificate]:
        """Every certificate that has a row."""
        return self._places.keys()
