"""server_name: which of its names the client wants to reach (RFC 6066 section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated

from workbench.core.tls.codec import opaque_vector, structure, uint8, vector
from workbench.core.tls.extensions.context import Context, Empty
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.server_name
CITATION = "RFC 6066 section 3"


class NameType(IntEnum):
    host_name = 0


def _text(data: bytes) -> str:
    return data.decode("ascii", "backslashreplace")


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class ServerName:
    name_type: Annotated[int, uint8(NameType)]
    host_name: Annotated[bytes, opaque_vector(1, 2**16 - 1, _text)]


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class ServerNameList:
    server_name_list: Annotated[tuple[ServerName, ...], vector(ServerName, 1, 2**16 - 1)]


IN = {Context.client_hello: ServerNameList, Context.server_hello: Empty, Context.encrypted_extensions: Empty}
