"""Pesos and means held against what their acts put into the log."""

from concierta.budgets.queries.against_acts.appropriations import (
    compare_contracts,
    compare_lines,
    compare_modifications,
    compare_needs,
)
from concierta.budgets.queries.against_acts.cuts import compare_files, compare_own_cuts
from concierta.budgets.queries.against_acts.means import compare_contributions, compare_deliveries
from concierta.budgets.queries.against_acts.prices import compare_prices
from concierta.budgets.queries.against_acts.sought import compare_opportunities
from concierta.ledger.queries import Comparison


def money_against_acts() -> Comparison:
    """Lines, modifications, execution, estimates, contracts and price indexes."""
    made = Comparison()
    compare_lines(made)
    compare_modifications(made)
    compare_own_cuts(made)
    compare_files(made)
    compare_needs(made)
    compare_contracts(made)
    compare_prices(made)
    return made


def means_against_acts() -> Comparison:
    """Contributions, deliveries and what was sought from others."""
    made = Comparison()
    compare_contributions(made)
    compare_deliveries(made)
    compare_opportunities(made)
    return made


__all__ = ["means_against_acts", "money_against_acts"]
