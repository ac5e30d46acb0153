"""What the fields of a certificate are called, offer and make of what is typed, without widgets."""
