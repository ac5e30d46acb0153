"""What the dialog that takes files out knows, without widgets."""
