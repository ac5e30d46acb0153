"""session_ticket: TLS 1.2 sessions that the server gives away instead of keeping them (RFC 5077 section 3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import RestKind, structure
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.session_ticket
CITATION = "RFC 5077 section 3.2"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class SessionTicket:
    """Empty in a ClientHello that asks for one, and in a ServerHello, which promises one."""

    ticket: Annotated[bytes, RestKind()]


IN = {Context.client_hello: SessionTicket, Context.server_hello: SessionTicket}
