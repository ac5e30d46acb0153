"""The object list as a Qt list model: rows with depth, so that 20,000 of them cost no more than those on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, Signal

from workbench.core.x509.certificate import Certificate
from workbench.core.x509.finding import Status
from workbench.models.jobs import Task
from workbench.models.object_rows import Row, RowKind
from workbench.models.object_text import ObjectText, RowText

Index = QModelIndex | QPersistentModelIndex


class ObjectRole(IntEnum):
    ROW = Qt.ItemDataRole.UserRole + 1
    TEXT = Qt.ItemDataRole.UserRole + 2
    STATUS = Qt.ItemDataRole.UserRole + 3
    LINK = Qt.ItemDataRole.UserRole + 4


class ObjectListModel(QStringListModel):
    """Rows of `Row`, worded by `ObjectText` when they are asked for. The place in the model is the place among the rows shown.

    check_wanted(row)  a row came into view whose signature and verdict are not known yet

    A view that lays out its rows asks for the number of rows once for each. Asked in Python, while jobs are at work, that alone
    would hold up the window; so Qt's list of strings keeps the count (its strings are empty, and nobody sees them).
    """

    check_wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._shown: Sequence[int] = ()
        self._filter = ""
        self._text: ObjectText | None = None
        self._texts: dict[int, RowText] = {}
        self._links: dict[int, str] = {}
        self._statuses: dict[Certificate, Status] = {}
        self._linked: set[Row] = set()

    # -- what it is given ------------------------------------------------------------------------------------------

    def set_rows(self, rows: tuple[Row, ...], text: ObjectText, linked: Iterable[Row] = ()) -> None:
        """linked: rows whose signatures are checked already. The filter is taken away."""
        self._rows, self._text = rows, text
        self._texts.clear()
        self._links.clear()
        self._linked = set(linked)
        self._filter = ""
        self._show(range(len(rows)))

    def show_only(self, numbers: Sequence[int], text: str) -> None:
        """Only these of the rows, which were found for a filter text; see `matching`."""
        self._filter = text
        self._show(numbers)

    def set_text(self, text: ObjectText) -> None:
        """The same rows in other words."""
        self._text = text
        self._texts.clear()
        self._links.clear()
        self._changed([ObjectRole.TEXT])

    def set_checked(self, rows: Iterable[Row]) -> None:
        """The signatures of these rows are checked now."""
        self._linked.update(rows)
        self._changed([ObjectRole.LINK])

    def set_statuses(self, statuses: Mapping[Certificate, Status]) -> None:
        """Verdicts that have become known."""
        self._statuses.update(statuses)
        self._changed([ObjectRole.STATUS])

    def forget_statuses(self) -> None:
        """The conditions changed: no verdict holds any more."""
        self._statuses.clear()
        self._changed([ObjectRole.STATUS])

    def _changed(self, roles: list[int]) -> None:
        """Only what is on the screen asks again, so that naming all rows costs nothing."""
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1), roles)

    def _show(self, numbers: Sequence[int]) -> None:
        self._shown = numbers
        self.setStringList([""] * len(numbers))  # resets the model

    # -- what it tells ---------------------------------------------------------------------------------------------

    @property
    def filter(self) -> str:
        return self._filter

    @property
    def rows(self) -> tuple[Row, ...]:
        """All of them, also those that the filter hides."""
        return self._rows

    @property
    def text(self) -> ObjectText | None:
        return self._text

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
            case ObjectRole.ROW:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return self._text_of(index.row()).title
            case ObjectRole.TEXT:
                return self._text_of(index.row())
            case ObjectRole.LINK:
                return self._link_of(index.row())
            case Qt.ItemDataRole.AccessibleTextRole:
                parts = (self._text_of(index.row()).as_text(), self._link_of(index.row()))
                return ", ".join(part for part in parts if part)
            case ObjectRole.STATUS:
                return self._status_of(row)
        return None

    def _text_of(self, place: int) -> RowText:
        number = self._shown[place]
        text = self._texts.get(number)
        if text is None:
            assert self._text is not None
            text = self._texts[number] = self._text.of(self._rows[number])
        return text

    def _link_of(self, place: int) -> str:
        number = self._shown[place]
        row = self._rows[number]
        if row.depth == 0:
            return ""
        if row not in self._linked:
            self.check_wanted.emit(row)
            return ""
        link = self._links.get(number)
        if link is None:
            assert self._text is not None
            link = self._links[number] = self._text.link(row)
        return link

    def _status_of(self, row: Row) -> Status | None:
        certificate = row.certificate
        if certificate is None or row.kind is not RowKind.CERTIFICATE:
            return None
        status = self._statuses.get(certificate)
        if status is None:
            self.check_wanted.emit(row)
        return status


def matching(task: Task, rows: Sequence[Row], text: ObjectText, wanted: str) -> tuple[int, ...]:
    """In a job: the numbers of the rows that hold the text in title, file name or, for what is not secret, anywhere in their bytes."""
    needle = wanted.strip().casefold()
    octets = needle.encode("utf-8")
    found = []
    for number, row in enumerate(rows):
        if number % 256 == 0:
            task.check()
        if row.selectable and (octets in row.searchable or needle in text.searched(row).casefold()):
            found.append(number)
    return tuple(found)
