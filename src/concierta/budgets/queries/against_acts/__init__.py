"""Pesos and means held against what their acts put into the log."""

from concierta.budgets.queries.against_acts.appropriations import (
    CONTRACTS,
    LINES,
    NEEDS,
    compare_modifications,
    compare_prices,
)
from concierta.budgets.queries.against_acts.cuts import compare_files, compare_own_cuts
from concierta.budgets.queries.against_acts.means import CONTRIBUTIONS, DELIVERIES, compare_opportunities
from concierta.ledger.queries import Comparison
from concierta.ledger.recorded import compared


def money_against_acts() -> Comparison:
    """Lines, modifications, execution, estimates, contracts and price indexes."""
    return compared(
        LINES.compare,
        compare_modifications,
        compare_own_cuts,
        compare_files,
        NEEDS.compare,
        CONTRACTS.compare,
        compare_prices,
    )


def means_against_acts() -> Comparison:
    """Contributions, deliveries and what was sought from others."""
    return compared(CONTRIBUTIONS.compare, DELIVERIES.compare, compare_opportunities)


__all__ = ["means_against_acts", "money_against_acts"]
