"""Saving a handshake as a file, and copying parts of it."""
