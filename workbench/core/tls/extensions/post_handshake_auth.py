"""post_handshake_auth: the client can be asked for a certificate later, too (RFC 8446 section 4.2.6)."""

from __future__ import annotations

from workbench.core.tls.extensions.context import Context, Empty
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.post_handshake_auth
CITATION = "RFC 8446 section 4.2.6"

IN = {Context.client_hello: Empty}
