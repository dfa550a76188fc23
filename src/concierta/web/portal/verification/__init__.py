"""What was verified: how it was chosen and how much of it held."""
