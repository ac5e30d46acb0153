"""Many certificates from one table, without widgets."""
