"""The pages of a plan's money."""
