"""Adjustment measures: proposed, under way, and whether they worked."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet

from concierta.amendments.enums import MeasureState
from concierta.amendments.models import AdjustmentMeasure, MeasuredFigure
from concierta.amendments.queries.amendments import agenda_subject
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.models import User
from concierta.plans.models import Plan
from concierta.plans.permissions import can_see_plan, check_can_see_plan

_FIGURES = Prefetch(
    "figures",
    MeasuredFigure.objects.select_related("indicator", "period_before", "period_after").order_by("pk"),
)
_WITH = (
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
    return AdjustmentMeasure.objects.select_related(*_WITH).prefetch_related(_FIGURES)
