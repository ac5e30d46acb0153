"""The handshake page: scenarios, the diagram that plays, the step in detail."""
