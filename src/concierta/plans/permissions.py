"""Who may see, shape and feed a plan. Those with a part in it see it; the secretariat shapes it; once in force only
the Mesa moves it.

`user` None is the installation itself: the operator at the command line.
"""

from concierta.kernel.errors import NotFound, Refusal, TransitionRefused, Verdict, gettext_noop, verdict_of
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.plans.participation import PLANS


def check_can_create_plan(user: User | None, secretariat: Entity | None) -> None:
    """A plan is created by the secretariat of the entity that will keep it."""
    check_has_role(user, Role.SECRETARIAT, entity=secretariat)


def can_create_plan(user: User | None, secretariat: Entity | None) -> Verdict:
    return verdict_of(check_can_create_plan, user, secretariat)


def check_can_manage_plan(user: User | None, plan: Plan) -> None:
    """Only the secretariat of the plan's own entity; a plan without one belongs to the operator."""
    if user is not None and plan.secretariat is None:
        raise Refusal(
            gettext_noop("El plan «%(plan)s» aún no tiene secretaría técnica: la asigna quien opera la instalación."),
            plan=plan.name,
        )
    check_has_role(user, Role.SECRETARIAT, entity=plan.secretariat)


def can_manage_plan(user: User | None, plan: Plan) -> Verdict:
    return verdict_of(check_can_manage_plan, user, plan)


def check_can_shape_plan(user: User | None, plan: Plan) -> None:
    """Tiers, projects, weights, targets and responsibles are the secretariat's while the plan is a draft."""
    check_can_manage_plan(user, plan)
    if plan.state != PlanState.DRAFT:
        raise TransitionRefused(
            gettext_noop(
                "El plan «%(plan)s» está en estado «%(state)s»: sus metas, pesos, responsables y cronograma "
                "solo cambian por decisión de la mesa técnica."
            ),
            plan=plan.name,
            state=PlanState(plan.state).label,
        )


def can_shape_plan(user: User | None, plan: Plan) -> Verdict:
    return verdict_of(check_can_shape_plan, user, plan)


def check_can_feed_plan(user: User | None, plan: Plan) -> None:
    """Periods and official matrices enter a draft or a plan in force; a closed plan takes nothing more."""
    check_can_manage_plan(user, plan)
    if plan.state == PlanState.CLOSED:
        raise TransitionRefused(gettext_noop("El plan «%(plan)s» está cerrado: ya no recibe datos."), plan=plan.name)


def can_feed_plan(user: User | None, plan: Plan) -> Verdict:
    return verdict_of(check_can_feed_plan, user, plan)


def check_can_see_plan(user: User | None, plan: Plan) -> None:
    """A plan's workspace is of those who have a part in it; the others are not told that there is one."""
    if user is not None and not PLANS.has(user, plan.pk):
        raise NotFound(gettext_noop("No hay un plan «%(slug)s», o usted no participa en él."), slug=plan.slug)


def can_see_plan(user: User | None, plan: Plan) -> Verdict:
    return verdict_of(check_can_see_plan, user, plan)
