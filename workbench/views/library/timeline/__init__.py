"""What runs out when, as a timeline and a list."""
