"""ec_point_formats: how points of elliptic curves are written; today only uncompressed (RFC 8422 section 5.1.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import structure, uint8, vector
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ECPointFormat, ExtensionType

TYPE = ExtensionType.ec_point_formats
CITATION = "RFC 8422 section 5.1.2"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class ECPointFormatList:
    ec_point_format_list: Annotated[tuple[int, ...], vector(uint8(ECPointFormat), 1, 2**8 - 1)]


IN = {Context.client_hello: ECPointFormatList, Context.server_hello: ECPointFormatList}
