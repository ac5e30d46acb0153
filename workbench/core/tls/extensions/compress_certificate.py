"""compress_certificate: Certificate messages may come compressed (RFC 8879)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import structure, uint16, vector
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import CertificateCompressionAlgorithm, ExtensionType

TYPE = ExtensionType.compress_certificate
CITATION = "RFC 8879 section 3"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class CertificateCompressionAlgorithms:
    algorithms: Annotated[tuple[int, ...], vector(uint16(CertificateCompressionAlgorithm), 2, 2**8 - 2)]


IN = {Context.client_hello: CertificateCompressionAlgorithms, Context.certificate_request: CertificateCompressionAlgorithms}
