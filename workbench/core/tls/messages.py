"""Handshake messages of TLS 1.2 and 1.3, each declared once (RFC 8446 section 4, RFC 5246 section 7.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from workbench.core.node import Node
from workbench.core.tls import messages12
from workbench.core.tls.cipher_suites import KeyExchange, suite_name
from workbench.core.tls.codec import (
    OptionalKind,
    RestKind,
    build,
    follows,
    nodes,
    opaque,
    opaque_vector,
    parse,
    structure,
    uint8,
    uint16,
    uint24,
    uint32,
    vector,
)
from workbench.core.tls.extensions import Context, Extensions, ExtensionsKind
from workbench.core.tls.parameters import (
    TLS13_DRAFTS,
    CertificateCompressionAlgorithm,
    CompressionMethod,
    HandshakeType,
    KeyUpdateRequest,
    ProtocolVersion,
    SignatureScheme,
    version_name,
)

HELLO_RETRY_REQUEST_RANDOM = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
"""The random of a ServerHello that is a HelloRetryRequest: SHA-256 of its name (RFC 8446 section 4.1.3)."""


@structure("RFC 8446 section 4.1.2")
@dataclass(frozen=True, slots=True)
class ClientHello:
    TYPE: ClassVar[int] = HandshakeType.client_hello
    legacy_version: Annotated[int, uint16(version_name)]
    random: Annotated[bytes, opaque(32)]
    legacy_session_id: Annotated[bytes, opaque_vector(0, 32)]
    cipher_suites: Annotated[tuple[int, ...], vector(uint16(suite_name), 2, 2**16 - 2)]
    legacy_compression_methods: Annotated[tuple[int, ...], vector(uint8(CompressionMethod), 1, 2**8 - 1)]
    extensions: Annotated[Extensions | None, OptionalKind(ExtensionsKind(Context.client_hello))]


@structure("RFC 8446 section 4.1.3")
@dataclass(frozen=True, slots=True)
class ServerHello:
    TYPE: ClassVar[int] = HandshakeType.server_hello
    legacy_version: Annotated[int, uint16(version_name)]
    random: Annotated[bytes, opaque(32)]
    legacy_session_id_echo: Annotated[bytes, opaque_vector(0, 32)]
    cipher_suite: Annotated[int, uint16(suite_name)]
    legacy_compression_method: Annotated[int, uint8(CompressionMethod)]
    extensions: Annotated[Extensions | None, OptionalKind(ExtensionsKind(Context.server_hello))]


@structure("RFC 8446 section 4.1.4")
@dataclass(frozen=True, slots=True)
class HelloRetryRequest:
    """A ServerHello with a special random, and other contents in its extensions."""

    TYPE: ClassVar[int] = HandshakeType.server_hello
    legacy_version: Annotated[int, uint16(version_name)]
    random: Annotated[bytes, opaque(32)]
    legacy_session_id_echo: Annotated[bytes, opaque_vector(0, 32)]
    cipher_suite: Annotated[int, uint16(suite_name)]
    legacy_compression_method: Annotated[int, uint8(CompressionMethod)]
    extensions: Annotated[Extensions | None, OptionalKind(ExtensionsKind(Context.hello_retry_request))]


@structure("draft-ietf-tls-tls13-18 section 4.1.3")
@dataclass(frozen=True, slots=True)
class ServerHelloDraft:
    """Of TLS 1.3 before draft 22, which had not yet learned to look like TLS 1.2. For display alone."""

    TYPE: ClassVar[int] = HandshakeType.server_hello
    version: Annotated[int, uint16(version_name)]
    random: Annotated[bytes, opaque(32)]
    cipher_suite: Annotated[int, uint16(suite_name)]
    extensions: Annotated[Extensions, ExtensionsKind(Context.server_hello)]


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


@structure("RFC 8879 section 4")
@dataclass(frozen=True, slots=True)
class CompressedCertificate:
    TYPE: ClassVar[int] = HandshakeType.compressed_certificate
    algorithm: Annotated[int, uint16(CertificateCompressionAlgorithm)]
    uncompressed_length: Annotated[int, uint24()]
    compressed_certificate_message: Annotated[bytes, opaque_vector(1, 2**24 - 1)]


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
        CompressedCertificate,
    )
}
"""The messages of TLS 1.3 by type. A ServerHello may be a HelloRetryRequest: `message_class` looks."""

TLS12: dict[int, type] = {
    cls.TYPE: cls
    for cls in (
        messages12.HelloRequest,
        ClientHello,
        ServerHello,
        messages12.NewSessionTicket,
        messages12.Certificate,
        messages12.CertificateRequest,
        messages12.ServerHelloDone,
        CertificateVerify,
        Finished,
        messages12.CertificateStatus,
    )
}
"""The messages of TLS 1.2 by type, but for the two that depend on the key exchange."""

KEY_EXCHANGES: dict[tuple[int, KeyExchange], type] = {
    (HandshakeType.server_key_exchange, KeyExchange.ecdhe): messages12.ServerKeyExchangeECDHE,
    (HandshakeType.server_key_exchange, KeyExchange.dhe): messages12.ServerKeyExchangeDHE,
    (HandshakeType.client_key_exchange, KeyExchange.ecdhe): messages12.ClientKeyExchangeECDHE,
    (HandshakeType.client_key_exchange, KeyExchange.dhe): messages12.ClientKeyExchangeDHE,
    (HandshakeType.client_key_exchange, KeyExchange.rsa): messages12.ClientKeyExchangeRSA,
}
"""The two messages of TLS 1.2 that depend on the key exchange."""


def message_class(message: bytes, version: int = ProtocolVersion.TLS1_3, key_exchange: KeyExchange | None = None) -> type | None:
    """The declaration that a whole handshake message (header and body) follows; None for a type that this version or key exchange
    does not have.
    """
    type = message[0]
    if version == ProtocolVersion.TLS1_3 or version >> 8 == TLS13_DRAFTS:
        if type == HandshakeType.server_hello and message[6:38] == HELLO_RETRY_REQUEST_RANDOM:
            return HelloRetryRequest
        return TLS13.get(type)
    if key_exchange is not None and (type, key_exchange) in KEY_EXCHANGES:
        return KEY_EXCHANGES[type, key_exchange]
    return TLS12.get(type)


def read_body(cls: type, message: bytes) -> Any:
    """The typed message in a whole handshake message (header and body). Raises DecodeError, whose offset counts from the header."""
    return parse(cls, message, 4)


def frame(value: Any) -> bytes:
    """A message with its handshake header: type and length (RFC 8446 section 4)."""
    body = build(value)
    return bytes((value.TYPE,)) + len(body).to_bytes(3, "big") + body


def message_name(message: bytes) -> str:
    """The RFC's name of a handshake message: `ServerKeyExchange`, `HelloRetryRequest`; the number of an unknown type."""
    if message[0] == HandshakeType.server_hello and message[6:38] == HELLO_RETRY_REQUEST_RANDOM:
        return "HelloRetryRequest"
    member = HandshakeType._value2member_map_.get(message[0])
    return str(member.name).title().replace("_", "") if member is not None else str(message[0])


_HELLOS12 = {HandshakeType.client_hello: messages12.ClientHello, HandshakeType.server_hello: messages12.ServerHello}
"""How hellos are shown when the version is 1.2 or older."""

_DISPLAY: dict[int, tuple[type, ...]] = {
    HandshakeType.certificate_request: (CertificateRequest, messages12.CertificateRequest, messages12.CertificateRequest10),
    HandshakeType.certificate_verify: (CertificateVerify, messages12.CertificateVerify10),
    HandshakeType.server_key_exchange: (
        messages12.ServerKeyExchangeECDHE,
        messages12.ServerKeyExchangeECDHE10,
        messages12.ServerKeyExchangeDHE,
        messages12.ServerKeyExchangeDHE10,
        messages12.ServerKeyExchangeOther,
    ),
    HandshakeType.client_key_exchange: (messages12.ClientKeyExchangeECDHE, messages12.ClientKeyExchangeOther),
}
"""What a message may look like when nobody says which version and key exchange it belongs to."""


def display_class(message: bytes, version: int | None = None, key_exchange: KeyExchange | None = None) -> type | None:
    """The declaration to show a message by: the one prescribed, else the first that it follows."""
    if version is not None and version <= ProtocolVersion.TLS1_2 and message[0] in _HELLOS12:
        return _HELLOS12[HandshakeType(message[0])]
    if message[0] == HandshakeType.server_hello and b"\x03\x03" < message[4:6] < b"\x80":
        return ServerHelloDraft  # since draft 22 the version here is that of TLS 1.2
    cls = message_class(message, ProtocolVersion.TLS1_3 if version is None else version, key_exchange)
    if cls is not None and version in (ProtocolVersion.TLS1_2, ProtocolVersion.TLS1_3):
        return cls
    others = _DISPLAY.get(message[0]) or (TLS12.get(message[0]),)
    candidates = [candidate for candidate in (cls, *others) if candidate is not None]
    fitting = (candidate for candidate in candidates if follows(candidate, message, 4))
    return next(fitting, candidates[0] if candidates else None)


def message_nodes(message: bytes, version: int | None = None, key_exchange: KeyExchange | None = None) -> Node:
    """The Node tree of a whole handshake message; spans count from the beginning of `message`.

    Without the version, before TLS 1.2, and for drafts of TLS 1.3, the message is shown by the first form that it follows.
    """
    type = message[0]
    member = HandshakeType._value2member_map_.get(type)
    head = (
        Node("msg_type", f"{member.name if member is not None else 'unknown'} ({type})", 0, 1),
        Node("length", str(int.from_bytes(message[1:4], "big")), 1, 3),
    )
    cls = display_class(message, version, key_exchange)
    if cls is None:
        return Node(message_name(message), "", 0, len(message), (*head, Node("body", message[4:].hex(), 4, len(message) - 4)))
    body = nodes(cls, message, 4)
    return Node(message_name(message), "", 0, len(message), (*head, *body.children), problems=body.problems)
