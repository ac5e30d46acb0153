"""cookie: what a server that keeps nothing lets the client bring back (RFC 8446 section 4.2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import opaque_vector, structure
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.cookie
CITATION = "RFC 8446 section 4.2.2"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class Cookie:
    cookie: Annotated[bytes, opaque_vector(1, 2**16 - 1)]


IN = {Context.client_hello: Cookie, Context.hello_retry_request: Cookie}
