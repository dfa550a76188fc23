"""Public money in exact arithmetic: whole pesos, decimals and fractions; a float is refused.

Pure functions and values. Null means "the source does not state it", which is never zero. What breaks the rules of
DOMAIN §3 raises `MoneyRefused` when it is ours to decide, and is a `Breach` to be shown when an official file wrote it.

    >>> from concierta.engines.finance import Stages, breaches
    >>> stages = Stages(initial=1_200, additions=300, reductions=50, credits=80, counter_credits=30, final=1_500)
    >>> breaches(stages)
    ()
"""

from .currency import PESO, to_pesos
from .errors import MoneyProblem, MoneyRefused
from .joined import Compared, Physical, compare, cost_per_unit
from .means import Cash, InKind, MeansTotal, Valuation, in_cash, in_kind
from .mobilised import (
    DEFAULT_PROBABILITIES,
    Forecast,
    Gap,
    Prospect,
    StageForecast,
    apportion,
    forecast,
    funding_gap,
    leverage,
)
from .modifications import (
    Act,
    ActKind,
    Change,
    Effect,
    apply_act,
    check_act,
    check_balance,
    free_balance,
    with_spending,
)
from .pace import YearPace, year_elapsed, year_pace
from .physical import Part, YearFigure, physical_of
from .prices import base_year, deflate
from .reconcile import FIGURES, Reconciled, Standing, reconcile
from .rollup import roll_up
from .stages import FIELDS, NOTHING, Breach, Stages, breaches, total

__all__ = [
    "DEFAULT_PROBABILITIES",
    "FIELDS",
    "FIGURES",
    "NOTHING",
    "PESO",
    "Act",
    "ActKind",
    "Breach",
    "Cash",
    "Change",
    "Compared",
    "Effect",
    "Forecast",
    "Gap",
    "InKind",
    "MeansTotal",
    "MoneyProblem",
    "MoneyRefused",
    "Part",
    "Physical",
    "Prospect",
    "Reconciled",
    "StageForecast",
    "Stages",
    "Standing",
    "Valuation",
    "YearFigure",
    "YearPace",
    "apply_act",
    "apportion",
    "base_year",
    "breaches",
    "check_act",
    "check_balance",
    "compare",
    "cost_per_unit",
    "deflate",
    "forecast",
    "free_balance",
    "funding_gap",
    "in_cash",
    "in_kind",
    "leverage",
    "physical_of",
    "reconcile",
    "roll_up",
    "to_pesos",
    "total",
    "with_spending",
    "year_elapsed",
    "year_pace",
]
