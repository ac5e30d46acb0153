"""max_fragment_length: records shorter than 2^14 bytes, as small devices need them (RFC 6066 section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import structure, uint8
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.max_fragment_length
CITATION = "RFC 6066 section 4"


def _length_name(code: int) -> str:
    """`2^9`, as the RFC calls the first."""
    return f"2^{code + 8}" if 1 <= code <= 4 else ""


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class MaxFragmentLength:
    max_fragment_length: Annotated[int, uint8(_length_name)]


IN = {
    Context.client_hello: MaxFragmentLength,
    Context.server_hello: MaxFragmentLength,
    Context.encrypted_extensions: MaxFragmentLength,
}
