"""padding: makes a ClientHello longer, around faults of old servers (RFC 7685)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import RestKind, structure
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.padding
CITATION = "RFC 7685 section 3"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class Padding:
    """Zeros."""

    padding: Annotated[bytes, RestKind()]


IN = {Context.client_hello: Padding}
