"""An integer on the wire that is several fields of some bits each: the flags of DNS, TCP and IP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.core.node import Node
from workbench.core.tls.codec import Reader


@dataclass(frozen=True, slots=True)
class BitsKind:
    """`size` bytes, big-endian, whose bits belong to `parts`: (label, number of bits), from the highest bit down.

    The value is the whole integer; the tree has a child for each part, all on the same bytes. `show` makes the text for the whole.
    """

    size: int
    parts: tuple[tuple[str, int], ...]
    show: Callable[[int], str] | None = None

    def read(self, reader: Reader, field: str) -> int:
        return reader.uint(self.size, field)

    def write(self, value: int, out: bytearray, field: str) -> None:
        out += value.to_bytes(self.size, "big")

    def node(self, reader: Reader, field: str) -> Node:
        start = reader.position
        value = self.read(reader, field)
        children = []
        left = self.size * 8
        for label, bits in self.parts:
            left -= bits
            children.append(Node(label, str(value >> left & (1 << bits) - 1), start, self.size))
        text = self.show(value) if self.show else f"0x{value:0{self.size * 2}x}"
        return Node(field, text, start, self.size, tuple(children))
