"""Which plans a person may see, and their periods."""

from django.db.models import QuerySet

from concierta.kernel.errors import NotFound, gettext_noop
from concierta.kernel.periods import Period
from concierta.people.models import User
from concierta.plans.models import Plan, ReportingPeriod
from concierta.plans.participation import PLANS
from concierta.plans.permissions import check_can_see_plan


def plans_of(user: User | None) -> QuerySet[Plan]:
    """The plans in which `user`, or an entity they act for, has a part. None sees all."""
    plans = Plan.objects.select_related("secretariat", "reviewer", "verifier", "presenter", "agreement")
    return (plans if user is None else plans.filter(pk__in=PLANS.keys(user))).order_by("slug")


def plan_by_slug(user: User | None, slug: str) -> Plan:
    """The plan, or NotFound when there is none or `user` has no part in it."""
    plan = Plan.objects.select_related("secretariat", "reviewer", "verifier", "presenter").filter(slug=slug).first()
    if plan is None:
        raise NotFound(gettext_noop("No hay un plan «%(slug)s», o usted no participa en él."), slug=slug)
    check_can_see_plan(user, plan)
    return plan


def periods_of(user: User | None, plan: Plan) -> QuerySet[ReportingPeriod]:
    """The plan's reporting periods, the earliest first."""
    check_can_see_plan(user, plan)
    return plan.periods.order_by("cut_off")


def period_of(user: User | None, plan: Plan, period: Period) -> ReportingPeriod:
    """The plan's own record of `period`; NotFound when it has not been opened."""
    check_can_see_plan(user, plan)
    found = plan.periods.filter(year=period.year, quarter=period.quarter).first()
    if found is None:
        raise NotFound(gettext_noop("El periodo %(period)s no está abierto en este plan."), period=period.label)
    return found
