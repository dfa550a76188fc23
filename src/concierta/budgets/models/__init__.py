"""Money: the annual investment plan and its execution, contributions, and resources obtained."""

from concierta.budgets.models.execution import BudgetFinding, BudgetImport, Contract, ExecutionCut
from concierta.budgets.models.lines import (
    BudgetLine,
    FundingSource,
    Modification,
    ModificationLine,
    PriceIndex,
    PricePoint,
    ProjectNeed,
)
from concierta.budgets.models.means import (
    Contribution,
    Delivery,
    DeliveryStep,
    Opportunity,
    OpportunityAmount,
    OpportunityContact,
    OpportunityDeadline,
    OpportunityShare,
    OpportunityStep,
)

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
