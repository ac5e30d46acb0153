"""The values of a step as an item model: name, value, who knows it. Secrets are masked until asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.core.handshake.lineage import Birth, Lineage, Origin
from workbench.core.handshake.transcript import Role, Step, Value
from workbench.models.handshake_text import HandshakeText
from workbench.models.node_tree_model import MASK
from workbench.words import visible

AnyIndex = QModelIndex | QPersistentModelIndex
NAME, VALUE, KNOWN = range(3)
SHOWN_BYTES = 48
"""Of a value in its row; the whole of it stands in the detail."""


class ValueRole(IntEnum):
    BORN = Qt.ItemDataRole.UserRole + 1  # the `Born` behind the row
    MASKED = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True)
class Born:
    """A value and the step in which it came to be."""

    value: Value
    step: Step


def born_in(steps: Sequence[Step]) -> tuple[Born, ...]:
    """All values of these steps, in order of birth; what both sides compute alike in them stands there once."""
    found: dict[tuple[int, str, bytes | None], Born] = {}
    for step in steps:
        for value in step.values:
            found.setdefault((step.connection, value.name, value.data), Born(value, step))
    return tuple(found.values())


@dataclass(frozen=True)
class Link:
    """A value somewhere else: the step to go to and its name there; without a step it is not known where it was born.

    connection   that of the value, where it is another one; else 0
    """

    step: int | None
    name: str
    connection: int = 0


@dataclass(frozen=True)
class Relations:
    """What a value was made from in this step, what was made of it later directly, how many values more of those, and its end."""

    inputs: tuple[Link, ...] = ()
    made: tuple[Link, ...] = ()
    more: int = 0
    destroyed: tuple[tuple[Role, int], ...] = ()


def relations(lineage: Lineage | None, born: Born) -> Relations:
    """Where a value comes from and what becomes of it. Own births come before those of the other side."""
    origin = lineage.of(born.step.number, born.value.name) if lineage is not None else None
    if lineage is None or origin is None:
        return Relations(tuple(Link(None, name) for name in born.value.inputs))
    here = next(birth for birth in origin.births if birth.step == born.step.number)
    inputs = tuple(_link(lineage.origins[id], here, born.step.connection) for id in here.inputs)
    made = [lineage.origins[id] for id in lineage.outputs[origin.id]]
    links = (_made(other, origin.id, here.who, born.step.connection) for other in made)
    more = len(lineage.descendants(origin.id)) - len(made)
    return Relations(inputs, tuple(sorted(links, key=lambda link: link.step or 0)), more, origin.destroyed)


def _link(origin: Origin, user: Birth, connection: int) -> Link:
    """To the birth of an input: that of the side that uses it, if it derived it itself, else the first."""
    before = [birth for birth in origin.births if birth.step <= user.step] or [origin.births[0]]
    own = [birth for birth in before if birth.who is user.who]
    return Link((own or before)[0].step, origin.name, origin.connection if origin.connection != connection else 0)


def _made(origin: Origin, source: int, who: Role, connection: int) -> Link:
    """To where something was made of a value: by the same side, if it did."""
    births = [birth for birth in origin.births if source in birth.inputs]
    own = [birth for birth in births if birth.who is who]
    return Link((own or births)[0].step, origin.name, origin.connection if origin.connection != connection else 0)


class ValuesModel(QAbstractTableModel):
    """Rows of `Born`."""

    def __init__(self, text: HandshakeText, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._rows: tuple[Born, ...] = ()
        self._revealed = False

    def set_values(self, rows: tuple[Born, ...], text: HandshakeText) -> None:
        """Show these; secrets are masked again."""
        self.beginResetModel()
        self._rows, self._text, self._revealed = rows, text, False
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, NAME, KNOWN)

    @property
    def revealed(self) -> bool:
        return self._revealed

    @property
    def has_secrets(self) -> bool:
        return any(row.value.secret and row.value.data for row in self._rows)

    def reveal(self, revealed: bool) -> None:
        """Show or mask the secret values."""
        self._revealed = revealed
        if self._rows:
            self.dataChanged.emit(self.index(0, VALUE), self.index(len(self._rows) - 1, VALUE))

    def born(self, index: AnyIndex) -> Born | None:
        return self._rows[index.row()] if index.isValid() else None

    def masked(self, born: Born) -> bool:
        return born.value.secret and not self._revealed

    def value_text(self, born: Born) -> str:
        """The whole value as it may be shown now, in hexadecimal."""
        data = born.value.data
        if data is None:
            return self.tr("not known")
        if self.masked(born):
            return MASK
        return data.hex() if data else self.tr("empty")

    # -- QAbstractTableModel ---------------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Name"), self.tr("Value"), self.tr("Known to"))[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        born = self._rows[index.row()]
        if role == ValueRole.BORN:
            return born
        if role == ValueRole.MASKED:
            return self.masked(born)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<p>{escape(self._cell(born, index.column()))}</p>"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cell(born, index.column())
        return None

    def _cell(self, born: Born, column: int) -> str:
        if column == NAME:
            return visible(born.value.name)
        if column == VALUE:
            shown = self.value_text(born)
            return shown if len(shown) <= 2 * SHOWN_BYTES else shown[: 2 * SHOWN_BYTES] + "…"
        return self._text.holders(born.value)
