"""The risks of a plan, as everybody who sees it may read them."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from concierta.agreements.models import Pledge
from concierta.evaluation.enums import RiskState
from concierta.evaluation.models import Risk, RiskStep
from concierta.kernel.errors import Invalid, NotFound, gettext_noop
from concierta.kernel.keys import join_key, split_key
from concierta.people.models import User
from concierta.plans.models import Plan, Project
from concierta.plans.permissions import can_see_plan, check_can_see_plan

_WITH = ("plan__secretariat", "project__entity", "pledge__entity", "pledge__clause", "owner", "person")


def risks_of(user: User | None, plan: Plan) -> list[Risk]:
    """The gravest first, and of equals the one to be looked at sooner; closed ones last. For whoever sees the plan."""
    check_can_see_plan(user, plan)
    found = Risk.objects.filter(plan=plan).select_related(*_WITH).order_by("review_on", "number")
    return sorted(found, key=lambda risk: (risk.state == RiskState.CLOSED, -risk.score))


def thing_at_risk(user: User | None, plan: Plan, code: str) -> Project | Pledge:
    """The project of `plan`, or the pledge of its agreement ("C1/CP-2", or "CP-2" alone), with that code."""
    check_can_see_plan(user, plan)
    project = Project.objects.filter(plan=plan, code=code).select_related("entity").first()
    if project is not None:
        return project
    pledges = Pledge.objects.filter(clause__agreement=plan.agreement_id, code__in=(code, split_key(code)[-1]))
    for pledge in pledges.select_related("entity", "clause").order_by("clause__ordinal"):
        if code in (pledge.code, join_key(pledge.clause.code, pledge.code)):
            return pledge
    raise Invalid(gettext_noop("En este plan no hay proyecto ni promesa «%(code)s»."), field="subject", code=code)


def risk_for(user: User, pk: int) -> Risk:
    """One risk of a plan that `user` sees, with its history; otherwise NotFound."""
    steps = RiskStep.objects.select_related("owner", "entity").order_by("at", "pk")
    risk = Risk.objects.select_related(*_WITH).prefetch_related(Prefetch("steps", steps)).filter(pk=pk).first()
    if risk is None or not can_see_plan(user, risk.plan):
        raise NotFound(gettext_noop("No hay tal riesgo, o no es visible para usted."))
    return risk


def open_risks(plans: Iterable[Plan]) -> QuerySet[Risk]:
    """Of some plans, by plan and number, whoever reads them."""
    return (
        Risk.objects.filter(plan__in=list(plans), state=RiskState.OPEN)
        .select_related("plan", "project", "pledge", "owner")
        .order_by("plan__slug", "number")
    )
