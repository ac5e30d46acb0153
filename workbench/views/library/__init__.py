"""The library: what is in the workspace."""
