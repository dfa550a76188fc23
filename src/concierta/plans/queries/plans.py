"""Which plans a person may see, and their periods."""

from django.db.models import Q, QuerySet

from concierta.kernel.errors import NotFound, gettext_noop
from concierta.kernel.periods import Period
from concierta.people.models import User
from concierta.people.queries import memberships_on
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan, ReportingPeriod
from concierta.plans.permissions import check_can_see_plan


def plans_of(user: User | None) -> QuerySet[Plan]:
    """Plans in force or closed, and the drafts in which an entity of `user` has a part. None sees all."""
    roles = ("secretariat", "reviewer", "verifier", "presenter")
    plans = Plan.objects.select_related(*roles, "agreement").order_by("slug")
    if user is None:
        return plans
    entities = memberships_on(user).order_by().values("entity")
    part = Q(projects__entity__in=entities)
    for role in roles:
        part |= Q(**{f"{role}__in": entities})
    return plans.filter(pk__in=Plan.objects.filter(~Q(state=PlanState.DRAFT) | part).order_by().values("pk"))


def plan_by_slug(user: User | None, slug: str) -> Plan:
    """The plan, or NotFound when there is none or it is a draft of others."""
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
