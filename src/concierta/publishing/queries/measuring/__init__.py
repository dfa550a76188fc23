"""How far the plan is at a cut-off, on plain data: no database, exact fractions throughout.

The rules that turn reports into one figure are those of ADR 0007; the formulas are `engines.achievement`'s.
"""

from concierta.publishing.queries.measuring.facts import Branch, Calendar, Figure, IndicatorFacts, Reading, Tally
from concierta.publishing.queries.measuring.indicator import read_indicator
from concierta.publishing.queries.measuring.rollup import roll_up_branch

__all__ = [
    "Branch",
    "Calendar",
    "Figure",
    "IndicatorFacts",
    "Reading",
    "Tally",
    "read_indicator",
    "roll_up_branch",
]
