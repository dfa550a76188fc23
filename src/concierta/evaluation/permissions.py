"""Who values the risks of a plan, and who puts on record what the Mesa found of a project.

`user` None is the installation itself: the operator at the command line.
"""

from concierta.agreements.models import Agreement, Signatory
from concierta.agreements.operations.signatories import check_gave_its_word
from concierta.agreements.permissions import check_can_read_agreement, check_speaks_for, independent_entity
from concierta.budgets.permissions import check_can_act_for, check_open
from concierta.evaluation.models import Milestone, Risk
from concierta.evaluation.workflow import MILESTONE_WORKFLOW
from concierta.kernel.errors import PermissionRefused, Refusal, Verdict, gettext_noop, verdict_of
from concierta.mesa.models import Decision, Mesa
from concierta.mesa.permissions import check_can_run
from concierta.mesa.queries import mesa_of
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.plans.models import Plan
from concierta.plans.permissions import can_manage_plan


def check_can_record_risk(user: User | None, plan: Plan, entity: Entity) -> None:
    """Whoever reports for `entity`, whose project or pledge it is, or the secretariat of a plan that is not closed."""
    check_can_act_for(user, plan, entity)
    check_open(plan)


def can_record_risk(user: User | None, plan: Plan, entity: Entity) -> Verdict:
    return verdict_of(check_can_record_risk, user, plan, entity)


def check_can_record_some_risk(user: User | None, plan: Plan) -> None:
    """Whoever reports for anybody, or keeps the plan: of what, is asked once they have said it."""
    if not can_manage_plan(user, plan):
        check_has_role(user, Role.REPORTER)
    check_open(plan)


def can_record_some_risk(user: User | None, plan: Plan) -> Verdict:
    return verdict_of(check_can_record_some_risk, user, plan)


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


def check_can_declare_milestone(user: User | None, agreement: Agreement, entity: Entity) -> None:
    """Somebody of the entity, which stands by the agreement: it is that entity's claim."""
    check_speaks_for(user, entity)
    check_gave_its_word(agreement, entity)


def can_declare_milestone(user: User | None, agreement: Agreement, entity: Entity) -> Verdict:
    return verdict_of(check_can_declare_milestone, user, agreement, entity)


def check_can_verify_milestone(user: User | None, milestone: Milestone) -> None:
    """A verifier of another entity, who did not declare it."""
    check_can_read_agreement(user, milestone.clause.agreement)
    if user is not None and milestone.declared_by_id == user.pk:
        raise PermissionRefused(gettext_noop("Usted declaró este hito: debe verificarlo otra persona."))
    independent_entity(user, {milestone.entity_id})
    MILESTONE_WORKFLOW.check("verify", milestone.state)


def can_verify_milestone(user: User | None, milestone: Milestone) -> Verdict:
    return verdict_of(check_can_verify_milestone, user, milestone)


def check_can_act_on_decision(user: User | None, signatory: Signatory, decision: Decision) -> None:
    """The secretariat of the table, once the table itself has decided it."""
    mesa = decision.mesa
    if mesa.agreement_id != signatory.agreement_id:
        raise Refusal(gettext_noop("Esa decisión es de otra mesa."))
    check_can_run(user, mesa)


def can_act_on_decision(user: User | None, signatory: Signatory, decision: Decision) -> Verdict:
    return verdict_of(check_can_act_on_decision, user, signatory, decision)
