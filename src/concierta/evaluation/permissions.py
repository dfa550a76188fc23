"""Who values the risks of a plan, puts on record what the Mesa found of a project, and reviews an agreement.

`user` None is the installation itself: the operator at the command line.
"""

from collections.abc import Iterable
from datetime import date

from concierta.agreements.enums import PledgeState, SignatoryState
from concierta.agreements.models import Agreement, Pledge, Signatory
from concierta.agreements.operations.signatories import check_gave_its_word
from concierta.agreements.permissions import (
    check_can_keep_agreements,
    check_can_read_agreement,
    check_speaks_for,
    independent_entity,
)
from concierta.agreements.workflow import SIGNATORY_WORKFLOW
from concierta.budgets.permissions import check_can_act_for, check_open
from concierta.evaluation.models import CellCoding, Milestone, ReviewCell, Risk, YearlyReview
from concierta.evaluation.queries.obligations import obligations_by_entity
from concierta.evaluation.workflow import MILESTONE_WORKFLOW, YEARLY_WORKFLOW
from concierta.kernel.clock import local_date
from concierta.kernel.errors import PermissionRefused, Refusal, TransitionRefused, Verdict, gettext_noop, verdict_of
from concierta.mesa.models import Decision, Mesa
from concierta.mesa.permissions import check_can_run
from concierta.mesa.queries import mesa_of
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.people.queries import entities_of
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


def may_see_evidence_of(user: User, milestone: Milestone) -> bool:
    """Those who act for the entity that reached it or that looked at it, and whoever may verify it."""
    parts = {milestone.entity_id, milestone.verifier_entity_id}
    return bool(parts & set(entities_of(user))) or bool(can_verify_milestone(user, milestone))


def check_can_act_on_decision(user: User | None, signatory: Signatory, decision: Decision) -> None:
    """The secretariat of the table, once the table itself has decided it."""
    mesa = decision.mesa
    if mesa.agreement_id != signatory.agreement_id:
        raise Refusal(gettext_noop("Esa decisión es de otra mesa."))
    check_can_run(user, mesa)


def can_act_on_decision(user: User | None, signatory: Signatory, decision: Decision) -> Verdict:
    return verdict_of(check_can_act_on_decision, user, signatory, decision)


def check_can_be_suspended(signatory: Signatory) -> None:
    """Only who is bound, and is not suspended already."""
    SIGNATORY_WORKFLOW.check("suspend", signatory.state)


def can_be_suspended(signatory: Signatory) -> Verdict:
    return verdict_of(check_can_be_suspended, signatory)


def check_can_be_readmitted(signatory: Signatory, on: date) -> None:
    """Only who is suspended, and has promised anew and filed something since."""
    if signatory.state != SignatoryState.SUSPENDED or signatory.state_since is None:
        raise Refusal(gettext_noop("Solo se readmite a quien está suspendido."))
    since = signatory.state_since
    promised = Pledge.objects.filter(
        clause__agreement=signatory.agreement,
        entity=signatory.entity,
        state__in=(PledgeState.CONFIRMED, PledgeState.STANDING),
    )
    if not any(one.confirmed_at and local_date(one.confirmed_at) >= since for one in promised):
        raise Refusal(gettext_noop("Para readmitirla hace falta una promesa nueva, hecha después de la suspensión."))
    known = obligations_by_entity(signatory.agreement, on)[signatory.entity_id]
    if not any(one.filed_on is not None and one.filed_on >= since for one in known):
        raise Refusal(gettext_noop("Para readmitirla hace falta que haya reportado después de la suspensión."))


def can_be_readmitted(signatory: Signatory, on: date) -> Verdict:
    return verdict_of(check_can_be_readmitted, signatory, on)


def check_can_open_review(user: User | None, agreement: Agreement) -> None:
    """The secretariat opens the review of a year, and answers what the agreement before left."""
    check_can_keep_agreements(user, agreement)


def can_open_review(user: User | None, agreement: Agreement) -> Verdict:
    return verdict_of(check_can_open_review, user, agreement)


def check_can_assess_cell(user: User | None, cell: ReviewCell, on: date) -> None:
    """Somebody of the signatory itself, with their own account, once and in time."""
    check_speaks_for(user, cell.signatory.entity)
    _check_under_way(cell.review)
    if on > cell.review.assess_by:
        raise TransitionRefused(gettext_noop("El plazo para autoevaluarse ya terminó."))
    if hasattr(cell, "assessment"):
        raise TransitionRefused(gettext_noop("Esta autoevaluación ya se hizo: se da una vez y no cambia."))


def can_assess_cell(user: User | None, cell: ReviewCell, on: date) -> Verdict:
    return verdict_of(check_can_assess_cell, user, cell, on)


def check_can_code_cell(user: User | None, cell: ReviewCell, on: date) -> None:
    """A verifier of an entity that is neither the signatory nor who saw it before, once the signatory has spoken or
    its time is over."""
    check_can_read_agreement(user, cell.review.agreement)
    coder_of(user, cell, cell.codings.all())
    _check_under_way(cell.review)
    if not hasattr(cell, "assessment") and on <= cell.review.assess_by:
        raise TransitionRefused(
            gettext_noop("%(entity)s todavía puede autoevaluarse: espere a que lo haga o a que venza su plazo."),
            entity=cell.signatory.entity.short_name,
        )
    if cell.codings.count() >= cell.looks:
        raise TransitionRefused(gettext_noop("Ya se valoró cuantas veces debía valorarse."))


def can_code_cell(user: User | None, cell: ReviewCell, on: date) -> Verdict:
    return verdict_of(check_can_code_cell, user, cell, on)


def coder_of(user: User | None, cell: ReviewCell, before: Iterable[CellCoding]) -> Entity:
    """The entity for which `user` would see the cell after those `before`; a person sees it once, whoever they act
    for by now."""
    before = list(before)
    if user is not None and user.pk in {one.made_by_id for one in before}:
        raise PermissionRefused(gettext_noop("Usted ya valoró esto: la segunda mirada es de otra persona."))
    return independent_entity(user, {cell.signatory.entity_id, *(one.entity_id for one in before)})


def check_can_dissent(user: User | None, review: YearlyReview, signatory: Signatory) -> None:
    """Somebody of a signatory that is reviewed, with their own account, before or after the table closes it."""
    check_speaks_for(user, signatory.entity)
    if not review.cells.filter(signatory=signatory).exists():
        raise Refusal(gettext_noop("Esta revisión no trata de su entidad."))
    if review.dissents.filter(signatory=signatory).exists():
        raise TransitionRefused(gettext_noop("Su entidad ya dejó su disenso: se publica como lo escribió."))


def can_dissent(user: User | None, review: YearlyReview, signatory: Signatory) -> Verdict:
    return verdict_of(check_can_dissent, user, review, signatory)


def check_can_close_review(user: User | None, review: YearlyReview) -> None:
    """The secretariat of the agreement's table, which is who decides it."""
    check_can_run(user, table_of(review.agreement))
    YEARLY_WORKFLOW.check("close", review.state)


def can_close_review(user: User | None, review: YearlyReview) -> Verdict:
    return verdict_of(check_can_close_review, user, review)


def check_can_leave_point(user: User | None, agreement: Agreement) -> None:
    """The same secretariat, for what its table decided to leave to the next agreement."""
    check_can_run(user, table_of(agreement))


def can_leave_point(user: User | None, agreement: Agreement) -> Verdict:
    return verdict_of(check_can_leave_point, user, agreement)


def table_of(agreement: Agreement) -> Mesa:
    """The Mesa of the agreement, or a refusal that says that there is none."""
    mesa = mesa_of(agreement)
    if mesa is None:
        raise Refusal(gettext_noop("Este acuerdo no tiene mesa técnica que lo decida."))
    return mesa


def _check_under_way(review: YearlyReview) -> None:
    if not review.is_open:
        raise TransitionRefused(gettext_noop("La mesa ya cerró esta revisión."))
