"""delegated_credential: the client accepts a short-lived key that the certificate's key has signed (RFC 9345)."""

from __future__ import annotations

from workbench.core.tls.extensions.context import Context
from workbench.core.tls.extensions.signature_algorithms import SignatureSchemeList
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.delegated_credential
CITATION = "RFC 9345 section 4.1.1"

IN = {Context.client_hello: SignatureSchemeList}
