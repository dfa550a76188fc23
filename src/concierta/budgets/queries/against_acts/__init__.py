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
    comparison = Comparison()
    compare_lines(comparison)
    compare_modifications(comparison)
    compare_own_cuts(comparison)
    compare_files(comparison)
    compare_needs(comparison)
    compare_contracts(comparison)
    compare_prices(comparison)
    return comparison


def means_against_acts() -> Comparison:
    """Contributions, deliveries and what was sought from others."""
    comparison = Comparison()
    compare_contributions(comparison)
    compare_deliveries(comparison)
    compare_opportunities(comparison)
    return comparison


__all__ = ["means_against_acts", "money_against_acts"]
