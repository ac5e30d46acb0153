"""Which cell each value of the key schedule stands in: above the keys that both sides bring, below what is made of them.

Above there are four columns: client's private keys, client's public values, server's public values, server's private keys. Below the
secrets that lead from one to the next stand in the first column, one below the other, and what is made of each to the right of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.core.handshake.lineage import Kind
from workbench.core.handshake.transcript import Role
from workbench.models.handshake_keys import Shown

STEM = frozenset({Kind.shared_secret, Kind.secret, Kind.pre_shared_key})
"""Kinds that may stand in the first column: those from which keys are made in the end."""
BROUGHT = frozenset({Kind.private_key, Kind.public_key, Kind.random})
_RIGHT = frozenset({Role.server, Role.attacker})
BAND_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """`band`: it is one of the rows above, which have columns of their own."""

    row: int
    column: int
    band: bool = False


@dataclass(frozen=True)
class Places:
    """cells by id; `band_rows` rows above, `rows` in all; `columns` of the rows below."""

    cells: dict[int, Cell]
    band_rows: int
    rows: int
    columns: int


def place(graph: Sequence[Shown]) -> Places:
    """A cell for each value; no two share one."""
    return _Placing(graph).places()


class _Placing:
    def __init__(self, graph: Sequence[Shown]) -> None:
        self.shown = {value.id: value for value in graph}
        self.outputs: dict[int, list[int]] = {value.id: [] for value in graph}
        for value in graph:
            for id in value.inputs:
                self.outputs[id].append(value.id)
        self.cells: dict[int, Cell] = {}
        self.band = [value.id for value in graph if value.origin.kind in BROUGHT]
        leading = self._leading(graph)
        self.stem = self._in_order(leading)
        self.children: dict[int, list[int]] = {}
        self.roots: list[int] = []
        self._under: dict[int, int] = {}
        self._hang()

    def _leading(self, graph: Sequence[Shown]) -> set[int]:
        """Secrets from which traffic keys or secrets are made."""
        found: set[int] = set()
        for value in reversed(graph):
            made = self.outputs[value.id]
            leads = any(id in found for id in made)
            makes_keys = leads or any(self._is_traffic(id) for id in made)
            if (value.origin.kind in STEM and makes_keys) or (leads and value.origin.name.startswith("derived_")):
                found.add(value.id)
        return found

    def _is_traffic(self, id: int) -> bool:
        return self.shown[id].origin.kind in (Kind.traffic_secret, Kind.key)

    def _in_order(self, leading: set[int]) -> list[int]:
        """The first column from above: what was agreed on with the keys above comes next to them."""
        agreed = [id for id in sorted(leading) if self.shown[id].origin.kind is Kind.shared_secret]
        return agreed + [id for id in sorted(leading) if id not in agreed]

    def _hang(self) -> None:
        """Everything else hangs on the latest value that it was made from; what was made from none, beside what it goes into."""
        placed = {*self.band, *self.stem}
        for id in self.shown:
            if id in placed:
                continue
            parent = self._parent(id)
            if parent is not None:
                self._under[id] = parent
                self.children.setdefault(parent, []).append(id)
            else:
                self.roots.append(id)
        for id in list(self.roots):
            beside = self._beside(id)
            if beside is not None and not self._hangs_on(beside, id):
                self.roots.remove(id)
                self._under[id] = beside
                near = self.children.setdefault(beside, [])
                goes_into = [near.index(after) for after in self.outputs[id] if after in near]
                near.insert(min(goes_into, default=len(near)), id)

    def _beside(self, root: int) -> int | None:
        """The value on which a root hangs too: that on which its first use hangs; before a secret of the first column, the one above."""
        for id in sorted(self._below(root)):
            if id in self.stem:
                place = self.stem.index(id)
                return self.stem[place - 1] if place else None
        return next((self._under[id] for id in self.outputs[root] if self._under.get(id, root) != root), None)

    def _parent(self, id: int) -> int | None:
        """The latest secret that a value was made from; a hash only where there is nothing else."""
        sources = [source for source in self.shown[id].inputs if source not in self.band]
        secrets = [source for source in sources if self.shown[source].origin.kind not in (Kind.hash, Kind.nonce)]
        return max(secrets or sources, default=None)

    def _hangs_on(self, id: int, other: int) -> bool:
        """Whether a value hangs on another, through whatever lies between."""
        while id != other and id in self._under:
            id = self._under[id]
        return id == other

    def _below(self, id: int) -> Iterable[int]:
        waiting, found = list(self.outputs[id]), set[int]()
        for after in waiting:
            if after not in found:
                found.add(after)
                if after not in self.stem:
                    waiting += self.outputs[after]
        direct = [after for after in self.outputs[id] if after not in self.stem and self.shown[after].inputs != (id,)]
        return () if direct else found

    def places(self) -> Places:
        band_rows = self._place_band()
        row = band_rows
        first = set(self.stem[:1])
        early = [id for id in self.roots if first and first & set(self._below(id))]
        for id in early:
            row = self._place(id, row, 1)
        for id in self.stem:
            row = self._place(id, row, 0)
        for id in self.roots:
            if id not in early:
                row = self._place(id, row, 0)
        columns = 1 + max((cell.column for cell in self.cells.values() if not cell.band), default=0)
        return Places(self.cells, band_rows, row, columns)

    def _place_band(self) -> int:
        heights = [0] * BAND_COLUMNS
        for kinds in ((Kind.private_key, Kind.public_key), (Kind.random,)):
            level = max(heights)
            if kinds == (Kind.random,):
                heights = [level] * BAND_COLUMNS if level else heights
            for id in self.band:
                origin = self.shown[id].origin
                if origin.kind not in kinds:
                    continue
                right = origin.births[0].who in _RIGHT
                inner = origin.kind is not Kind.private_key
                column = (2 if inner else 3) if right else (1 if inner else 0)
                self.cells[id] = Cell(heights[column], column, True)
                heights[column] += 1
        return max(heights) if self.band else 0

    def _place(self, id: int, row: int, column: int) -> int:
        """Place a value and what hangs on it; returns the next row that is free."""
        self.cells[id] = Cell(row, column)
        free = row
        for child in self.children.get(id, ()):
            free = self._place(child, free, column + 1)
        return max(free, row + 1)
