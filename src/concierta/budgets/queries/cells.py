"""The money of a plan as the smallest sums that any page adds up, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Sum

from concierta.budgets.enums import Effect, FundingKind, MoneySource, Vintage
from concierta.budgets.models import ModificationLine
from concierta.budgets.queries.standing import lines_without_cut, standing_cuts
from concierta.engines.finance import FIELDS, Stages, total
from concierta.plans.models import ActivityFollowUp, Plan, ReportingPeriod


@dataclass(frozen=True, slots=True)
class MoneyCell:
    """What one project, office, place and source had in a fiscal year. Keys are primary keys; None: not said, or for
    `territory` the whole city. `project_code` also where the plan has no such project."""

    fiscal_year: int
    project: int | None
    project_code: str
    entity: int
    territory: int | None
    funding_source: int | None
    funding_kind: str
    vintage: str
    stages: Stages


_GROUP = (
    "line__fiscal_year",
    "line__project",
    "line__project_code",
    "line__entity",
    "line__territory",
    "line__funding_source",
    "line__funding_source__kind",
    "line__vintage",
)


def budget_cells(plan: Plan, on: date) -> list[MoneyCell]:
    """Of every fiscal year begun by `on`. Three queries."""
    rows = (
        standing_cuts(plan, on)
        .order_by()
        .values_list(*_GROUP)
        .annotate(**{f"sum_{name}": Sum(name) for name in FIELDS})
    )
    cut = [
        MoneyCell(year, project, code, entity, territory, source, kind, vintage, Stages(*sums))
        for year, project, code, entity, territory, source, kind, vintage, *sums in rows
    ]
    return [*cut, *_uncut(plan, on)]


def _uncut(plan: Plan, on: date) -> Iterator[MoneyCell]:
    """Appropriated and not begun: initial and the acts so far; what was spent of it is not stated, never zero."""
    lines = list(lines_without_cut(plan, on).select_related("funding_source").order_by("key"))
    if not lines:
        return
    changed = changes_by_line((line.pk for line in lines), on)
    for line in lines:
        yield MoneyCell(
            line.fiscal_year,
            line.project_id,
            line.project_code,
            line.entity_id,
            line.territory_id,
            line.funding_source_id,
            line.funding_source.kind,
            line.vintage,
            appropriation(line.initial, changed.get(line.pk, {})),
        )


def changes_by_line(lines: Iterable[int], on: date) -> dict[int, dict[str, int]]:
    """Line → effect → pesos, of the acts dated by `on`. One query."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = (
        ModificationLine.objects.filter(line__in=list(lines), modification__act_date__lte=on)
        .order_by()
        .values_list("line", "effect")
        .annotate(pesos=Sum("amount"))
    )
    for line, effect, pesos in rows:
        found[line][effect] = pesos
    return found


def appropriation(initial: int, changes: dict[str, int]) -> Stages:
    """The stages of an appropriation that nothing was spent of yet."""
    amounts = {effect: changes.get(effect.value, 0) for effect in Effect}
    return Stages(
        initial=initial,
        additions=amounts[Effect.ADDITION],
        reductions=amounts[Effect.REDUCTION],
        credits=amounts[Effect.CREDIT],
        counter_credits=amounts[Effect.COUNTER_CREDIT],
        deferred=amounts[Effect.DEFERRAL] - amounts[Effect.RELEASE],
        final=initial
        + amounts[Effect.ADDITION]
        - amounts[Effect.REDUCTION]
        + amounts[Effect.CREDIT]
        - amounts[Effect.COUNTER_CREDIT],
    )


def matrix_cells(plan: Plan, on: date) -> list[MoneyCell]:
    """The same from the plan's own follow-up: of each year the latest period by `on` that states money. Two queries.

    The matrix calls "ejecución" what the budget calls registration (RP), and states neither CDP nor modifications.
    """
    latest: dict[int, int] = {}
    stated = periods_with_money(plan, on).order_by("cut_off")
    for pk, year in stated.values_list("pk", "year"):
        latest[year] = pk
    names = {
        "initial": "initial",
        "final": "modified",
        "registration": "executed",
        "obligation": "obligated",
        "payment": "paid",
    }
    rows = (
        ActivityFollowUp.objects.filter(period__in=latest.values())
        .order_by()
        .values_list(
            "period__year",
            "activity__product__project",
            "activity__product__project__code",
            "activity__product__project__entity",
            "activity__territory",
        )
        .annotate(**{f"sum_{name}": Sum(column) for name, column in names.items()})
    )
    return [
        MoneyCell(
            year,
            project,
            code,
            entity,
            territory,
            None,
            FundingKind.UNCLASSIFIED.value,
            Vintage.CURRENT.value,
            Stages(**dict(zip(names, sums, strict=True))),
        )
        for year, project, code, entity, territory, *sums in rows
    ]


def periods_with_money(plan: Plan, on: date) -> QuerySet[ReportingPeriod]:
    """The periods by `on` whose follow-up states money, whether a matrix brought it or somebody recorded it."""
    told = ActivityFollowUp.objects.filter(period=OuterRef("pk"), modified__isnull=False)
    return ReportingPeriod.objects.filter(Exists(told), plan=plan, cut_off__lte=on)


def cells_of(plan: Plan, on: date, source: MoneySource) -> list[MoneyCell]:
    return matrix_cells(plan, on) if source == MoneySource.MATRIX else budget_cells(plan, on)


def cell_total(cells: Iterable[MoneyCell]) -> Stages:
    return total(cell.stages for cell in cells)
