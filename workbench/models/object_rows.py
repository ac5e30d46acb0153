"""The rows of the object list: chains first, then what else is open, then what could not be opened. Plain data, no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from workbench.core.collection import Item
from workbench.core.formats.found import Kind, OpenedFile
from workbench.core.x509.certificate import Certificate
from workbench.core.x509.chain_tree import ChainNode


class RowKind(Enum):
    HEADER = auto()
    CERTIFICATE = auto()
    MISSING = auto()
    ITEM = auto()
    LOCKED = auto()
    REFUSED = auto()


class Section(Enum):
    CHAIN = auto()
    ALSO = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One row. Compared by identity.

    depth     how far it is indented: 0 for a root
    parent    number of the row it hangs from, -1 for none
    node      the place in a chain (CERTIFICATE, MISSING)
    item      the open object; None for a trust anchor that is only in the trust store, for headers and refusals
    file      the file it speaks of (LOCKED, REFUSED)
    section   of a HEADER
    """

    kind: RowKind
    depth: int = 0
    parent: int = -1
    node: ChainNode | None = None
    item: Item | None = None
    file: OpenedFile | None = None
    section: Section | None = None

    @property
    def certificate(self) -> Certificate | None:
        return self.node.certificate if self.node is not None else None

    @property
    def selectable(self) -> bool:
        return self.kind is not RowKind.HEADER

    @property
    def searchable(self) -> bytes:
        """Octets in which a filter text may be found, in lower case; none of a private key."""
        if self.certificate is not None:
            return self.certificate.der.lower()
        if self.item is not None and self.item.kind not in (Kind.PRIVATE_KEY, Kind.SECRET_KEY):
            return self.item.der.lower()
        return b""

    @property
    def key(self) -> tuple[str, str | bytes]:
        """What stays the same when the rows are built anew, so that the place is kept."""
        if self.item is not None:
            return (self.item.kind, self.item.der)
        if self.certificate is not None:
            return ("anchor", self.certificate.der)
        if self.node is not None and self.node.missing is not None:
            return ("missing", self.node.missing.rfc4514)
        if self.file is not None:
            return (self.kind.name, self.file.path)
        return ("header", self.section.name if self.section else "")


def build_rows(forest: Iterable[ChainNode], items: Iterable[Item], files: Iterable[OpenedFile]) -> tuple[Row, ...]:
    """Chains (parents before children), the items that are no certificates, the files that failed or are still locked."""
    by_certificate: dict[Certificate, Item] = {}
    others: list[Item] = []
    for item in items:
        if isinstance(item.parsed, Certificate):
            by_certificate.setdefault(item.parsed, item)
        else:
            others.append(item)
    rows: list[Row] = []
    chains = list(_chain_rows(forest, by_certificate, 1))
    if chains:
        rows.append(Row(RowKind.HEADER, section=Section.CHAIN))
        rows += chains
    if others:
        rows.append(Row(RowKind.HEADER, section=Section.ALSO))
        rows += [Row(RowKind.ITEM, item=item) for item in others]
    closed = [Row(RowKind.REFUSED, file=file) for file in files if file.error is not None]
    closed += [Row(RowKind.LOCKED, file=file) for file in files if file.locked and file.error is None]
    if closed:
        rows.append(Row(RowKind.HEADER, section=Section.REFUSED))
        rows += closed
    return tuple(rows)


def _chain_rows(forest: Iterable[ChainNode], items: Mapping[Certificate, Item], first: int) -> Iterator[Row]:
    """Depth first without recursion: a hostile chain may be long."""
    number = first
    stack: list[tuple[ChainNode, int, int]] = [(node, 0, -1) for node in reversed(tuple(forest))]
    while stack:
        node, depth, parent = stack.pop()
        if node.certificate is None:
            yield Row(RowKind.MISSING, depth, parent, node)
        else:
            yield Row(RowKind.CERTIFICATE, depth, parent, node, items.get(node.certificate))
        stack.extend((child, depth + 1, number) for child in reversed(node.children))
        number += 1


def first_row(rows: tuple[Row, ...], preferred: Iterable[Item]) -> int:
    """The row to select after opening: that of the first of these items, else the first that is an object, else -1."""
    for item in preferred:
        for number, row in enumerate(rows):
            if row.item is item:
                return number
    return next((number for number, row in enumerate(rows) if row.selectable and row.kind is not RowKind.MISSING), -1)
