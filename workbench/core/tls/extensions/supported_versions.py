"""supported_versions: where TLS 1.3 is really agreed on (RFC 8446 section 4.2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import structure, uint16, vector
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType, version_name

TYPE = ExtensionType.supported_versions
CITATION = "RFC 8446 section 4.2.1"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class SupportedVersionsClientHello:
    versions: Annotated[tuple[int, ...], vector(uint16(version_name), 2, 254)]


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class SupportedVersionsServerHello:
    selected_version: Annotated[int, uint16(version_name)]


IN = {
    Context.client_hello: SupportedVersionsClientHello,
    Context.server_hello: SupportedVersionsServerHello,
    Context.hello_retry_request: SupportedVersionsServerHello,
}
