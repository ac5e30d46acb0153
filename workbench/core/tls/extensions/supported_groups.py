"""supported_groups: the groups for key exchange that a side speaks, best first (RFC 8446 section 4.2.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import structure, uint16, vector
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType, NamedGroup

TYPE = ExtensionType.supported_groups
CITATION = "RFC 8446 section 4.2.7"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class NamedGroupList:
    named_group_list: Annotated[tuple[int, ...], vector(uint16(NamedGroup), 2, 2**16 - 1)]


IN = {
    Context.client_hello: NamedGroupList,
    Context.encrypted_extensions: NamedGroupList,
    Context.server_hello: NamedGroupList,  # some TLS 1.2 servers send it, and clients ignore it
}
