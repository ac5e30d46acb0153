"""encrypted_client_hello: the true ClientHello, sealed for the server behind the one that is seen (draft-ietf-tls-esni)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated

from workbench.core.tls.codec import OptionalKind, RestKind, StructKind, opaque, opaque_vector, structure, uint8, uint16
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.encrypted_client_hello
CITATION = "draft-ietf-tls-esni section 5"


class ECHClientHelloType(IntEnum):
    outer = 0
    inner = 1


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class OuterClientHello:
    kdf_id: Annotated[int, uint16()]
    aead_id: Annotated[int, uint16()]
    config_id: Annotated[int, uint8()]
    enc: Annotated[bytes, opaque_vector(0, 2**16 - 1)]
    payload: Annotated[bytes, opaque_vector(1, 2**16 - 1)]


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class ECHClientHello:
    """Of type inner it is nothing but the type."""

    type: Annotated[int, uint8(ECHClientHelloType)]
    outer: Annotated[OuterClientHello | None, OptionalKind(StructKind(OuterClientHello))]


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class ECHEncryptedExtensions:
    """An ECHConfigList."""

    retry_configs: Annotated[bytes, RestKind()]


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class ECHHelloRetryRequest:
    confirmation: Annotated[bytes, opaque(8)]


IN = {
    Context.client_hello: ECHClientHello,
    Context.hello_retry_request: ECHHelloRetryRequest,
    Context.encrypted_extensions: ECHEncryptedExtensions,
}
