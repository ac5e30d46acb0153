"""Handshake messages that only TLS 1.2 has, or that look different there (RFC 5246 section 7.4).

Three of them are also names of TLS 1.3: whoever speaks both versions writes `messages12.Certificate`. Which form a ServerKeyExchange
or ClientKeyExchange has depends on the key exchange that the cipher suite names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from workbench.core.tls.cipher_suites import suite_name
from workbench.core.tls.codec import OptionalKind, RestKind, StructKind, opaque, opaque_vector, structure, uint8, uint16, uint32, vector
from workbench.core.tls.extensions import Context, Extensions, ExtensionsKind
from workbench.core.tls.extensions.status_request import CertificateStatus
from workbench.core.tls.parameters import (
    ClientCertificateType,
    CompressionMethod,
    ECCurveType,
    HandshakeType,
    NamedGroup,
    SignatureScheme,
    version_name,
)


@structure("RFC 5246 section 7.4.1.1")
@dataclass(frozen=True, slots=True)
class HelloRequest:
    TYPE: ClassVar[int] = HandshakeType.hello_request


@structure("RFC 5246 section 7.4.2")
@dataclass(frozen=True, slots=True)
class Certificate:
    TYPE: ClassVar[int] = HandshakeType.certificate
    certificate_list: Annotated[tuple[bytes, ...], vector(opaque_vector(1, 2**24 - 1), 0, 2**24 - 1, "ASN.1Cert")]


@structure("RFC 8422 section 5.4")
@dataclass(frozen=True, slots=True)
class ServerECDHParams:
    """`curve_type` is named_curve: the explicit curves of RFC 4492 are forbidden and have another form."""

    curve_type: Annotated[int, uint8(ECCurveType)]
    namedcurve: Annotated[int, uint16(NamedGroup)]
    point: Annotated[bytes, opaque_vector(1, 2**8 - 1)]


@structure("RFC 5246 section 7.4.3")
@dataclass(frozen=True, slots=True)
class ServerDHParams:
    dh_p: Annotated[bytes, opaque_vector(1, 2**16 - 1)]
    dh_g: Annotated[bytes, opaque_vector(1, 2**16 - 1)]
    dh_Ys: Annotated[bytes, opaque_vector(1, 2**16 - 1)]


@structure("RFC 8422 section 5.4")
@dataclass(frozen=True, slots=True)
class ServerKeyExchangeECDHE:
    """The signature covers both randoms and the bytes of `params`."""

    TYPE: ClassVar[int] = HandshakeType.server_key_exchange
    params: Annotated[ServerECDHParams, StructKind(ServerECDHParams)]
    algorithm: Annotated[int, uint16(SignatureScheme)]
    signature: Annotated[bytes, opaque_vector(0, 2**16 - 1)]


@structure("RFC 5246 section 7.4.3")
@dataclass(frozen=True, slots=True)
class ServerKeyExchangeDHE:
    """The signature covers both randoms and the bytes of `params`."""

    TYPE: ClassVar[int] = HandshakeType.server_key_exchange
    params: Annotated[ServerDHParams, StructKind(ServerDHParams)]
    algorithm: Annotated[int, uint16(SignatureScheme)]
    signature: Annotated[bytes, opaque_vector(0, 2**16 - 1)]


@structure("RFC 5246 section 7.4.4")
@dataclass(frozen=True, slots=True)
class CertificateRequest:
    TYPE: ClassVar[int] = HandshakeType.certificate_request
    certificate_types: Annotated[tuple[int, ...], vector(uint8(ClientCertificateType), 1, 2**8 - 1)]
    supported_signature_algorithms: Annotated[tuple[int, ...], vector(uint16(SignatureScheme), 2, 2**16 - 2)]
    certificate_authorities: Annotated[tuple[bytes, ...], vector(opaque_vector(1, 2**16 - 1), 0, 2**16 - 1, "DistinguishedName")]


@structure("RFC 5246 section 7.4.5")
@dataclass(frozen=True, slots=True)
class ServerHelloDone:
    TYPE: ClassVar[int] = HandshakeType.server_hello_done


@structure("RFC 5246 section 7.4.7.1")
@dataclass(frozen=True, slots=True)
class ClientKeyExchangeRSA:
    TYPE: ClassVar[int] = HandshakeType.client_key_exchange
    encrypted_pre_master_secret: Annotated[bytes, opaque_vector(0, 2**16 - 1)]


@structure("RFC 8422 section 5.7")
@dataclass(frozen=True, slots=True)
class ClientKeyExchangeECDHE:
    TYPE: ClassVar[int] = HandshakeType.client_key_exchange
    ecdh_Yc: Annotated[bytes, opaque_vector(1, 2**8 - 1)]


@structure("RFC 5246 section 7.4.7.2")
@dataclass(frozen=True, slots=True)
class ClientKeyExchangeDHE:
    TYPE: ClassVar[int] = HandshakeType.client_key_exchange
    dh_Yc: Annotated[bytes, opaque_vector(1, 2**16 - 1)]


@structure("RFC 5077 section 3.3")
@dataclass(frozen=True, slots=True)
class NewSessionTicket:
    """`ticket` is empty when the server promised one and then has none."""

    TYPE: ClassVar[int] = HandshakeType.new_session_ticket
    ticket_lifetime_hint: Annotated[int, uint32()]
    ticket: Annotated[bytes, opaque_vector(0, 2**16 - 1)]


# --- forms for display alone ---------------------------------------------------------------------------------------------------------


@structure("RFC 5246 section 7.4.1.2")
@dataclass(frozen=True, slots=True)
class ClientHello:
    """With the names that its fields had; endpoints read `messages.ClientHello`, whose bytes are the same."""

    TYPE: ClassVar[int] = HandshakeType.client_hello
    client_version: Annotated[int, uint16(version_name)]
    random: Annotated[bytes, opaque(32)]
    session_id: Annotated[bytes, opaque_vector(0, 32)]
    cipher_suites: Annotated[tuple[int, ...], vector(uint16(suite_name), 2, 2**16 - 2)]
    compression_methods: Annotated[tuple[int, ...], vector(uint8(CompressionMethod), 1, 2**8 - 1)]
    extensions: Annotated[Extensions | None, OptionalKind(ExtensionsKind(Context.client_hello))]


@structure("RFC 5246 section 7.4.1.3")
@dataclass(frozen=True, slots=True)
class ServerHello:
    """With the names that its fields had; endpoints read `messages.ServerHello`, whose bytes are the same."""

    TYPE: ClassVar[int] = HandshakeType.server_hello
    server_version: Annotated[int, uint16(version_name)]
    random: Annotated[bytes, opaque(32)]
    session_id: Annotated[bytes, opaque_vector(0, 32)]
    cipher_suite: Annotated[int, uint16(suite_name)]
    compression_method: Annotated[int, uint8(CompressionMethod)]
    extensions: Annotated[Extensions | None, OptionalKind(ExtensionsKind(Context.server_hello))]


@structure("RFC 5246 section 7.4.3")
@dataclass(frozen=True, slots=True)
class ServerKeyExchangeOther:
    """Of a key exchange that the engine does not speak (anonymous, PSK, SRP, explicit curves)."""

    TYPE: ClassVar[int] = HandshakeType.server_key_exchange
    params: Annotated[bytes, RestKind()]


@structure("RFC 5246 section 7.4.7")
@dataclass(frozen=True, slots=True)
class ClientKeyExchangeOther:
    """Of a key exchange that the engine does not speak, or that is not known."""

    TYPE: ClassVar[int] = HandshakeType.client_key_exchange
    exchange_keys: Annotated[bytes, RestKind()]


@structure("RFC 4346 section 7.4.3, RFC 8422 section 5.4")
@dataclass(frozen=True, slots=True)
class ServerKeyExchangeECDHE10:
    """Before TLS 1.2: the signature does not name its algorithm; without one when nobody is authenticated."""

    TYPE: ClassVar[int] = HandshakeType.server_key_exchange
    params: Annotated[ServerECDHParams, StructKind(ServerECDHParams)]
    signature: Annotated[bytes | None, OptionalKind(opaque_vector(0, 2**16 - 1))]


@structure("RFC 4346 section 7.4.3")
@dataclass(frozen=True, slots=True)
class ServerKeyExchangeDHE10:
    """Before TLS 1.2: the signature does not name its algorithm; without one when nobody is authenticated."""

    TYPE: ClassVar[int] = HandshakeType.server_key_exchange
    params: Annotated[ServerDHParams, StructKind(ServerDHParams)]
    signature: Annotated[bytes | None, OptionalKind(opaque_vector(0, 2**16 - 1))]


@structure("RFC 4346 section 7.4.4")
@dataclass(frozen=True, slots=True)
class CertificateRequest10:
    """Before TLS 1.2."""

    TYPE: ClassVar[int] = HandshakeType.certificate_request
    certificate_types: Annotated[tuple[int, ...], vector(uint8(ClientCertificateType), 1, 2**8 - 1)]
    certificate_authorities: Annotated[tuple[bytes, ...], vector(opaque_vector(1, 2**16 - 1), 0, 2**16 - 1, "DistinguishedName")]


@structure("RFC 4346 section 7.4.8")
@dataclass(frozen=True, slots=True)
class CertificateVerify10:
    """Before TLS 1.2."""

    TYPE: ClassVar[int] = HandshakeType.certificate_verify
    signature: Annotated[bytes, opaque_vector(0, 2**16 - 1)]


__all__ = [
    "Certificate",
    "CertificateRequest",
    "CertificateStatus",
    "ClientKeyExchangeDHE",
    "ClientKeyExchangeECDHE",
    "ClientKeyExchangeRSA",
    "HelloRequest",
    "NewSessionTicket",
    "ServerDHParams",
    "ServerECDHParams",
    "ServerHelloDone",
    "ServerKeyExchangeDHE",
    "ServerKeyExchangeECDHE",
]
