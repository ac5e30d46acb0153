"""In which colours of the theme a handshake is shown, wherever it is: each key and each party has one."""

from __future__ import annotations

from workbench.core.handshake.transcript import Role
from workbench.core.tls.events import Level

LEVEL_TOKENS = {
    Level.none: "unprotected", Level.early_data: "early_data_keys",
    Level.handshake: "handshake_keys", Level.application: "application_keys",
}  # fmt: skip
"""By what protects a message."""
ROLE_TOKENS = {
    Role.client: "client", Role.server: "server", Role.attacker: "eavesdropper", Role.eavesdropper: "eavesdropper",
    Role.certification_authority: "muted", Role.name_server: "muted",
}  # fmt: skip
"""By who does it or knows it."""
