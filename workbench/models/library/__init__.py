"""What the library knows, without widgets."""
