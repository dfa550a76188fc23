"""Money: the annual investment plan and its execution, contributions, and resources obtained."""
