"""certificate_authorities: whose certificates a side accepts (RFC 8446 section 4.2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import opaque_vector, structure, vector
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.certificate_authorities
CITATION = "RFC 8446 section 4.2.4"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class CertificateAuthorities:
    """DER names."""

    authorities: Annotated[tuple[bytes, ...], vector(opaque_vector(1, 2**16 - 1), 3, 2**16 - 1, "DistinguishedName")]


IN = {Context.client_hello: CertificateAuthorities, Context.certificate_request: CertificateAuthorities}
