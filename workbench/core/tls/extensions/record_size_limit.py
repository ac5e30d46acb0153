"""record_size_limit: the longest plaintext of a protected record that a side takes (RFC 8449)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import structure, uint16
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.record_size_limit
CITATION = "RFC 8449 section 4"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class RecordSizeLimit:
    """Bytes; in TLS 1.3 the content type and the padding count too."""

    record_size_limit: Annotated[int, uint16()]


IN = {
    Context.client_hello: RecordSizeLimit,
    Context.server_hello: RecordSizeLimit,
    Context.encrypted_extensions: RecordSizeLimit,
}
