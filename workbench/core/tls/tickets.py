"""Session tickets: what a server seals for itself and gives to the client to keep (RFC 5077, RFC 8446 section 4.6.1)."""

from __future__ import annotations


class TicketKeys:
    """The server's ticket keys."""
