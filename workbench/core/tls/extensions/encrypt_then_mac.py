"""encrypt_then_mac: CBC suites protect the ciphertext instead of the plaintext (RFC 7366)."""

from __future__ import annotations

from workbench.core.tls.extensions.context import Context, Empty
from workbench.core.tls.parameters import ExtensionType

TYPE = ExtensionType.encrypt_then_mac
CITATION = "RFC 7366 section 2"

IN = {Context.client_hello: Empty, Context.server_hello: Empty}
