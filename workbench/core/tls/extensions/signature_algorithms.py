"""signature_algorithms: which signatures a side can check (RFC 8446 section 4.2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from workbench.core.tls.codec import structure, uint16, vector
from workbench.core.tls.extensions.context import Context
from workbench.core.tls.parameters import ExtensionType, SignatureScheme

TYPE = ExtensionType.signature_algorithms
CITATION = "RFC 8446 section 4.2.3"


@structure(CITATION)
@dataclass(frozen=True, slots=True)
class SignatureSchemeList:
    supported_signature_algorithms: Annotated[tuple[int, ...], vector(uint16(SignatureScheme), 2, 2**16 - 2)]


IN = {Context.client_hello: SignatureSchemeList, Context.certificate_request: SignatureSchemeList}
