"""Handshake messages of TLS 1.2 and 1.3, each declared once (RFC 8446 section 4, RFC 5246 section 7.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from workbench.core.node import Node
from workbench.core.tls.cipher_suites import suite_name
from workbench.core.tls.codec import RestKind, build, nodes, opaque, opaque_vector, parse, structure, uint8, uint16, uint32, vector
from workbench.core.tls.extensions import Context, Extension, ExtensionsKind
from workbench.core.tls.parameters import CompressionMethod, HandshakeType, KeyUpdateRequest, ProtocolVersion, SignatureScheme

HELLO_RETRY_REQUEST_RANDOM = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
"""The random of a ServerHello that is a HelloRetryRequest: SHA-256 of its name (RFC 8446 section 4.1.3)."""

Extensions = tuple[Extension, ...]


@structure("RFC 8446 section 4.1.2")
@dataclass(frozen=True, slots=True)
class ClientHello:
    TYPE: ClassVar[int] = HandshakeType.client_hello
    legacy_version: Annotated[int, uint16(ProtocolVersion)]
    random: Annotated[bytes, opaque(32)]
    legacy_session_id: Annotated[bytes, opaque_vector(0, 32)]
    cipher_suites: Annotated[tuple[int, ...], vector(uint16(suite_name), 2, 2**16 - 2)]
    legacy_compression_methods: Annotated[tuple[int, ...], vector(uint8(CompressionMethod), 1, 2**8 - 1)]
    extensions: Annotated[Extensions | None, ExtensionsKind(Context.client_hello)]


@structure("RFC 8446 section 4.1.3")
@dataclass(frozen=True, slots=True)
class ServerHello:
    TYPE: ClassVar[int] = HandshakeType.server_hello
    legacy_version: Annotated[int, uint16(ProtocolVersion)]
    random: Annotated[bytes, opaque(32)]
    legacy_session_id_echo: Annotated[bytes, opaque_vector(0, 32)]
    cipher_suite: Annotated[int, uint16(suite_name)]
    legacy_compression_method: Annotated[int, uint8(CompressionMethod)]
    extensions: Annotated[Extensions | None, ExtensionsKind(Context.server_hello)]


@structure("RFC 8446 section 4.1.4")
@dataclass(frozen=True, slots=True)
class HelloRetryRequest:
    """A ServerHello with a special random, and other contents in its extensions."""

    TYPE: ClassVar[int] = HandshakeType.server_hello
    legacy_version: Annotated[int, uint16(ProtocolVersion)]
    random: Annotated[bytes, opaque(32)]
    legacy_session_id_echo: Annotated[bytes, opaque_vector(0, 32)]
    cipher_suite: Annotated[int, uint16(suite_name)]
    legacy_compression_method: Annotated[int, uint8(CompressionMethod)]
    extensions: Annotated[Extensions | None, ExtensionsKind(Context.hello_retry_request)]


@structure("RFC 8446 section 4.3.1")
@dataclass(frozen=True, slots=True)
class EncryptedExtensions:
    TYPE: ClassVar[int] = HandshakeType.encrypted_extensions
    extensions: Annotated[Extensions, ExtensionsKind(Context.encrypted_extensions)]


@structure("RFC 8446 section 4.3.2")
@dataclass(frozen=True, slots=True)
class CertificateRequest:
    TYPE: ClassVar[int] = HandshakeType.certificate_request
    certificate_request_context: Annotated[bytes, opaque_vector(0, 2**8 - 1)]
    extensions: Annotated[Extensions, ExtensionsKind(Context.certificate_request, 2)]


@structure("RFC 8446 section 4.4.2")
@dataclass(frozen=True, slots=True)
class CertificateEntry:
    cert_data: Annotated[bytes, opaque_vector(1, 2**24 - 1)]
    extensions: Annotated[Extensions, ExtensionsKind(Context.certificate)]


@structure("RFC 8446 section 4.4.2")
@dataclass(frozen=True, slots=True)
class Certificate:
    TYPE: ClassVar[int] = HandshakeType.certificate
    certificate_request_context: Annotated[bytes, opaque_vector(0, 2**8 - 1)]
    certificate_list: Annotated[tuple[CertificateEntry, ...], vector(CertificateEntry, 0, 2**24 - 1)]


@structure("RFC 8446 section 4.4.3")
@dataclass(frozen=True, slots=True)
class CertificateVerify:
    """TLS 1.3, and TLS 1.2 with SignatureAndHashAlgorithm (RFC 5246 section 7.4.8)."""

    TYPE: ClassVar[int] = HandshakeType.certificate_verify
    algorithm: Annotated[int, uint16(SignatureScheme)]
    signature: Annotated[bytes, opaque_vector(0, 2**16 - 1)]


@structure("RFC 8446 section 4.4.4")
@dataclass(frozen=True, slots=True)
class Finished:
    TYPE: ClassVar[int] = HandshakeType.finished
    verify_data: Annotated[bytes, RestKind()]


@structure("RFC 8446 section 4.5")
@dataclass(frozen=True, slots=True)
class EndOfEarlyData:
    TYPE: ClassVar[int] = HandshakeType.end_of_early_data


@structure("RFC 8446 section 4.6.1")
@dataclass(frozen=True, slots=True)
class NewSessionTicket:
    TYPE: ClassVar[int] = HandshakeType.new_session_ticket
    ticket_lifetime: Annotated[int, uint32()]
    ticket_age_add: Annotated[int, uint32()]
    ticket_nonce: Annotated[bytes, opaque_vector(0, 255)]
    ticket: Annotated[bytes, opaque_vector(1, 2**16 - 1)]
    extensions: Annotated[Extensions, ExtensionsKind(Context.new_session_ticket)]


@structure("RFC 8446 section 4.6.3")
@dataclass(frozen=True, slots=True)
class KeyUpdate:
    TYPE: ClassVar[int] = HandshakeType.key_update
    request_update: Annotated[int, uint8(KeyUpdateRequest)]


TLS13: dict[int, type] = {
    cls.TYPE: cls
    for cls in (
        ClientHello,
        ServerHello,
        NewSessionTicket,
        EndOfEarlyData,
        EncryptedExtensions,
        Certificate,
        CertificateRequest,
        CertificateVerify,
        Finished,
        KeyUpdate,
    )
}
"""The messages of TLS 1.3 by type. A ServerHello may be a HelloRetryRequest: `message_class` looks."""


def message_class(message: bytes, table: dict[int, type] = TLS13) -> type | None:
    """The declaration that a whole handshake message (header and body) follows, None for an unknown type."""
    if message[0] == HandshakeType.server_hello and message[6:38] == HELLO_RETRY_REQUEST_RANDOM:
        return HelloRetryRequest
    return table.get(message[0])


def read_body(cls: type, message: bytes) -> Any:
    """The typed message in a whole handshake message (header and body). Raises DecodeError."""
    return parse(cls, message[4:])


def frame(value: Any) -> bytes:
    """A message with its handshake header: type and length (RFC 8446 section 4)."""
    body = build(value)
    return bytes((value.TYPE,)) + len(body).to_bytes(3, "big") + body


def message_nodes(message: bytes, table: dict[int, type] = TLS13) -> Node:
    """The Node tree of a whole handshake message; spans count from the beginning of `message`."""
    type = message[0]
    member = HandshakeType._value2member_map_.get(type)
    head = (
        Node("msg_type", f"{member.name if member is not None else 'unknown'} ({type})", 0, 1),
        Node("length", str(int.from_bytes(message[1:4], "big")), 1, 3),
    )
    cls = message_class(message, table)
    if cls is None:
        return Node("Handshake", "", 0, len(message), (*head, Node("body", message[4:].hex(), 4, len(message) - 4)))
    body = nodes(cls, message, 4)
    return Node(cls.__name__, "", 0, len(message), (*head, *body.children), problems=body.problems)
