"""signature_algorithms_cert: which signatures a side can check inside certificates (RFC 8446 section 4.2.3)."""

from __future__ import annotations

from workbench.core.tls.extensions.context import Context
from workbench.core.tls.extensions.signature_algorithms import SignatureSchemeList
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.signature_algorithms_cert
CITATION = "RFC 8446 section 4.2.3"

IN = {Context.client_hello: SignatureSchemeList, Context.certificate_request: SignatureSchemeList}
