"""For every declared structure: values that fit it, made from the declaration itself, and what their bytes and Node tree must be."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from workbench.core.node import Node
from workbench.core.tls import codec, extensions, messages, messages12, tickets
from workbench.core.tls.codec import (
    Kind,
    OpaqueKind,
    OpaqueVectorKind,
    OptionalKind,
    RestKind,
    StructKind,
    UintKind,
    VectorKind,
    build,
    declaration,
    named,
)
from workbench.core.tls.extensions import Extension, ExtensionKind

DECLARING = (messages, messages12, extensions, tickets)
STRUCTURES = sorted((cls for cls in codec.STRUCTURES if cls.__module__.startswith("workbench.core.tls.")), key=lambda cls: str(cls))
"""All structures of TLS; importing the modules has declared them."""


def values(cls: type) -> st.SearchStrategy[Any]:
    """Values of a structure."""
    return st.builds(cls, *[of_kind(kind) for _, kind in declaration(cls)])


def of_kind(kind: Kind) -> st.SearchStrategy[Any]:
    if isinstance(kind, UintKind):
        return st.integers(0, 256**kind.size - 1)
    if isinstance(kind, OpaqueKind):
        return st.binary(min_size=kind.size, max_size=kind.size)
    if isinstance(kind, OpaqueVectorKind):
        plain = st.binary(min_size=kind.minimum, max_size=min(kind.maximum, kind.minimum + 20))
        return plain | values(kind.holds).map(build) if kind.holds else plain
    if isinstance(kind, VectorKind):
        least = 1 if kind.minimum else 0
        if isinstance(kind.item, UintKind):
            least = -(-kind.minimum // kind.item.size)
        items = st.lists(of_kind(kind.item), min_size=least, max_size=least + 4).map(tuple)
        return items.filter(lambda found: kind.minimum <= size_of(kind, found) <= kind.maximum)
    if isinstance(kind, OptionalKind):
        return st.none() | of_kind(kind.inner)
    if isinstance(kind, RestKind):
        return st.binary(max_size=40)
    if isinstance(kind, StructKind):
        return values(kind.cls)
    if isinstance(kind, ExtensionKind):
        return extension_of(kind)
    raise NotImplementedError(kind)


def extension_of(kind: ExtensionKind) -> st.SearchStrategy[Extension]:
    """Extensions that may stand in this message, and unknown ones."""
    known = [module for module in extensions.TABLE if kind.context in module.IN]
    unknown = st.builds(Extension, st.integers(0x1000, 0xFFFF).filter(lambda type: type not in extensions.BY_TYPE), st.binary(max_size=20))
    right = [st.builds(extensions.extension, st.just(module.TYPE), values(module.IN[kind.context])) for module in known]
    return st.one_of(unknown, *right)


def size_of(kind: VectorKind, items: tuple[Any, ...]) -> int:
    """Bytes that the items of a vector take."""
    out = bytearray()
    for item in items:
        kind.item.write(item, out, "")
    return len(out)


def agree(node: Node, kind: Kind, value: Any) -> None:
    """Asserts that a node shows the value, and that the nodes below it cover its bytes without a gap."""
    if isinstance(kind, UintKind):
        assert (node.value, node.length) == (named(kind.names, value, kind.size), kind.size)
    elif isinstance(kind, OpaqueVectorKind):
        assert kind.show or node.value == value.hex()
        if node.children:
            assert kind.holds and node.children[-1].start + node.children[-1].length == node.start + node.length
    elif isinstance(kind, VectorKind):
        assert len(node.children) == len(value)
        prefix = node.length - sum(child.length for child in node.children)
        assert prefix == (kind.maximum.bit_length() + 7) // 8
        in_a_row(node.start + prefix, node)
        for child, item in zip(node.children, value, strict=True):
            agree(child, kind.item, item)
    elif isinstance(kind, OptionalKind):
        if value is None:
            assert (node.start, node.length, node.value) == (-1, 0, "") and node.note is not None
        else:
            agree(node, kind.inner, value)
    elif isinstance(kind, StructKind):
        agree_structure(node, kind.cls, value)
    elif isinstance(kind, ExtensionKind):
        assert node.label == extensions.extension_name(value.extension_type)
        in_a_row(node.start, node)
    else:
        assert node.value == value.hex()


def agree_structure(node: Node, cls: type, value: Any) -> None:
    assert [child.label for child in node.children] == [name for name, _ in declaration(cls)]
    in_a_row(node.start, node)
    for child, (name, kind) in zip(node.children, declaration(cls), strict=True):
        agree(child, kind, getattr(value, name))


def in_a_row(start: int, node: Node) -> None:
    """Asserts that the children stand one behind the other from `start` to the end of `node`."""
    for child in node.children:
        if child.start >= 0:
            assert child.start == start
            start += child.length
    assert start == node.start + node.length


def inside(node: Node) -> None:
    """Asserts that every node lies within its parent and behind its brother, also in what is broken."""
    place = node.start
    for child in node.children:
        if child.start >= 0:
            assert place <= child.start and child.start + child.length <= node.start + node.length
            place = child.start + child.length
        inside(child)
