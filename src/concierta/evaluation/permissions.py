"""Who values the risks of a plan, and who puts on record what the Mesa found of a project.

`user` None is the installation itself: the operator at the command line.
"""

from concierta.budgets.permissions import check_can_act_for, check_open
from concierta.evaluation.models import Risk
from concierta.kernel.errors import Refusal, Verdict, gettext_noop, verdict_of
from concierta.mesa.models import Mesa
from concierta.mesa.permissions import check_can_run
from concierta.mesa.queries import mesa_of
from concierta.people.models import Entity, User
from concierta.plans.models import Plan


def check_can_record_risk(user: User | None, plan: Plan, entity: Entity) -> None:
    """Whoever reports for `entity`, whose project or pledge it is, or the secretariat of a plan that is not closed."""
    check_can_act_for(user, plan, entity)
    check_open(plan)


def can_record_risk(user: User | None, plan: Plan, entity: Entity) -> Verdict:
    return verdict_of(check_can_record_risk, user, plan, entity)


def check_can_value_risk(user: User | None, risk: Risk) -> None:
    """Those who may record one of the same project or pledge: also of the risks that another entity watches over."""
    check_can_record_risk(user, risk.plan, risk.answering_entity)


def can_value_risk(user: User | None, risk: Risk) -> Verdict:
    return verdict_of(check_can_value_risk, user, risk)


def check_can_review(user: User | None, plan: Plan) -> None:
    """The secretariat of the plan's Mesa draws projects, takes them to a session and writes down what it found."""
    check_can_run(user, mesa_that_reviews(plan))


def can_review(user: User | None, plan: Plan) -> Verdict:
    return verdict_of(check_can_review, user, plan)


def mesa_that_reviews(plan: Plan) -> Mesa:
    """The Mesa of the plan's agreement, or a refusal that says that there is none."""
    mesa = mesa_of(plan.agreement) if plan.agreement else None
    if mesa is None:
        raise Refusal(
            gettext_noop("El plan «%(plan)s» no tiene mesa técnica que revise sus proyectos."), plan=plan.name
        )
    return mesa
