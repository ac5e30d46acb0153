"""oid_filters: what a client certificate must contain (RFC 8446 section 4.2.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import opaque_vector, structure, vector
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.oid_filters
CITATION = "RFC 8446 section 4.2.5"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class OIDFilter:
    """An extension of certificates, by the DER of its OID, and the DER that its value must agree with."""

    certificate_extension_oid: Annotated[bytes, opaque_vector(1, 2**8 - 1)]
    certificate_extension_values: Annotated[bytes, opaque_vector(0, 2**16 - 1)]


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class OIDFilterExtension:
    filters: Annotated[tuple[OIDFilter, ...], vector(OIDFilter, 0, 2**16 - 1)]


IN = {Context.certificate_request: OIDFilterExtension}
