"""How achievement is computed: from figures in exact arithmetic to fractions, bands and alerts.

Pure functions over `int`, `Decimal` and `Fraction`; results are `Fraction` (1 = target met) or None. None means
"not programmed" for a target and "no data" for an actual: it is left out of every average and is never 0.
Contradictory figures raise `InvalidFigures`, whose `problem` is a stable code.

    >>> from concierta.engines.achievement import Accumulation, cycle_achievement
    >>> cycle_achievement(
    ...     Accumulation.CUMULATIVE,
    ...     series={2024: 450, 2025: 550},
    ...     targets={2024: 500, 2025: 500, 2026: 600, 2027: 400},
    ...     cycle_target=2000,
    ... )
    Fraction(1, 2)
"""

from .accumulation import Accumulation, FlowPolicy, Horizon
from .alerts import (
    ALERT_RULES,
    UNFUNDED_MEANS,
    Alert,
    AlertCode,
    AlertRule,
    ReportFigures,
    Severity,
    alerts_for,
    names_unfunded_means,
)
from .bands import DNP_LEGACY, BandFloor, BandScale
from .cycle import cycle_achievement, mean_of_years, weights_of_years, year_achievements, years_without_figure
from .disaggregation import Ratio, aggregate_ratio, check_members, sum_of_ratios
from .errors import InvalidFigures, Problem
from .expected import elapsed_progress, expected_progress, expected_value, pace, scheduled_progress
from .financial import Appropriation, Execution, check_reduction, check_transfers, efficiency
from .measure import (
    Measure,
    check_measure,
    day_of,
    figure_of_day,
    is_held,
    measure_of_unit,
    periods_add_up,
    rate_base,
    rate_of,
)
from .periods import check_period_targets, fold_periods, fold_ratios
from .quantities import Number, Series
from .rollup import Child, RollUp, capped, check_sibling_weights, exceeds_target, roll_up, weighted_mean
from .targets import check_cumulative_targets, check_target_direction, implied_cycle_target
from .verification import VerifiedFigure, verification_factor
from .words import WORDS, Reading, plain_word, reading_of_code, readings_of, worked
from .year import is_programmed, year_achievement
from .year_weights import read_year_weights, write_year_weights

__all__ = [
    "ALERT_RULES",
    "DNP_LEGACY",
    "UNFUNDED_MEANS",
    "WORDS",
    "Accumulation",
    "Alert",
    "AlertCode",
    "AlertRule",
    "Appropriation",
    "BandFloor",
    "BandScale",
    "Child",
    "Execution",
    "FlowPolicy",
    "Horizon",
    "InvalidFigures",
    "Measure",
    "Number",
    "Problem",
    "Ratio",
    "Reading",
    "ReportFigures",
    "RollUp",
    "Series",
    "Severity",
    "VerifiedFigure",
    "aggregate_ratio",
    "alerts_for",
    "capped",
    "check_cumulative_targets",
    "check_measure",
    "check_members",
    "check_period_targets",
    "check_reduction",
    "check_sibling_weights",
    "check_target_direction",
    "check_transfers",
    "cycle_achievement",
    "day_of",
    "efficiency",
    "elapsed_progress",
    "exceeds_target",
    "expected_progress",
    "expected_value",
    "figure_of_day",
    "fold_periods",
    "fold_ratios",
    "implied_cycle_target",
    "is_held",
    "is_programmed",
    "mean_of_years",
    "measure_of_unit",
    "names_unfunded_means",
    "pace",
    "periods_add_up",
    "plain_word",
    "rate_base",
    "rate_of",
    "read_year_weights",
    "reading_of_code",
    "readings_of",
    "roll_up",
    "scheduled_progress",
    "sum_of_ratios",
    "verification_factor",
    "weighted_mean",
    "weights_of_years",
    "worked",
    "write_year_weights",
    "year_achievement",
    "year_achievements",
    "years_without_figure",
]
