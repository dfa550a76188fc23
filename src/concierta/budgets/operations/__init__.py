"""What may be done with money: one function per use case."""

from concierta.budgets.operations.load import LoadedBudget, OnExisting, load_budget

__all__ = ["LoadedBudget", "OnExisting", "load_budget"]
