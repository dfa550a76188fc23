"""What was achieved, in the shape that money is compared with. Measuring a city takes a third of a second of exact
fractions, so the last few answers are kept until the ledger says that something it depends on happened."""

from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.db.models import Q

from concierta.engines.achievement import Accumulation, Measure
from concierta.engines.finance import Part, Physical, YearFigure
from concierta.engines.finance import physical_of as physical
from concierta.ledger.models import Event
from concierta.plans.models import Plan
from concierta.publishing.queries.achievement import achievement_of
from concierta.publishing.queries.measuring import Tally
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


def _measured(plan: Plan, cut_off: date, basis: Basis) -> PhysicalOfPlan:
    snapshot = Snapshot(plan, cut_off)
    measured = achievement_of(snapshot)
    parts: dict[int, Part] = defaultdict(Part)
    for report in snapshot.reports:
        indicator = snapshot.indicators.get(report.indicator)
        if report.stands and indicator is not None and indicator.product_id is not None:
            project = snapshot.products[indicator.product_id].project_id
            if snapshot.periods[report.period].year == cut_off.year and report.narrative.strip():
                parts[project].narratives.append(report.narrative.strip())
    for indicator in snapshot.indicators.values():
        if indicator.product_id is not None:
            part = parts[snapshot.products[indicator.product_id].project_id]
            reading = measured.readings[indicator.code]
            part.count(
                claimed=reading.reported_value,
                value=reading.verified_value if basis is Basis.VERIFIED else reading.reported_value,
                unit=indicator.unit,
                accumulation=Accumulation(indicator.accumulation),
                measure=Measure(indicator.measure),
            )
    by_project = {
        project.code: physical([parts[pk]], [_year(measured.tallies.get(("project", project.code)), basis)])
        for pk, project in snapshot.projects.items()
    }
    under: dict[int, list[Part]] = defaultdict(list)
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
            key: physical(under[pk], [_year(measured.tallies.get(("node", key)), basis)])
            for pk, key in snapshot.node_keys.items()
        },
        # Every programmed project of the entity counts as one: offices have no weights in the plan.
        by_entity={
            snapshot.entity(entity): physical(
                [parts[pk] for pk in projects],
                [_year(measured.tallies.get(("project", snapshot.projects[pk].code)), basis) for pk in projects],
            )
            for entity, projects in of_entity.items()
        },
    )


def _year(tally: Tally | None, basis: Basis) -> YearFigure:
    if tally is None:
        return YearFigure(None, None, known=False)
    if basis is Basis.VERIFIED:
        return YearFigure(tally.verified_year, tally.expected_year, known=bool(tally.verified_share))
    return YearFigure(tally.reported_year, tally.expected_year, known=bool(tally.reported_share))
