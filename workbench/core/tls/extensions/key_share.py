"""key_share: the public halves from which both sides compute the shared secret (RFC 8446 section 4.2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import opaque_vector, structure, uint16, vector
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType, NamedGroup

TYPE = ExtensionType.key_share
CITATION = "RFC 8446 section 4.2.8"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class KeyShareEntry:
    group: Annotated[int, uint16(NamedGroup)]
    key_exchange: Annotated[bytes, opaque_vector(1, 2**16 - 1)]


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class KeyShareClientHello:
    client_shares: Annotated[tuple[KeyShareEntry, ...], vector(KeyShareEntry, 0, 2**16 - 1)]


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class KeyShareServerHello:
    group: Annotated[int, uint16(NamedGroup)]
    key_exchange: Annotated[bytes, opaque_vector(1, 2**16 - 1)]


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class KeyShareHelloRetryRequest:
    selected_group: Annotated[int, uint16(NamedGroup)]


IN = {
    Context.client_hello: KeyShareClientHello,
    Context.server_hello: KeyShareServerHello,
    Context.hello_retry_request: KeyShareHelloRetryRequest,
}
