"""The plan in force, its amendments and its measures held against what their acts put into the log."""

from concierta.amendments.queries.against_acts.amendments import compare_amendments, compare_measures
from concierta.amendments.queries.against_acts.expected import ACTS_ON_FIGURES, FIELDS_OF_FIGURES, Expected
from concierta.amendments.queries.against_acts.live import live_values
from concierta.amendments.queries.against_acts.parts import compare_parts
from concierta.ledger.queries import Comparison
from concierta.ledger.recorded import compared


def targets_against_acts() -> Comparison:
    """Targets, weights, baselines and the other figures of every plan: as first recorded, then as amended."""
    comparison = Comparison()
    comparison.covers(ACTS_ON_FIGURES, FIELDS_OF_FIGURES)
    live = live_values()
    compare_parts(comparison, live, Expected(live))
    return comparison


def amendments_against_acts() -> Comparison:
    """Amendments with every change before and after, and measures with their figures."""
    return compared(compare_amendments, compare_measures)


__all__ = ["amendments_against_acts", "targets_against_acts"]
