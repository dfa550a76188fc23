"""Amendments, measures and the values in force that they start from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from concierta.amendments.enums import AmendmentState, ChangeField, MeasureState, SubjectKind
from concierta.amendments.models import AdjustmentMeasure, Amendment, Change, MeasuredFigure
from concierta.amendments.queries.plan_as_of import NO_TARGET, ChangeKey, plan_as_of
from concierta.amendments.subjects.attributes import Wanted, columns_of, parts_of
from concierta.indicators.models import Indicator
from concierta.kernel.decimals import plain
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.kernel.periods import Period
from concierta.people.models import User
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.plans.permissions import can_see_plan, check_can_see_plan
from concierta.plans.schema import Attribute

_WITH = (
    *("plan__secretariat", "plan__agreement", "item__session__mesa", "decision__session__mesa", "decision__motion"),
    *("proposed_entity", "proposed_by"),
)


def amendments_of(plan: Plan, user: User | None = None) -> QuerySet[Amendment]:
    """Every amendment of a plan with its changes, the newest first. A constant number of queries."""
    check_can_see_plan(user, plan)
    return (
        Amendment.objects.filter(plan=plan)
        .select_related(*_WITH)
        .prefetch_related(Prefetch("changes", Change.objects.order_by("ordinal")))
        .order_by("-number")
    )


def amendment_for(user: User | None, pk: int) -> Amendment:
    """One amendment with everything its page shows; NotFound where there is none or its plan is not for `user`."""
    amendment = (
        Amendment.objects.select_related(*_WITH)
        .prefetch_related(
            Prefetch("changes", Change.objects.order_by("ordinal")), "measures", "decision__motion__votes"
        )
        .filter(pk=pk)
        .first()
    )
    if amendment is None or not can_see_plan(user, amendment.plan):
        raise NotFound(gettext_noop("No hay tal modificación, o no es visible para usted."))
    return amendment


def amendment_subject(amendment: Amendment) -> str:
    """How an agenda item names an amendment, so that its decision is known to be about it."""
    return agenda_subject(amendment.plan, f"amendment:{amendment.number}")


def agenda_subject(plan: Plan, name: str) -> str:
    """ "amendment:3"; where the Mesa follows several plans in force, "cali/amendment:3"."""
    followed = Plan.objects.filter(agreement=plan.agreement_id, state=PlanState.IN_FORCE).count()
    return name if followed == 1 else f"{plan.slug}/{name}"


def amendments_proposed(plans: Sequence[Plan]) -> QuerySet[Amendment]:
    """Those that wait for the Mesa, oldest first: what an agenda brings by itself. For the program, not a person."""
    return (
        Amendment.objects.filter(plan__in=plans, state=AmendmentState.PROPOSED)
        .select_related("plan", "proposed_entity", "item__session")
        .prefetch_related(Prefetch("changes", Change.objects.order_by("ordinal")))
        .order_by("proposed_at", "pk")
    )


def changes_of(plan: Plan, *, kind: str = "", subject: str = "") -> QuerySet[Change]:
    """The changes of adopted amendments with amendment, decision and session, in order of effect and adoption."""
    changes = Change.objects.filter(amendment__plan=plan, amendment__state=AmendmentState.ADOPTED)
    if kind:
        changes = changes.filter(kind=kind)
    if subject:
        changes = changes.filter(subject=subject)
    return changes.select_related("amendment__plan", "amendment__decision__session__mesa").order_by(
        "amendment__effective_on", "amendment__adoption", "ordinal"
    )


@dataclass(frozen=True, slots=True)
class MovedTarget:
    """A target that the Mesa has moved: as the plan came into force, as it stands on the day, and every step between.

    Values as they are written: text, None for NP, `NO_TARGET` ("") where there was none.
    """

    indicator: str
    period: str
    original: str | None
    current: str | None
    changes: tuple[Change, ...]

    @property
    def was_absent(self) -> bool:
        return self.original == NO_TARGET


def original_targets(plan: Plan, on: date | None = None) -> dict[tuple[str, str], MovedTarget]:
    """(indicator code, "2026" or "2026-T3") → the target that was and is, of those moved by `on` (ever, if not given).

    What the public is shown as «meta original → meta vigente». Two queries.
    """
    version = plan_as_of(plan, on or date.max)
    steps: dict[ChangeKey, list[Change]] = {}
    for change in changes_of(plan, kind=SubjectKind.INDICATOR).filter(
        field=ChangeField.TARGET, amendment__effective_on__lte=version.on
    ):
        steps.setdefault(ChangeKey(change.kind, change.subject, change.field, change.key), []).append(change)
    return {
        (key.subject, key.key): MovedTarget(
            key.subject, key.key, version.original(key), _current(version.values, key), tuple(made)
        )
        for key, made in sorted(steps.items())
    }


def _current(values: dict[ChangeKey, Any], key: ChangeKey) -> str | None:
    current: str | None = values[key]
    return current


_FIGURES = Prefetch(
    "figures",
    MeasuredFigure.objects.select_related("indicator", "period_before", "period_after").order_by("pk"),
)
_WITH_MEASURE = (
    *("plan__secretariat", "plan__agreement", "entity", "person", "amendment", "item__session"),
    *("decision__session__mesa", "evaluation_decision__session"),
)


def measures_of(plan: Plan, user: User | None = None) -> QuerySet[AdjustmentMeasure]:
    """Every measure of a plan with its figures, the newest first. A constant number of queries."""
    check_can_see_plan(user, plan)
    return _measures().filter(plan=plan).order_by("-number")


def measure_for(user: User | None, pk: int) -> AdjustmentMeasure:
    """One measure with its figures; NotFound where there is none or its plan is not for `user`."""
    measure = _measures().filter(pk=pk).first()
    if measure is None or not can_see_plan(user, measure.plan):
        raise NotFound(gettext_noop("No hay tal medida, o no es visible para usted."))
    return measure


def measures_to_evaluate(plan: Plan, on: date) -> QuerySet[AdjustmentMeasure]:
    """Those under way whose date has come: the agenda brings them back. Oldest date first."""
    return _measures().filter(plan=plan, state=MeasureState.ADOPTED, evaluate_on__lte=on).order_by("evaluate_on", "pk")


def measures_proposed(plans: Sequence[Plan]) -> QuerySet[AdjustmentMeasure]:
    """Those that wait for the Mesa, oldest first. For the program, not a person."""
    return _measures().filter(plan__in=plans, state=MeasureState.PROPOSED).order_by("proposed_at", "pk")


def measure_subject(measure: AdjustmentMeasure) -> str:
    """How an agenda item names a measure, when it is proposed and when it comes back to be judged."""
    return agenda_subject(measure.plan, f"measure:{measure.number}")


def _measures() -> QuerySet[AdjustmentMeasure]:
    return AdjustmentMeasure.objects.select_related(*_WITH_MEASURE).prefetch_related(_FIGURES)


@dataclass(frozen=True, slots=True)
class ValueInForce:
    """`text` as it is written in a change; `attribute` None for a target, whose text is "" where there is none."""

    kind: SubjectKind
    subject: str
    field: ChangeField
    key: str
    text: str | None
    attribute: Attribute | None = None


def values_in_force(plan: Plan, wanted: Iterable[Wanted], on: date) -> dict[Wanted, list[ValueInForce]]:
    """Everything of these parts that an amendment may change, as in force on that day; unknown parts are absent.

    Of an indicator, a target for every year of the plan and for the quarters that have one. A query for each kind of
    part, and one for the amendments.
    """
    version = plan_as_of(plan, on)
    found: dict[Wanted, list[ValueInForce]] = {}
    for (kind, subject), part in parts_of(plan, wanted).items():
        values = [
            ValueInForce(
                SubjectKind(kind),
                subject,
                ChangeField(field),
                key,
                version.value(kind, subject, field, attribute.live(part), key),
                attribute,
            )
            for (field, key), attribute in columns_of(kind).items()
            if attribute.name
        ]
        if isinstance(part, Indicator):
            live = {(target.year, target.quarter): target.value for target in part.targets.all()}
            targets = version.targets(subject, live)
            years = {(year, None) for year in range(plan.starts_on.year, plan.ends_on.year + 1)}
            for year, quarter in sorted(years | set(targets), key=lambda one: (one[0], one[1] or 0)):
                text = plain(targets[year, quarter]) if (year, quarter) in targets else NO_TARGET
                label = Period(year, quarter).label
                values.append(ValueInForce(SubjectKind.INDICATOR, subject, ChangeField.TARGET, label, text))
        found[kind, subject] = values
    return found


def part_names(plan: Plan, wanted: Iterable[Wanted]) -> dict[Wanted, str]:
    """What the parts behind some codes are called today; those that are not there yet are absent."""
    found = parts_of(plan, set(wanted)).items()
    return {key: str(getattr(part, "name", "") or getattr(part, "text", "")) for key, part in found}
