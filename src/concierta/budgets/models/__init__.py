"""Money: the annual investment plan and its execution, contributions, and resources obtained."""

from concierta.budgets.models.contributions import Contribution, Delivery, DeliveryStep
from concierta.budgets.models.execution import Contract, ExecutionCut
from concierta.budgets.models.imports import BudgetFinding, BudgetImport
from concierta.budgets.models.lines import BudgetLine, FundingSource, ProjectNeed
from concierta.budgets.models.mobilisation import (
    Opportunity,
    OpportunityAmount,
    OpportunityContact,
    OpportunityDeadline,
    OpportunityShare,
    OpportunityStep,
)
from concierta.budgets.models.modifications import Modification, ModificationLine
from concierta.budgets.models.prices import PriceIndex, PricePoint

__all__ = [
    "BudgetFinding",
    "BudgetImport",
    "BudgetLine",
    "Contract",
    "Contribution",
    "Delivery",
    "DeliveryStep",
    "ExecutionCut",
    "FundingSource",
    "Modification",
    "ModificationLine",
    "Opportunity",
    "OpportunityAmount",
    "OpportunityContact",
    "OpportunityDeadline",
    "OpportunityShare",
    "OpportunityStep",
    "PriceIndex",
    "PricePoint",
    "ProjectNeed",
]
