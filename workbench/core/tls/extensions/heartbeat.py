"""heartbeat: the peer may be asked for signs of life (RFC 6520)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import structure, uint8
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType, HeartbeatMode

TYPE = ExtensionType.heartbeat
CITATION = "RFC 6520 section 2"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class HeartbeatExtension:
    mode: Annotated[int, uint8(HeartbeatMode)]


IN = {
    Context.client_hello: HeartbeatExtension,
    Context.server_hello: HeartbeatExtension,
    Context.encrypted_extensions: HeartbeatExtension,
}
