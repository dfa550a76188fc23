"""One output indicator per product of an official matrix, and its targets from what the source programmed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from concierta.indicators.enums import IndicatorKind
from concierta.indicators.models import Indicator, Target
from concierta.indicators.operations.measures import Defined, Key, Stated
from concierta.indicators.permissions import check_can_derive_indicators
from concierta.kernel.decimals import plain
from concierta.kernel.origin import Origin
from concierta.people.models import User
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan, Product, ProductFollowUp
from concierta.plans.operations.acts import record_in_plan
from concierta.plans.operations.bulk import insert_rows, reserve_keys, update_rows

_COLUMNS = (
    *("plan_id", "kind", "product_id", "code", "name", "name_en", "definition", "definition_en", "unit", "decimals"),
    *("measure", "accumulation", "flow_policy", "year_weights", "baseline", "baseline_source"),
    *("reporter_id", "means_of_verification", "origin", "source"),
)


@dataclass(frozen=True, slots=True)
class TargetKept:
    """A target in force that the source now programmes otherwise: the target stays, the follow-up has the revision.

    None is NP in both.
    """

    code: str
    year: int
    target: Decimal | None
    programmed: Decimal | None


@dataclass(slots=True)
class Derived:
    """`defined`: indicator code → how it is measured, of those made now that are not what a product usually gets."""

    indicators: int = 0
    targets: int = 0
    kept: list[TargetKept] = field(default_factory=list)
    defined: dict[str, Defined] = field(default_factory=dict)


@transaction.atomic
def derive_output_indicators(*, plan: Plan, by: User | None, at: datetime) -> Derived:
    """An indicator for every product that has none, and the targets that its follow-ups programme. Idempotent.

    Each is of type flow unless its source says so: every year has its own target, and nothing says that the years
    add up; a unit of "%" makes it a rate. The entity of the project reports; reviewer, verifier and presenter are left
    to the plan's own. Where one of these is that entity, nobody may check the figure until `assign_responsibles` names
    another: the readiness of the plan lists them.
    """
    check_can_derive_indicators(by, plan)
    derived = write_output_indicators(plan)
    if derived.indicators or derived.targets:
        record_in_plan(
            kind="indicators.derived",
            subject=plan.slug,
            plan=plan,
            body={"indicators": derived.indicators, "targets": derived.targets, **defined_body(derived)},
            by=by,
            at=at,
        )
    return derived


def write_output_indicators(
    plan: Plan, moved: dict[int, tuple[int, int]] | None = None, defined: Mapping[Key, Defined] | None = None
) -> Derived:
    """`derive_output_indicators` inside a larger act, which checks and records.

    `defined`: project and product code → how the source measures it; what it does not name is counted, year by year.
    `moved`: projects whose entity changed (primary key → before, now); their indicators follow while a draft.
    """
    derived = Derived()
    _follow_moved(plan, moved or {})
    _write_indicators(plan, derived, defined or {})
    _write_targets(plan, derived)
    return derived


def defined_body(derived: Derived) -> dict[str, object]:
    """What an act says of the indicators that it made otherwise than a product usually gets them."""
    said = {
        code: {
            "measure": one.measure.value,
            "accumulation": one.reading.accumulation.value,
            "flow_policy": one.reading.flow_policy.value,
            "baseline": plain(one.baseline),
        }
        for code, one in sorted(derived.defined.items())
    }
    return {"defined": said} if said else {}


def derived_code(project: str, product: str) -> str:
    """The code of a derived indicator. One that a person defined has another, and is never renamed by an import."""
    return f"{project}-{product}"


def indicators_to_be_made(plan: Plan) -> set[Key]:
    """Project and product code of the products without an indicator: those of which a source may be asked."""
    rows = Product.objects.filter(project__plan=plan, indicator__isnull=True).order_by()
    return set(rows.values_list("project__code", "code"))


def _write_indicators(plan: Plan, derived: Derived, defined: Mapping[Key, Defined]) -> None:
    products = (
        Product.objects.filter(project__plan=plan)
        .order_by("pk")
        .values_list(
            *("pk", "code", "name", "unit", "project__code", "project__entity", "project__origin", "project__source"),
            *("indicator__pk", "indicator__code", "indicator__name", "indicator__source"),
        )
    )
    fresh, changed = [], []
    for pk, code, name, unit, project, entity, origin, source, indicator, own_code, old_name, old_source in products:
        if indicator is None:
            one = defined.get((project, code)) or Defined(Stated(unit).measure)
            if one != Defined():
                derived.defined[derived_code(project, code)] = one
            fresh.append(
                (
                    *(plan.pk, IndicatorKind.OUTPUT.value, pk, derived_code(project, code), name, "", "", "", unit, 0),
                    *(one.measure.value, one.reading.accumulation.value, one.reading.flow_policy.value, ""),
                    *(one.baseline, ""),
                    *(entity, "", origin, source),
                )
            )
        elif own_code == derived_code(project, code) and (old_name, old_source) != (name, source):
            changed.append((name, source, indicator))
    keys = reserve_keys(Indicator, len(fresh))
    insert_rows(Indicator, ("id", *_COLUMNS), [(key, *row) for key, row in zip(keys, fresh, strict=True)])
    update_rows(Indicator, ("name", "source"), changed)
    derived.indicators = len(fresh)


def _follow_moved(plan: Plan, moved: dict[int, tuple[int, int]]) -> None:
    if plan.state != PlanState.DRAFT:
        return
    for project, (before, now) in moved.items():
        indicators = Indicator.objects.filter(product__project=project, reporter=before)
        indicators.filter(reviewer=now).update(reviewer=None)
        indicators.filter(verifier=now).update(verifier=None)
        indicators.update(reporter=now)


def _write_targets(plan: Plan, derived: Derived) -> None:
    """The target of a year is what the latest cut of that year programmed; where it says NP, a target that is NP.

    A draft follows the source. Once the plan is in force a year that has a target keeps it, because only the Mesa
    moves targets; the source's revision stays in the follow-up and is reported as a finding. Years still without a
    target take theirs from the source: the annual action plan is what programmes them.
    """
    existing = {
        (indicator, year): (pk, value)
        for pk, indicator, year, value in Target.objects.filter(indicator__plan=plan, quarter__isnull=True)
        .order_by()
        .values_list("pk", "indicator_id", "year", "value")
    }
    fresh: list[tuple[int, int, None, Decimal | None]] = []
    changed: list[tuple[Decimal | None, int]] = []
    for (indicator, year), (code, programmed) in _programmed(plan).items():
        known = existing.get((indicator, year))
        if known is None:
            fresh.append((indicator, year, None, programmed))
        elif known[1] != programmed and plan.state == PlanState.DRAFT:
            changed.append((programmed, known[0]))
        elif known[1] != programmed:
            derived.kept.append(TargetKept(code, year, known[1], programmed))
    insert_rows(Target, ("indicator_id", "year", "quarter", "value"), fresh)
    update_rows(Target, ("value",), changed)
    derived.targets = len(fresh) + len(changed)


def _programmed(plan: Plan) -> dict[tuple[int, int], tuple[str, Decimal | None]]:
    """(indicator, year) → its code and what the latest cut of the year said, None for NP; blank years are absent."""
    rows = (
        ProductFollowUp.objects.filter(
            Q(programmed__isnull=False) | Q(not_programmed=True),
            period__plan=plan,
            product__indicator__origin=Origin.OFFICIAL,
        )
        .order_by("period__cut_off")
        .values_list("product__indicator__pk", "product__indicator__code", "period__year", "programmed")
    )
    return {(indicator, year): (code, programmed) for indicator, code, year, programmed in rows}
