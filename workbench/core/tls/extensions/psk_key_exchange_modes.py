"""psk_key_exchange_modes: whether a resumed connection also exchanges fresh keys (RFC 8446 section 4.2.9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import structure, uint8, vector
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType, psk_key_exchange_mode_name

TYPE = ExtensionType.psk_key_exchange_modes
CITATION = "RFC 8446 section 4.2.9"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class PskKeyExchangeModes:
    ke_modes: Annotated[tuple[int, ...], vector(uint8(psk_key_exchange_mode_name), 1, 255)]


IN = {Context.client_hello: PskKeyExchangeModes}
