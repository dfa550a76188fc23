"""What was achieved, in the shape that money is compared with. Measuring a city takes a third of a second of exact
fractions, so the last few answers are kept until the ledger says that something it depends on happened."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from django.conf import settings
from django.db.models import Q

from concierta.engines.achievement import Accumulation
from concierta.engines.finance import Physical
from concierta.ledger.models import Event
from concierta.plans.models import Plan
from concierta.publishing.queries.achievement import achievement_of
from concierta.publishing.queries.measuring import Reading, Tally
from concierta.publishing.queries.snapshot import Snapshot

_KEPT = 6
_remembered: "OrderedDict[tuple[str, int, date, str], PhysicalOfPlan]" = OrderedDict()
#: Acts that can move what was achieved; those of money, sessions or promises cannot.
_MOVES = Q(
    *(
        Q(kind__startswith=f"{family}.")
        for family in ("report", "matrix", "plan", "indicator", "indicators", "amendment")
    ),
    _connector=Q.OR,
)
#: What can be counted over a year: the others are levels, and levels of two products do not add up.
_COUNTED = (Accumulation.FLOW, Accumulation.CUMULATIVE)


class Basis(StrEnum):
    """Which figures: those that somebody else checked, or those that their entities claim."""

    VERIFIED = "verified"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class PhysicalOfPlan:
    """`by_project` by code, `by_node` by public key ("eje/1"), `by_entity` by code."""

    by_project: dict[str, Physical]
    by_node: dict[str, Physical]
    by_entity: dict[str, Physical]


def physical_of(plan: Plan, cut_off: date, basis: Basis = Basis.VERIFIED) -> PhysicalOfPlan:
    """The physical side of a plan in the year of `cut_off`, from its output indicators."""
    key = _key(plan, cut_off, basis)
    found = _recall(key)
    if found is None:
        found = _measured(plan, cut_off, basis)
        _remembered[key] = found
        while len(_remembered) > _KEPT:
            _remembered.popitem(last=False)
    return found


def physical_at_hand(plan: Plan, cut_off: date, basis: Basis = Basis.VERIFIED) -> PhysicalOfPlan | None:
    """The same if nothing must be measured for it; None tells a page not to make its reader wait.

    Where nothing is remembered, waiting would gain nothing and it is measured at once.
    """
    return _recall(_key(plan, cut_off, basis)) if _remembers() else physical_of(plan, cut_off, basis)


def _key(plan: Plan, cut_off: date, basis: Basis) -> tuple[str, int, date, str]:
    latest = Event.objects.filter(_MOVES).order_by("-index").values_list("leaf_hash", flat=True).first() or ""
    return latest, plan.pk, cut_off, basis.value


def _recall(key: tuple[str, int, date, str]) -> PhysicalOfPlan | None:
    return _remembered.get(key) if _remembers() else None


def _remembers() -> bool:
    return getattr(settings, "REMEMBER_MEASURES", True)


@dataclass(slots=True)
class _Part:
    """What the indicators of one project say."""

    results: int = 0
    narratives: list[str] = field(default_factory=list)
    units: set[str] = field(default_factory=set)
    quantity: Fraction = Fraction(0)
    countable: bool = True


def _measured(plan: Plan, cut_off: date, basis: Basis) -> PhysicalOfPlan:
    snapshot = Snapshot(plan, cut_off)
    measured = achievement_of(snapshot)
    parts: dict[int, _Part] = defaultdict(_Part)
    for report in snapshot.reports:
        indicator = snapshot.indicators.get(report.indicator)
        if report.stands and indicator is not None and indicator.product_id is not None:
            project = snapshot.products[indicator.product_id].project_id
            if snapshot.periods[report.period].year == cut_off.year and report.narrative.strip():
                parts[project].narratives.append(report.narrative.strip())
    for indicator in snapshot.indicators.values():
        if indicator.product_id is not None:
            part = parts[snapshot.products[indicator.product_id].project_id]
            _count(part, measured.readings[indicator.code], indicator.unit, indicator.accumulation, basis)
    by_project = {
        project.code: _physical([parts[pk]], measured.tallies.get(("project", project.code)), basis)
        for pk, project in snapshot.projects.items()
    }
    under: dict[int, list[_Part]] = defaultdict(list)
    of_entity: dict[int, list[int]] = defaultdict(list)
    for pk, placed in snapshot.projects.items():
        of_entity[placed.entity_id].append(pk)
        node: int | None = placed.node_id
        while node is not None:
            under[node].append(parts[pk])
            node = snapshot.nodes[node].parent_id
    return PhysicalOfPlan(
        by_project=by_project,
        by_node={
            key: _physical(under[pk], measured.tallies.get(("node", key)), basis)
            for pk, key in snapshot.node_keys.items()
        },
        by_entity={
            snapshot.entity(entity): _of_entity(
                [measured.tallies.get(("project", snapshot.projects[pk].code)) for pk in projects],
                [parts[pk] for pk in projects],
                basis,
            )
            for entity, projects in of_entity.items()
        },
    )


def _count(part: _Part, reading: Reading, unit: str, accumulation: str, basis: Basis) -> None:
    # That there is a result is its entity's claim, whatever the verifier has got to: alerts are about what was said.
    part.results += bool(reading.reported_value or reading.verified_value)
    value: Decimal | None = reading.verified_value if basis is Basis.VERIFIED else reading.reported_value
    if not value:
        return
    part.quantity += Fraction(value)
    part.countable = part.countable and accumulation in _COUNTED and bool(unit)
    part.units.add(unit)


def _physical(parts: list[_Part], tally: Tally | None, basis: Basis) -> Physical:
    """Where nobody has stated a figure yet nothing is known: neither how much was achieved nor at what pace."""
    year, expected, known = _year(tally, basis)
    if not known:
        return _with_words(parts, None, None)
    return _with_words(parts, year, year / expected if year is not None and expected else None)


def _of_entity(tallies: Iterable[Tally | None], parts: list[_Part], basis: Basis) -> Physical:
    """Every programmed project of the entity counts as one: offices have no weights in the plan."""
    years = [_year(tally, basis) for tally in tallies]
    if not any(known for _, _, known in years):
        return _with_words(parts, None, None)
    projected = _mean(year / expected for year, expected, _ in years if year is not None and expected)
    return _with_words(parts, _mean(year for year, _, _ in years), projected)


def _year(tally: Tally | None, basis: Basis) -> tuple[Fraction | None, Fraction | None, bool]:
    """What was achieved and what was expected of the year, and whether any figure stands behind it: in the tally of
    a plan what lacks one is a zero (ADR 0007), which beside money would read as a result."""
    if tally is None:
        return None, None, False
    if basis is Basis.VERIFIED:
        return tally.verified_year, tally.expected_year, bool(tally.verified_share)
    return tally.reported_year, tally.expected_year, bool(tally.reported_share)


def _with_words(parts: list[_Part], achieved: Fraction | None, projected: Fraction | None) -> Physical:
    results = sum(part.results for part in parts)
    narrative = "\n\n".join(text for part in parts for text in part.narratives)
    units = {unit for part in parts for unit in part.units}
    countable = len(units) == 1 and all(part.countable for part in parts)
    return Physical(
        achieved=achieved,
        result=results,
        narrative=narrative,
        explained=not results and bool(narrative),
        projected_close=projected,
        units=sum((part.quantity for part in parts), Fraction(0)) if countable else None,
        unit=next(iter(units)) if countable else "",
    )


def _mean(values: Iterable[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None
