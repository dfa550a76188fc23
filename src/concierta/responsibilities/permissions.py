"""Who may say who answers for what. The secretariat of the plan does; the entity that acts moves only by decision.

`user` None is the installation itself: the operator at the command line.
"""

from concierta.kernel.errors import PermissionRefused, TransitionRefused, Verdict, gettext_noop, verdict_of
from concierta.mesa.models import ActionItem
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.permissions import check_has_role
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.plans.permissions import check_can_manage_plan
from concierta.responsibilities.queries.subjects import Subject, plan_of


def check_can_assign_in(user: User | None, plan: Plan) -> None:
    """The plan's own secretariat, until the plan is closed."""
    check_can_manage_plan(user, plan)
    if plan.state == PlanState.CLOSED:
        raise TransitionRefused(
            gettext_noop("El plan «%(plan)s» está cerrado: sus responsables ya no cambian."), plan=plan.name
        )


def can_assign_in(user: User | None, plan: Plan) -> Verdict:
    return verdict_of(check_can_assign_in, user, plan)


def check_can_assign(user: User | None, subject: Subject) -> None:
    """For a task of the Mesa, its technical secretariat; for everything else, that of the plan."""
    if isinstance(subject, ActionItem):
        check_has_role(user, Role.SECRETARIAT, entity=subject.mesa.secretariat)
        return
    plan = plan_of(subject)
    if plan is not None:
        check_can_assign_in(user, plan)


def can_assign(user: User | None, subject: Subject) -> Verdict:
    return verdict_of(check_can_assign, user, subject)


def check_can_take_over(user: User | None) -> None:
    """The calendar of the installation: what was handed over needs no second act of anybody."""
    if user is not None:
        raise PermissionRefused(gettext_noop("Una entrega con fecha se cumple sola ese día: nadie la adelanta."))


def can_take_over(user: User | None) -> Verdict:
    return verdict_of(check_can_take_over, user)
