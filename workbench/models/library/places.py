"""Where a certificate can stand in a handshake. No Qt."""

from __future__ import annotations

from enum import StrEnum

from workbench.core.workspace.entries import CertificateEntry
from workbench.core.x509.role import RoleKind


class Place(StrEnum):
    """Where it can stand: the scenario that shows it there."""

    SERVER = "tls13_full"
    CLIENT = "tls13_mutual"


_PLACES = {
    RoleKind.SERVER: Place.SERVER, RoleKind.SERVER_AND_CLIENT: Place.SERVER, RoleKind.SELF_SIGNED: Place.SERVER,
    RoleKind.CLIENT: Place.CLIENT,
}  # fmt: skip


def place_of(entry: CertificateEntry) -> Place | None:
    """None for what neither a server nor a client would show."""
    return _PLACES.get(RoleKind(entry.role))
