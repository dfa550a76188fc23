"""The year so far: what may stay unspent, and pesos of other years in those of one."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from concierta.budgets.models import PriceIndex, PricePoint
from concierta.budgets.queries.money import Money
from concierta.engines.finance import Stages, YearPace, deflate, year_pace
from concierta.kernel.errors import NotFound, gettext_noop


@dataclass(frozen=True, slots=True)
class AtRisk:
    project: int
    stages: Stages
    pace: YearPace


def at_risk(money: Money, year: int) -> list[AtRisk]:
    """Projects that end the year with money unobligated at the present pace, the most pesos first."""
    found = [
        AtRisk(project, stages, pace)
        for project, stages in money.by_project(year).items()
        if (pace := year_pace(stages, year, money.on)) is not None and pace.at_risk > 0
    ]
    return sorted(found, key=lambda one: (-one.pace.at_risk, money.projects[one.project].code))


def price_indexes() -> list[PriceIndex]:
    return list(PriceIndex.objects.order_by("slug"))


def price_series(slug: str) -> dict[int, Decimal]:
    """Year → index; NotFound when there is no such index."""
    points = dict(PricePoint.objects.filter(index__slug=slug).values_list("year", "value"))
    if not points and not PriceIndex.objects.filter(slug=slug).exists():
        raise NotFound(gettext_noop("No hay un índice de precios «%(slug)s»."), slug=slug)
    return points


@dataclass(frozen=True, slots=True)
class RealYear:
    """Pesos of `year` as they were counted, and in pesos of `base_year`; null where the index lacks a year."""

    year: int
    base_year: int | None
    nominal: Stages
    final: Fraction | None
    obligation: Fraction | None


def in_pesos_of(money: Money, base_year: int | None, index: dict[int, Decimal]) -> list[RealYear]:
    """Every fiscal year, said in pesos of one: `engines.finance.base_year` says which. None: there is no price."""
    return [
        RealYear(
            year,
            base_year,
            stages,
            deflate(stages.final, year, base_year, index),
            deflate(stages.obligation, year, base_year, index),
        )
        for year, stages in sorted(money.by_year().items())
    ]


def real_by_project(money: Money, base_year: int, index: dict[int, Decimal]) -> dict[int, Fraction | None]:
    """Obligations of all years in pesos of one; null as soon as one of the years lacks its price."""
    found: dict[int, Fraction | None] = {}
    for year in money.years:
        for project, stages in money.by_project(year).items():
            if stages.obligation is None:
                continue
            real, sofar = deflate(stages.obligation, year, base_year, index), found.get(project, Fraction(0))
            found[project] = None if real is None or sofar is None else sofar + real
    return found
