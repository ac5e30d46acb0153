"""renegotiation_info: ties a renegotiation to the connection it happens in (RFC 5746)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import opaque_vector, structure
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.renegotiation_info
CITATION = "RFC 5746 section 3.2"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class RenegotiationInfo:
    """Empty at the first handshake of a connection, else the Finished values of the one before."""

    renegotiated_connection: Annotated[bytes, opaque_vector(0, 2**8 - 1)]


IN = {Context.client_hello: RenegotiationInfo, Context.server_hello: RenegotiationInfo}
