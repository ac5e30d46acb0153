"""Two trees of fields, side by side: what is the same, what differs, what only one of them has.

Children are lined up by their labels (the field's name, or the name of an extension's or attribute's OID), not by position.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.core.node import Node


class State(StrEnum):
    """`words` has a row `compare_<value>` for each."""

    SAME = "same"
    CHANGED = "changed"
    ONLY_LEFT = "only_left"
    ONLY_RIGHT = "only_right"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison.

    path       labels from the top down, without that of the top itself; empty for the top
    left       the node on the left, None when it has none; likewise right
    state      of the whole field: CHANGED also when only something inside it differs
    encoding   True when both say the same with different bytes (another string type, BER); known only when the bytes were given
    """

    path: tuple[str, ...]
    left: Node | None
    right: Node | None
    state: State
    encoding: bool = False

    @property
    def label(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def secret(self) -> bool:
        return any(side is not None and side.secret for side in (self.left, self.right))

    @property
    def left_value(self) -> str:
        """Text of the left side; empty when there is none, or when it must not be shown."""
        return "" if self.left is None or self.secret else self.left.value

    @property
    def right_value(self) -> str:
        return "" if self.right is None or self.secret else self.right.value


# Members that say which of several equal-looking siblings is meant, most telling first.
_IDENTIFYING = ("extnID", "type", "attrType", "policyIdentifier", "accessMethod", "userCertificate", "serialNumber", "statementId")
_PARTS = (("subject", ("subject",)), ("subjectPublicKeyInfo", ("subjectPublicKeyInfo", "subjectPKInfo", "SubjectPublicKeyInfo")),
          ("extensions", ("extensions", "Extensions")))  # fmt: skip


def compare(left: Node, right: Node, left_bytes: bytes = b"", right_bytes: bytes = b"") -> tuple[Row, ...]:
    """Every field of both trees, parents before their children, in the order of the left one.

    left_bytes, right_bytes   what the nodes' offsets count in, to notice equal values that are encoded differently; may be left out

    Trees of two kinds (a request and a certificate, a key and a certificate) are compared in what they have in common: subject,
    subjectPublicKeyInfo, extensions; with a bare public key on one side (also for a private key: give the tree of its public half) only
    in the key.
    """
    if left.label != right.label:
        left, right = _common(left, right)
    rows: list[Row] = []
    _pair((), left, right, _Sources(left_bytes, right_bytes), rows)
    return tuple(rows)


def differences(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Only the rows in which something differs."""
    return tuple(row for row in rows if row.state is not State.SAME or row.encoding)


@dataclass(frozen=True, slots=True)
class _Sources:
    left: bytes
    right: bytes

    def encoding_differs(self, left: Node, right: Node) -> bool:
        if not self.left or not self.right or left.start < 0 or right.start < 0:
            return False
        return self.left[left.start : left.start + left.length] != self.right[right.start : right.start + right.length]


def _pair(path: tuple[str, ...], left: Node, right: Node, sources: _Sources, rows: list[Row]) -> bool:
    """Append the rows of two nodes that belong together; True when they are the same."""
    position = len(rows)
    rows.append(Row(path, left, right, State.SAME))
    same = left.value == right.value or bool(left.children and right.children)
    for first, second in _matched(left.children, right.children):
        label = first.label if first is not None else second.label if second is not None else ""
        inner = (*path, label)
        if first is not None and second is not None:
            same = _pair(inner, first, second, sources, rows) and same
        else:
            same = False
            _alone(inner, first, second, rows)
    if left.secret or right.secret:
        del rows[position + 1 :]  # what is inside a secret is part of it
    encoding = same and sources.encoding_differs(left, right)
    rows[position] = Row(path, left, right, State.SAME if same else State.CHANGED, encoding)
    return same


def _alone(path: tuple[str, ...], left: Node | None, right: Node | None, rows: list[Row]) -> None:
    node = left if left is not None else right
    assert node is not None
    rows.append(Row(path, left, right, State.ONLY_RIGHT if left is None else State.ONLY_LEFT))
    for child in () if node.secret else node.children:
        _alone((*path, child.label), child if left is not None else None, child if right is not None else None, rows)


def _matched(left: tuple[Node, ...], right: tuple[Node, ...]) -> Iterator[tuple[Node | None, Node | None]]:
    """Pairs of siblings: first those that agree in label, identifying member and value, then the rest of the same label in order."""
    # Only among several of the same label a member tells which is which: the serial number inside a lone tbsCertificate is just a value.
    several = {label for side in (left, right) for label, count in Counter(node.label for node in side).items() if count > 1}
    partners: dict[int, Node] = {}
    taken: set[int] = set()
    for with_value in (True, False):
        waiting: dict[object, deque[int]] = defaultdict(deque)
        for index, node in enumerate(right):
            if index not in taken:
                waiting[_key(node, several, with_value)].append(index)
        for index, node in enumerate(left):
            queue = waiting.get(_key(node, several, with_value)) if index not in partners else None
            if queue:
                found = queue.popleft()
                partners[index] = right[found]
                taken.add(found)
    for index, node in enumerate(left):
        yield node, partners.get(index)
    for index, node in enumerate(right):
        if index not in taken:
            yield None, node


def _key(node: Node, several: set[str], with_value: bool) -> object:
    """What two siblings must share to belong together."""
    identity = ""
    if node.label in several:
        identity = next((child.value for child in node.children if child.label in _IDENTIFYING), "")
    return node.label, identity, node.value if with_value else ""


def _common(left: Node, right: Node) -> tuple[Node, Node]:
    sides = _parts(left), _parts(right)
    names = [name for name, _ in _PARTS]
    if any("subject" not in side for side in sides):  # a bare key
        names = ["subjectPublicKeyInfo"]
    first, second = (Node("", children=tuple(replace(side[name], label=name) for name in names if name in side)) for side in sides)
    return first, second


def _parts(tree: Node) -> dict[str, Node]:
    result: dict[str, Node] = {}
    for name, labels in _PARTS:
        found = next((node for node in tree.walk() if node.label in labels), None)
        if found is not None:
            result[name] = found
    return result
