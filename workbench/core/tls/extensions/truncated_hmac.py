"""truncated_hmac: shorter MACs in records; no longer to be used (RFC 6066 section 7)."""

from __future__ import annotations

from workbench.core.tls.extensions.context import Context, Empty
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.truncated_hmac
CITATION = "RFC 6066 section 7"

IN = {Context.client_hello: Empty, Context.server_hello: Empty}
