"""Two handshakes side by side, on the handshake page."""
