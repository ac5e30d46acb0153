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
from workbench.core.tls.codec import Reader, VectorKind, build, nodes, opaque_vector, parse, structure, uint16
from workbench.core.tls.extensions import (
    application_layer_protocol_negotiation,
    application_settings,
    certificate_authorities,
    client_certificate_type,
    compress_certificate,
    cookie,
    delegated_credential,
    early_data,
    ec_point_formats,
    encrypt_then_mac,
    encrypted_client_hello,
    extended_master_secret,
    heartbeat,
    key_share,
    max_fragment_length,
    oid_filters,
    padding,
    post_handshake_auth,
    pre_shared_key,
    psk_key_exchange_modes,
    record_size_limit,
    renegotiation_info,
    server_certificate_type,
    server_name,
    session_ticket,
    signature_algorithms,
    signature_algorithms_cert,
    signed_certificate_timestamp,
    status_request,
    supported_groups,
    supported_versions,
    truncated_hmac,
)
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType, is_grease, name_of

TABLE: tuple[ModuleType, ...] = (
    server_name,
    max_fragment_length,
    truncated_hmac,
    status_request,
    supported_groups,
    ec_point_formats,
    signature_algorithms,
    heartbeat,
    application_layer_protocol_negotiation,
    signed_certificate_timestamp,
    client_certificate_type,
    server_certificate_type,
    padding,
    encrypt_then_mac,
    extended_master_secret,
    compress_certificate,
    record_size_limit,
    delegated_credential,
    session_ticket,
    pre_shared_key,
    early_data,
    supported_versions,
    cookie,
    psk_key_exchange_modes,
    certificate_authorities,
    oid_filters,
    post_handshake_auth,
    signature_algorithms_cert,
    key_share,
    application_settings,
    encrypted_client_hello,
    renegotiation_info,
)
"""In the order of the code points."""

BY_TYPE: dict[int, ModuleType] = {module.TYPE: module for module in TABLE}


@structure("RFC 8446 section 4.2")
@dataclass(frozen=True, slots=True)
class Extension:
    """One extension as it stands on the wire."""

    extension_type: Annotated[int, uint16(ExtensionType)]
    extension_data: Annotated[bytes, opaque_vector(0, 2**16 - 1)]


Extensions = tuple[Extension, ...]


def extension(type: int, value: Any) -> Extension:
    """An extension that holds `value`, a structure of the extension's module."""
    return Extension(type, build(value))


def find(extensions: Iterable[Extension] | None, type: int) -> bytes | None:
    """The data of the first extension of this type, or None."""
    return next((e.extension_data for e in extensions or () if e.extension_type == type), None)


SERVER_HELLO_13 = frozenset((ExtensionType.pre_shared_key, ExtensionType.supported_versions, ExtensionType.key_share))
"""All that a ServerHello of TLS 1.3 may carry (RFC 8446 section 4.2); everything else has moved to EncryptedExtensions."""


def read_all(extensions: Iterable[Extension] | None, context: Context) -> Mapping[int, Any]:
    """Every extension by its type, in the order of the message: as the structure that it holds there, unknown ones as bytes.

    Raises PeerError: illegal_parameter for one that stands there twice, may not stand in this message, or not in this place (pre_shared_key
    is the last in a ClientHello, RFC 8446 section 4.2.11); decode_error for broken data. Whether it was asked for is the caller's to know.
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
    if context is Context.server_hello and ExtensionType.supported_versions in found:
        for type in found:
            if type in BY_TYPE and type not in SERVER_HELLO_13:
                raise PeerError(AlertDescription.illegal_parameter, "tls_extension_misplaced", type=extension_name(type))
    if context is Context.client_hello and ExtensionType.pre_shared_key in found and type != ExtensionType.pre_shared_key:
        raise PeerError(AlertDescription.illegal_parameter, "tls_extension_not_last", type=extension_name(ExtensionType.pre_shared_key))
    return found


def extension_name(type: int) -> str:
    """`server_name`, `GREASE`, or the number when nobody registered it."""
    return name_of(ExtensionType, type) or ("GREASE" if is_grease(type) else f"0x{type:04x}")


@dataclass(frozen=True, slots=True)
class ExtensionKind:
    """An Extension; its node shows the structure that it holds in the message `context`."""

    context: Context

    def read(self, reader: Reader, field: str) -> Extension:
        return Extension(reader.uint(2, "extension_type"), reader.take(reader.uint(2, "extension_data"), "extension_data"))

    def write(self, value: Extension, out: bytearray, field: str) -> None:
        out += value.extension_type.to_bytes(2, "big") + len(value.extension_data).to_bytes(2, "big") + value.extension_data

    def node(self, reader: Reader, field: str) -> Node:
        start = reader.position
        type = reader.uint(2, "extension_type")
        name = extension_name(type)
        window = reader.window(reader.uint(2, "extension_data"), "extension_data")
        size = window.end - window.position
        head = (Node("extension_type", f"{name} ({type})", start, 2), Node("length", str(size), start + 2, 2))
        module = BY_TYPE.get(type)
        cls = module.IN.get(self.context) if module else None
        if cls is None:
            body = Node("extension_data", reader.data[window.position : window.end].hex(), window.position, size)
            return Node(name, "", start, size + 4, (*head, body))
        tree = nodes(cls, reader.data, window.position, window.end)
        return Node(name, _summary(tree), start, size + 4, (*head, *tree.children), problems=tree.problems)


def _summary(tree: Node) -> str:
    """What an extension says, where that is one short field."""
    if len(tree.children) != 1 or len(tree.children[0].value) > 100:
        return ""
    return tree.children[0].value


def ExtensionsKind(context: Context, minimum: int = 0) -> VectorKind:
    """`Extension extensions<minimum..2^16-1>` of the message `context`."""
    return VectorKind(ExtensionKind(context), minimum, 2**16 - 1)


__all__ = ["TABLE", "Context", "Extension", "Extensions", "ExtensionsKind", "extension", "extension_name", "find", "read_all"]
