"""Indicators with what is needed to show them, for those who may see their plan."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q, QuerySet

from concierta.indicators.models import Indicator, Target
from concierta.indicators.permissions import check_can_see_indicator
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.models import Entity, User
from concierta.plans.models import Plan
from concierta.plans.operations import Problem
from concierta.plans.permissions import check_can_see_plan


def indicators_of(user: User | None, plan: Plan) -> QuerySet[Indicator]:
    """All indicators of a plan, with responsibles, place and targets, in a constant number of queries."""
    check_can_see_plan(user, plan)
    return (
        Indicator.objects.filter(plan=plan)
        .select_related("plan", "product__project", "node", "reporter", "reviewer", "verifier", "presenter")
        .prefetch_related("targets")
        .order_by("code")
    )


def indicator_for(user: User | None, plan_slug: str, code: str) -> Indicator:
    """The indicator `code` of the plan; NotFound when there is none or its plan is not for `user` to see."""
    indicator = (
        Indicator.objects.filter(plan__slug=plan_slug, code=code)
        .select_related("plan", "product__project", "node", "reporter", "reviewer", "verifier", "presenter")
        .prefetch_related("targets", "category_sets__categories")
        .first()
    )
    if indicator is None:
        raise NotFound(gettext_noop("No hay un indicador «%(code)s» en este plan."), code=code)
    check_can_see_indicator(user, indicator)
    return indicator


def indicators_answered_by(user: User | None, plan: Plan, entity: Entity) -> QuerySet[Indicator]:
    """Those in which `entity` reports, reviews, verifies or presents."""
    return indicators_of(user, plan).filter(
        Q(reporter=entity) | Q(reviewer=entity) | Q(verifier=entity) | Q(presenter=entity)
    )


def targets_of(user: User | None, indicator: Indicator) -> QuerySet[Target]:
    """By year, the year itself before its quarters."""
    check_can_see_indicator(user, indicator)
    return indicator.targets.order_by("year", F("quarter").asc(nulls_first=True))


def missing_from_indicators(plan: Plan, on: date) -> Iterable[Problem]:
    """Indicators without any target before the plan can be in force. Who answers for them is asked elsewhere."""
    for indicator in Indicator.objects.filter(plan=plan, targets__isnull=True).order_by("code"):
        yield Problem(
            gettext_noop("al menos una meta, o NP, del indicador %(code)s «%(name)s»"),
            {"code": indicator.code, "name": indicator.name},
        )
