"""What the page of forms knows, without widgets."""
