"""The one tree that every inspector shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.core.errors import Message


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with an encoding, and where.

    `message` is the sentence; `offset` counts bytes from the beginning of the node's byte source.
    """

    message: Message
    offset: int


@dataclass(frozen=True, slots=True)
class Node:
    """A labelled value with the bytes it came from.

    label        the field's own name as its standard spells it (`serialNumber`, `legacy_session_id`), or an OID's name
    value        plain text for people; may come from a stranger, so a view must show it as plain text only
    start        offset of the first byte in the byte source, -1 when no bytes stand behind this node
    length       number of bytes (of an ASN.1 element: identifier, length and content octets together)
    children     in the order of the bytes
    explanation  id of the explanation of this field (`resources/words/<language>/fields.toml`), "" for none
    problems     what is wrong with the encoding here
    secret       True when the value must be masked until asked for
    note         a translatable remark beside the value (for example "not critical"), or None
    """

    label: str
    value: str = ""
    start: int = -1
    length: int = 0
    children: tuple[Node, ...] = ()
    explanation: str = ""
    problems: tuple[Problem, ...] = ()
    secret: bool = False
    note: Message | None = None

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def at(self, offset: int) -> tuple[Node, ...]:
        """The nodes whose bytes hold `offset`, outermost first; empty when none does."""
        if not self.start <= offset < self.start + self.length:
            return ()
        for child in self.children:
            inner = child.at(offset)
            if inner:
                return (self, *inner)
        return (self,)

    def find(self, *path: str) -> Node | None:
        """The first node reached by these labels, one level each, or None."""
        node: Node | None = self
        for label in path:
            assert node is not None
            node = next((child for child in node.children if child.label == label), None)
            if node is None:
                return None
        return node
