"""Reading execution files and indexes of prices: bytes in; typed lines and findings out. No database, no Django."""

from concierta.budgets.matrix.draft import BudgetDraft, LineDraft
from concierta.budgets.matrix.prices import read_prices, text_of_prices
from concierta.budgets.matrix.profile import BudgetProfile, known_budget_profiles, load_budget_profile
from concierta.budgets.matrix.reader import read_budget

__all__ = [
    "BudgetDraft",
    "BudgetProfile",
    "LineDraft",
    "known_budget_profiles",
    "load_budget_profile",
    "read_budget",
    "read_prices",
    "text_of_prices",
]
