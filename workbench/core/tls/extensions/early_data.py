"""early_data: application data before the handshake is over (RFC 8446 section 4.2.10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import structure, uint32
from workbench.core.tls.extensions.context import Context, Empty
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.early_data
CITATION = "RFC 8446 section 4.2.10"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class MaxEarlyDataSize:
    max_early_data_size: Annotated[int, uint32()]


IN = {
    Context.client_hello: Empty,
    Context.encrypted_extensions: Empty,
    Context.new_session_ticket: MaxEarlyDataSize,
}
