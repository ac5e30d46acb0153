"""What runs out when, without widgets."""
