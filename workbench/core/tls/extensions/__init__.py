"""Extensions: one file each, one row each. What nobody knows is carried and shown as it is.

A module declares `TYPE`, `CITATION` and `IN`: which structure the extension holds in which message (RFC 8446 section 4.2 lists where each
may stand). `TABLE` names them all; scanning the folder would find nothing in a frozen build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Annotated, Any

from workbench.core.node import Node
from workbench.core.tls.alerts import AlertDescription, PeerError
from workbench.core.tls.codec import DecodeError, Kind, Reader, StructKind, build, nodes, opaque_vector, parse, structure, uint16
from workbench.core.tls.extensions import (
    application_layer_protocol_negotiation,
    key_share,
    psk_key_exchange_modes,
    server_name,
    signature_algorithms,
    supported_groups,
    supported_versions,
)
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType

TABLE: tuple[ModuleType, ...] = (
    server_name,
    supported_groups,
    signature_algorithms,
    application_layer_protocol_negotiation,
    supported_versions,
    psk_key_exchange_modes,
    key_share,
)

BY_TYPE: dict[int, ModuleType] = {module.TYPE: module for module in TABLE}


@structure("RFC 8446 section 4.2")
@dataclass(frozen=True, slots=True)
class Extension:
    """One extension as it stands on the wire."""

    extension_type: Annotated[int, uint16(ExtensionType)]
    extension_data: Annotated[bytes, opaque_vector(0, 2**16 - 1)]


def extension(type: int, value: Any) -> Extension:
    """An extension that holds `value`, a structure of the extension's module."""
    return Extension(type, build(value))


def find(extensions: Iterable[Extension] | None, type: int) -> bytes | None:
    """The data of the first extension of this type, or None."""
    return next((e.extension_data for e in extensions or () if e.extension_type == type), None)


def read_all(extensions: Iterable[Extension] | None, context: Context) -> Mapping[int, Any]:
    """Every extension by its type: as the structure that it holds in this message, unknown ones as bytes.

    Raises PeerError: illegal_parameter for one that stands there twice or may not stand in this message, decode_error for broken data.
    """
    found: dict[int, Any] = {}
    for item in extensions or ():
        type = item.extension_type
        if type in found:
            raise PeerError(AlertDescription.illegal_parameter, "tls_extension_twice", type=extension_name(type))
        module = BY_TYPE.get(type)
        if module is None:
            found[type] = item.extension_data
            continue
        cls = module.IN.get(context)
        if cls is None:
            raise PeerError(AlertDescription.illegal_parameter, "tls_extension_misplaced", type=extension_name(type))
        found[type] = parse(cls, item.extension_data)
    return found


def extension_name(type: int) -> str:
    """`server_name`; the number when nobody registered it."""
    member = ExtensionType._value2member_map_.get(type)
    return str(member.name) if member is not None else f"0x{type:04x}"


_EXTENSION = StructKind(Extension)


@dataclass(frozen=True, slots=True)
class ExtensionsKind:
    """`Extension extensions<minimum..2^16-1>`, decoded for show as the message `context` has them.

    Old ClientHellos and ServerHellos end before it (RFC 5246 section 7.4.1.2): the value is then None.
    """

    context: Context
    minimum: int = 0

    def read(self, reader: Reader, field: str) -> tuple[Extension, ...] | None:
        if reader.position == reader.end:
            return None
        start = reader.position
        size = reader.uint(2, field)
        if size < self.minimum:
            raise DecodeError("tls_vector_length", start, field)
        window = reader.window(size, field)
        found = []
        while window.position < window.end:
            found.append(Extension(window.uint(2, "extension_type"), window.take(window.uint(2, "extension_data"), "extension_data")))
        return tuple(found)

    def write(self, value: tuple[Extension, ...] | None, out: bytearray, field: str) -> None:
        if value is None:
            return
        content = bytearray()
        for item in value:
            content += item.extension_type.to_bytes(2, "big") + len(item.extension_data).to_bytes(2, "big") + item.extension_data
        out += len(content).to_bytes(2, "big") + content

    def node(self, reader: Reader, field: str) -> Node:
        start = reader.position
        if start == reader.end:
            return Node(field, "", start, 0)
        window = reader.window(reader.uint(2, field), field)
        children = []
        while window.position < window.end:
            children.append(extension_node(window, self.context))
        return Node(field, str(len(children)), start, reader.position - start, tuple(children))


def extension_node(reader: Reader, context: Context) -> Node:
    """The next extension with its type, its length and what it holds in this message."""
    start = reader.position
    type = reader.uint(2, "extension_type")
    size = reader.uint(2, "extension_data")
    data = reader.window(size, "extension_data")
    head = (
        Node("extension_type", f"{extension_name(type)} ({type})", start, 2),
        Node("length", str(size), start + 2, 2),
    )
    module = BY_TYPE.get(type)
    cls = module.IN.get(context) if module else None
    if cls is None:
        body = Node("extension_data", reader.data[data.position : data.end].hex(), data.position, size)
        return Node(extension_name(type), "", start, size + 4, (*head, body))
    body = nodes(cls, reader.data, data.position, data.end)
    return Node(extension_name(type), body.value, start, size + 4, (*head, *body.children), problems=body.problems)


__all__ = ["Context", "Extension", "ExtensionsKind", "Kind", "extension", "extension_name", "find", "read_all"]
