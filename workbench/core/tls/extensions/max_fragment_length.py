"""max_fragment_length: records shorter than 2^14 bytes, as small devices need them (RFC 6066 section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated

from workbench.core.tls.codec import structure, uint8
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.max_fragment_length
CITATION = "RFC 6066 section 4"


class MaxFragmentLength(IntEnum):
    """The number is the exponent of two above 8: 1 is 512 bytes."""

    two_to_9 = 1
    two_to_10 = 2
    two_to_11 = 3
    two_to_12 = 4


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class MaxFragmentLengthExtension:
    max_fragment_length: Annotated[int, uint8(MaxFragmentLength)]


IN = {
    Context.client_hello: MaxFragmentLengthExtension,
    Context.server_hello: MaxFragmentLengthExtension,
    Context.encrypted_extensions: MaxFragmentLengthExtension,
}
