"""Acts written down as data and done again by the operations that a person would have called."""
