"""application_layer_protocol_negotiation: which protocol is spoken inside (RFC 7301)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import opaque_vector, structure, vector
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.application_layer_protocol_negotiation
CITATION = "RFC 7301 section 3.1"


def _text(data: bytes) -> str:
    return data.decode("ascii", "backslashreplace")


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class ProtocolNameList:
    protocol_name_list: Annotated[tuple[bytes, ...], vector(opaque_vector(1, 2**8 - 1, _text), 2, 2**16 - 1)]


IN = {Context.client_hello: ProtocolNameList, Context.server_hello: ProtocolNameList, Context.encrypted_extensions: ProtocolNameList}
