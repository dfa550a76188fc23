"""Money from where it comes to what it bought: the budget, its two sources, contributions and means sought."""
