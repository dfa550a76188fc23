"""What is kept of how people come, enter and leave."""
