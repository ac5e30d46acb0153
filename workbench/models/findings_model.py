"""Findings as list rows: failures first, this certificate or the whole chain, our own and those of the linter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench import words
from workbench.core.errors import Message
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.finding import Finding, Status

Index = QModelIndex | QPersistentModelIndex
_ORDER = {Status.FAILURE: 0, Status.WARNING: 1, Status.NOT_CHECKED: 2, Status.OK: 3}


class FindingRole(IntEnum):
    STATUS = Qt.ItemDataRole.UserRole + 1
    FIELD = Qt.ItemDataRole.UserRole + 2
    CITATION = Qt.ItemDataRole.UserRole + 3
    ADVICE = Qt.ItemDataRole.UserRole + 4
    OWNER = Qt.ItemDataRole.UserRole + 5
    LINT = Qt.ItemDataRole.UserRole + 6
    ENTRY = Qt.ItemDataRole.UserRole + 7
    HAS_BYTES = Qt.ItemDataRole.UserRole + 8


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding with the certificate it speaks of.

    title    what to call that certificate when several are shown, as plain text
    lint     True when it is the linter's
    """

    finding: Finding
    certificate: Certificate | None
    title: str
    lint: bool = False


def status_word(status: Status) -> str:
    """The state in one word: colour never stands alone."""
    translate = QCoreApplication.translate
    match status:
        case Status.OK:
            return translate("Findings", "passed")
        case Status.WARNING:
            return translate("Findings", "warning")
        case Status.FAILURE:
            return translate("Findings", "failed")
        case Status.NOT_CHECKED:
            return translate("Findings", "not checked")


class FindingsModel(QAbstractListModel):
    """Rows of `Entry`: those of the judged certificate and every failure, or with `whole_chain` all of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Entry, ...] = ()
        self._rows: list[Entry] = []
        self._language = "en"
        self._whole_chain = False

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Entries of the path and of the linter; where the linter only repeats that an extension is absent, the path's own is shown."""
        bad = (Status.WARNING, Status.FAILURE)
        said = {(e.title, e.finding.citation) for e in entries if not e.lint and e.finding.status in bad}
        absent = (e.lint and e.finding.id == "lint_extension_absent" for e in entries)
        self._all = tuple(e for e, again in zip(entries, absent, strict=True) if not (again and (e.title, e.finding.citation) in said))
        self._rebuild()

    def set_whole_chain(self, whole: bool) -> None:
        if whole != self._whole_chain:
            self._whole_chain = whole
            self._rebuild()

    def set_language(self, language: str) -> None:
        self._language = language
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    @property
    def whole_chain(self) -> bool:
        return self._whole_chain

    @property
    def entries(self) -> Sequence[Entry]:
        """What is shown, in order."""
        return tuple(self._rows)

    def _rebuild(self) -> None:
        self.beginResetModel()
        shown = [e for e in self._all if self._whole_chain or e.finding.certificate == 0 or e.finding.status is Status.FAILURE]
        self._rows = sorted(shown, key=lambda e: (_ORDER[e.finding.status], e.lint, e.finding.certificate))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        entry = self._rows[index.row()]
        finding = entry.finding
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._say(finding.message)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.as_text(index.row())
            case FindingRole.STATUS:
                return finding.status
            case FindingRole.FIELD:
                return finding.field[-1] if finding.field else ""
            case FindingRole.CITATION:
                return finding.citation
            case FindingRole.ADVICE:
                return words.say(finding.message, self._language, "advice")
            case FindingRole.OWNER:
                return entry.title if self._whole_chain or finding.certificate else ""
            case FindingRole.LINT:
                return entry.lint
            case FindingRole.ENTRY:
                return entry
            case FindingRole.HAS_BYTES:
                return entry.certificate is not None
        return None

    def as_text(self, row: int) -> str:
        """One finding as lines of plain text, for the clipboard and for screen readers."""
        entry = self._rows[row]
        lines = [f"{status_word(entry.finding.status)}: {self._say(entry.finding.message)}"]
        where = [entry.title] if self._whole_chain or entry.finding.certificate else []
        where += [".".join(entry.finding.field)] if entry.finding.field else []
        where += [entry.finding.citation] if entry.finding.citation else []
        where += ["pkilint"] if entry.lint else []
        if where:
            lines.append(" · ".join(where))
        advice = words.say(entry.finding.message, self._language, "advice")
        return "\n".join([*lines, advice] if advice else lines)

    def _say(self, message: Message) -> str:
        return words.say(message, self._language)
