"""extended_master_secret: the master secret depends on all of the handshake, not on the randoms alone (RFC 7627)."""

from __future__ import annotations

from workbench.core.tls.extensions.context import Context, Empty
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.extended_master_secret
CITATION = "RFC 7627 section 5.1"

IN = {Context.client_hello: Empty, Context.server_hello: Empty}
