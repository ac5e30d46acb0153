"""application_settings: settings of the protocol inside, sent along with the handshake (ALPS, an Internet-Draft)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import RestKind, structure
from workbench.core.tls.extensions.application_layer_protocol_negotiation import ProtocolNameList
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.application_settings
CITATION = "draft-vvv-tls-alps"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class Settings:
    settings: Annotated[bytes, RestKind()]


IN = {Context.client_hello: ProtocolNameList, Context.encrypted_extensions: Settings}
