"""The plan: its parts, its projects, and where in the city they are."""
