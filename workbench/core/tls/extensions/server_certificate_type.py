"""server_certificate_type: whether the server shows an X.509 certificate or a bare public key (RFC 7250)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import structure, uint8, vector
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import CertificateType, ExtensionType

TYPE = ExtensionType.server_certificate_type
CITATION = "RFC 7250 section 3"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class ServerCertificateTypes:
    server_certificate_types: Annotated[tuple[int, ...], vector(uint8(CertificateType), 1, 2**8 - 1)]


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class ServerCertificateType:
    server_certificate_type: Annotated[int, uint8(CertificateType)]


IN = {
    Context.client_hello: ServerCertificateTypes,
    Context.server_hello: ServerCertificateType,
    Context.encrypted_extensions: ServerCertificateType,
}
