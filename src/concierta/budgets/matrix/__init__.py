"""Reading execution files: bytes and a profile in; typed lines and findings out. No database, no Django."""

from concierta.budgets.matrix.draft import BudgetDraft, BudgetFindingDraft, LineDraft
from concierta.budgets.matrix.profile import BudgetProfile, known_budget_profiles, load_budget_profile
from concierta.budgets.matrix.reader import read_budget

__all__ = [
    "BudgetDraft",
    "BudgetFindingDraft",
    "BudgetProfile",
    "LineDraft",
    "known_budget_profiles",
    "load_budget_profile",
    "read_budget",
]
