"""signed_certificate_timestamp: proofs that a certificate stands in public logs (RFC 6962 section 3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated

from workbench.core.tls.codec import opaque, opaque_vector, structure, uint8, uint16, uint64, vector
from workbench.core.tls.extensions.context import Context, Empty
from workbench.core.tls.parameters import ExtensionType, SignatureScheme

TYPE = ExtensionType.signed_certificate_timestamp
CITATION = "RFC 6962 section 3.3"


class Version(IntEnum):
    v1 = 0


@structure("RFC 6962 section 3.2")
@dataclass(frozen=True, slots=True)
class SignedCertificateTimestamp:
    """`timestamp` counts milliseconds since 1970."""

    version: Annotated[int, uint8(Version)]
    log_id: Annotated[bytes, opaque(32)]
    timestamp: Annotated[int, uint64()]
    extensions: Annotated[bytes, opaque_vector(0, 2**16 - 1)]
    algorithm: Annotated[int, uint16(SignatureScheme)]
    signature: Annotated[bytes, opaque_vector(0, 2**16 - 1)]


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class SignedCertificateTimestampList:
    """Each as bytes, since a later version may look otherwise; `parse(SignedCertificateTimestamp, ...)` reads one of version 1."""

    sct_list: Annotated[tuple[bytes, ...], vector(opaque_vector(1, 2**16 - 1, holds=SignedCertificateTimestamp), 1, 2**16 - 1)]


IN = {
    Context.client_hello: Empty,
    Context.server_hello: SignedCertificateTimestampList,
    Context.certificate_request: Empty,
    Context.certificate: SignedCertificateTimestampList,
}
