"""The presentation language of TLS (RFC 8446 section 3): one declaration, from which come parsing, building and the Node tree.

A structure is a frozen dataclass whose fields say in `Annotated` how they stand on the wire:

    @structure("RFC 8446 section 4.1.3")
    @dataclass(frozen=True, slots=True)
    class ServerHello:
        legacy_version: Annotated[int, uint16(ProtocolVersion)]
        random: Annotated[bytes, opaque(32)]
        legacy_session_id_echo: Annotated[bytes, opaque_vector(0, 32)]

`parse(ServerHello, data)`, `build(value)` and `nodes(ServerHello, data)` all follow it. Code points are plain integers, so that
unknown ones survive parsing, building and display; a table of names only says how they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from struct import error, pack, unpack
from typing import Any, Protocol, TypeVar, get_type_hints

from workbench.core.errors import Message
from workbench.core.node import Node, Problem
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.parameters import Names, is_grease, name_of

S = TypeVar("S")


class DecodeError(PeerError):
    """Bytes that are not what their declaration says.

    `offset` counts from the beginning of the parsed data, `field` is the innermost field's name.
    """

    def __init__(self, id: str, offset: int, field: str) -> None:
        super().__init__(AlertDescription.decode_error, id, offset=offset, field=field)
        self.offset = offset


class Reader:
    """A place in bytes, and where the current structure ends."""

    __slots__ = ("data", "end", "position")

    def __init__(self, data: bytes, position: int = 0, end: int | None = None) -> None:
        self.data = data
        self.position = position
        self.end = len(data) if end is None else end

    def take(self, size: int, field: str, otherwise: str = "tls_ends_early") -> bytes:
        start = self.position
        stop = start + size
        if stop > self.end:
            raise DecodeError(otherwise, start, field)
        self.position = stop
        return self.data[start:stop]

    def uint(self, size: int, field: str) -> int:
        start = self.position
        stop = start + size
        if stop > self.end:
            raise DecodeError("tls_ends_early", start, field)
        self.position = stop
        return int.from_bytes(self.data[start:stop], "big")

    def window(self, size: int, field: str) -> Reader:
        """A reader of the next `size` bytes alone, which this one has then passed."""
        start = self.position
        stop = start + size
        if stop > self.end:
            raise DecodeError("tls_vector_ends_early", start, field)
        self.position = stop
        return Reader(self.data, start, stop)


class Kind(Protocol):
    """How a value stands on the wire: read it, write it, show it with its bytes."""

    def read(self, reader: Reader, field: str) -> Any: ...

    def write(self, value: Any, out: bytearray, field: str) -> None: ...

    def node(self, reader: Reader, field: str) -> Node: ...


def named(names: Names | None, value: int, size: int) -> str:
    """`TLS_AES_128_GCM_SHA256 (0x1301)`; the number alone when nobody named it, in decimal when it is no code point."""
    if names is None:
        return str(value)
    name = name_of(names, value) or ("GREASE" if size == 2 and is_grease(value) else "")
    number = f"0x{value:0{size * 2}x}"
    return f"{name} ({number})" if name else number


_FORMATS = {1: "B", 2: "H"}


@dataclass(frozen=True, slots=True)
class UintKind:
    """An unsigned integer of `size` bytes, big-endian."""

    size: int
    names: Names | None = None

    def read(self, reader: Reader, field: str) -> int:
        return reader.uint(self.size, field)

    def read_many(self, data: bytes) -> tuple[int, ...]:
        """The integers in `data`, whose length is a multiple of `size`: quick for what most of a hello consists of."""
        if self.size in _FORMATS:
            return unpack(f">{len(data) // self.size}{_FORMATS[self.size]}", data)
        return tuple(int.from_bytes(data[place : place + self.size], "big") for place in range(0, len(data), self.size))

    def write_many(self, values: Sequence[int], out: bytearray, field: str) -> None:
        """All of them, one behind the other."""
        if self.size in _FORMATS:
            try:
                out += pack(f">{len(values)}{_FORMATS[self.size]}", *values)
            except error:
                raise ValueError(f"{field} has a value that {self.size} bytes do not hold") from None
        else:
            for value in values:
                self.write(value, out, field)

    def write(self, value: int, out: bytearray, field: str) -> None:
        try:
            out += value.to_bytes(self.size, "big")
        except OverflowError:
            raise ValueError(f"{field} is {value}, which {self.size} bytes do not hold") from None

    def node(self, reader: Reader, field: str) -> Node:
        start = reader.position
        return Node(field, named(self.names, reader.uint(self.size, field), self.size), start, self.size)


@dataclass(frozen=True, slots=True)
class OpaqueKind:
    """`opaque field[size]`."""

    size: int

    def read(self, reader: Reader, field: str) -> bytes:
        return reader.take(self.size, field)

    def write(self, value: bytes, out: bytearray, field: str) -> None:
        if len(value) != self.size:
            raise ValueError(f"{field} has {len(value)} bytes, not {self.size}")
        out += value

    def node(self, reader: Reader, field: str) -> Node:
        start = reader.position
        return Node(field, reader.take(self.size, field).hex(), start, self.size)


@cache
def _length_size(maximum: int) -> int:
    """How many bytes the length of a vector takes (RFC 8446 section 3.4)."""
    return (maximum.bit_length() + 7) // 8


@dataclass(frozen=True, slots=True)
class OpaqueVectorKind:
    """`opaque field<minimum..maximum>`.

    show    turns the bytes into text for people
    holds   the structure that the bytes usually are: the value stays bytes, the node shows the structure's fields
    """

    minimum: int
    maximum: int
    show: Callable[[bytes], str] | None = None
    holds: type | None = None

    def read(self, reader: Reader, field: str) -> bytes:
        start = reader.position
        size = reader.uint(_length_size(self.maximum), field)
        if not self.minimum <= size <= self.maximum:
            raise DecodeError("tls_vector_length", start, field)
        return reader.take(size, field, "tls_vector_ends_early")

    def write(self, value: bytes, out: bytearray, field: str) -> None:
        if not self.minimum <= len(value) <= self.maximum:
            raise ValueError(f"{field} has {len(value)} bytes, not {self.minimum} to {self.maximum}")
        out += len(value).to_bytes(_length_size(self.maximum), "big")
        out += value

    def node(self, reader: Reader, field: str) -> Node:
        start = reader.position
        value = self.read(reader, field)
        children: tuple[Node, ...] = ()
        if self.holds and follows(self.holds, value):
            children = nodes(self.holds, reader.data, reader.position - len(value), reader.position).children
        return Node(field, self.show(value) if self.show else value.hex(), start, reader.position - start, children)


@dataclass(frozen=True, slots=True)
class VectorKind:
    """`T field<minimum..maximum>`, the bounds in bytes."""

    item: Kind
    minimum: int
    maximum: int
    label: str = ""

    def read(self, reader: Reader, field: str) -> tuple[Any, ...]:
        start = reader.position
        size = reader.uint(_length_size(self.maximum), field)
        if not self.minimum <= size <= self.maximum:
            raise DecodeError("tls_vector_length", start, field)
        if isinstance(self.item, UintKind) and size % self.item.size == 0:
            return self.item.read_many(reader.take(size, field, "tls_vector_ends_early"))
        window = reader.window(size, field)
        found = []
        while window.position < window.end:
            found.append(self.item.read(window, field))
        return tuple(found)

    def write(self, value: Sequence[Any], out: bytearray, field: str) -> None:
        size = _length_size(self.maximum)
        start = len(out)
        out += bytes(size)
        if isinstance(self.item, UintKind):
            self.item.write_many(value, out, field)
        else:
            for item in value:
                self.item.write(item, out, field)
        length = len(out) - start - size
        if not self.minimum <= length <= self.maximum:
            raise ValueError(f"{field} has {length} bytes, not {self.minimum} to {self.maximum}")
        out[start : start + size] = length.to_bytes(size, "big")

    def node(self, reader: Reader, field: str) -> Node:
        """A wrong length is told and what there is of the items is shown."""
        start = reader.position
        size = reader.uint(_length_size(self.maximum), field)
        problems: tuple[Problem, ...] = ()
        if not self.minimum <= size <= self.maximum:
            problems = (_problem("tls_vector_length", start, field),)
        if size > reader.end - reader.position:
            problems = (_problem("tls_vector_ends_early", start, field),)
            size = reader.end - reader.position
        window = reader.window(size, field)
        children: list[Node] = []
        while window.position < window.end:
            children.append(_node(self.item, window, self.label or str(len(children))))
        values = [child.value for child in children]
        text = ", ".join(values) if values and all(values) and sum(map(len, values)) < 200 else str(len(children))
        return Node(field, text, start, reader.position - start, tuple(children), problems=problems)


@dataclass(frozen=True, slots=True)
class RestKind:
    """Everything up to the end of the enclosing structure, as bytes."""

    def read(self, reader: Reader, field: str) -> bytes:
        return reader.take(reader.end - reader.position, field)

    def write(self, value: bytes, out: bytearray, field: str) -> None:
        out += value

    def node(self, reader: Reader, field: str) -> Node:
        start = reader.position
        value = self.read(reader, field)
        return Node(field, value.hex(), start, len(value))


@dataclass(frozen=True, slots=True)
class OptionalKind:
    """A field that old peers leave out: when the structure ends before it, its value is None."""

    inner: Kind

    def read(self, reader: Reader, field: str) -> Any:
        return self.inner.read(reader, field) if reader.position < reader.end else None

    def write(self, value: Any, out: bytearray, field: str) -> None:
        if value is not None:
            self.inner.write(value, out, field)

    def node(self, reader: Reader, field: str) -> Node:
        if reader.position < reader.end:
            return self.inner.node(reader, field)
        return Node(field, note=Message("tls_field_absent"))


@dataclass(frozen=True, slots=True)
class StructKind:
    """A structure inside another."""

    cls: type

    def read(self, reader: Reader, field: str) -> Any:
        return _read(self.cls, reader)

    def write(self, value: Any, out: bytearray, field: str) -> None:
        _write(self.cls, value, out)

    def node(self, reader: Reader, field: str) -> Node:
        start = reader.position
        children = []
        for name, kind in declaration(self.cls):
            children.append(_node(kind, reader, name))
            if children[-1].problems and reader.position == reader.end:
                break  # nothing is left for the fields behind it
        return Node(field, "", start, reader.position - start, tuple(children))


def _read(cls: type[S], reader: Reader) -> S:
    return cls(*[kind.read(reader, name) for name, kind in _declarations.get(cls) or declaration(cls)])


def _write(cls: type, value: Any, out: bytearray) -> None:
    for name, kind in _declarations.get(cls) or declaration(cls):
        kind.write(getattr(value, name), out, name)


def _node(kind: Kind, reader: Reader, field: str) -> Node:
    """The node of a field, or, where its bytes do not follow the declaration, one with the problem and all that is left."""
    start = reader.position
    try:
        return kind.node(reader, field)
    except DecodeError as fault:
        reader.position = reader.end
        problems = (Problem(fault.message, fault.offset),)
        return Node(field, reader.data[start : reader.end].hex(), start, reader.end - start, problems=problems)


def _problem(id: str, offset: int, field: str) -> Problem:
    return Problem(Message(id, {"offset": offset, "field": field}), offset)


_declarations: dict[type, tuple[tuple[str, Kind], ...]] = {}


def declaration(cls: type) -> tuple[tuple[str, Kind], ...]:
    """The fields of a structure with their kinds, in the order of the wire."""
    known = _declarations.get(cls)
    if known is None:
        hints = get_type_hints(cls, include_extras=True)
        known = tuple((field.name, hints[field.name].__metadata__[0]) for field in fields(cls))
        _declarations[cls] = known
    return known


def structure(citation: str) -> Callable[[type[S]], type[S]]:
    """Declare a dataclass to be a wire structure, defined in `citation`."""

    def declare(cls: type[S]) -> type[S]:
        STRUCTURES[cls] = citation
        return cls

    return declare


STRUCTURES: dict[type, str] = {}
"""Every declared structure with the place of its definition."""


def citation(cls: type) -> str:
    """Where a structure is defined."""
    return STRUCTURES[cls]


def uint8(names: Names | None = None) -> UintKind:
    return UintKind(1, names)


def uint16(names: Names | None = None) -> UintKind:
    return UintKind(2, names)


def uint24(names: Names | None = None) -> UintKind:
    return UintKind(3, names)


def uint32(names: Names | None = None) -> UintKind:
    return UintKind(4, names)


def uint64(names: Names | None = None) -> UintKind:
    return UintKind(8, names)


def opaque(size: int) -> OpaqueKind:
    return OpaqueKind(size)


def opaque_vector(minimum: int, maximum: int, show: Callable[[bytes], str] | None = None, holds: type | None = None) -> OpaqueVectorKind:
    return OpaqueVectorKind(minimum, maximum, show, holds)


def vector(item: Kind | type, minimum: int, maximum: int, label: str = "") -> VectorKind:
    return VectorKind(StructKind(item) if isinstance(item, type) else item, minimum, maximum, label)


def parse(cls: type[S], data: bytes, start: int = 0) -> S:
    """The structure that `data` holds from `start` to its end, whole. Raises DecodeError, also when bytes are left over."""
    reader = Reader(data, start)
    value = _read(cls, reader)
    if reader.position != reader.end:
        raise DecodeError("tls_left_over", reader.position, cls.__name__)
    return value


def follows(cls: type, data: bytes, start: int = 0) -> bool:
    """Whether `data` is, from `start` to its end, a whole structure of this form."""
    try:
        parse(cls, data, start)
    except PeerError:
        return False
    return True


def build(value: Any) -> bytes:
    """The bytes of a structure. Raises ValueError when a value does not fit its declaration (a mistake of the caller)."""
    out = bytearray()
    _write(type(value), value, out)
    return bytes(out)


def nodes(cls: type, data: bytes, start: int = 0, end: int | None = None, label: str = "") -> Node:
    """The Node tree of a structure in `data[start:end]`, whose spans count from the beginning of `data`.

    Bytes that do not follow the declaration end in a node with a problem; what stood before them stays readable.
    """
    reader = Reader(data, start, end)
    tree = StructKind(cls).node(reader, label or cls.__name__)
    problems: tuple[Problem, ...] = ()
    if reader.position < reader.end:
        problems = (_problem("tls_left_over", reader.position, cls.__name__),)
    return replace(tree, length=reader.end - start, problems=problems)
