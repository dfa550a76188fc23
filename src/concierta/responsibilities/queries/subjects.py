"""The things that somebody answers for, and the plan each belongs to."""

from django.db.models import QuerySet

from concierta.agreements.models import Pledge
from concierta.indicators.models import Indicator
from concierta.kernel.errors import Invalid, NotFound, gettext_noop
from concierta.mesa.models import ActionItem
from concierta.people.models import User
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan, Project
from concierta.plans.permissions import check_can_see_plan
from concierta.responsibilities.enums import SubjectKind

Subject = Pledge | Project | Indicator | ActionItem

MODELS: dict[SubjectKind, type[Subject]] = {
    SubjectKind.PLEDGE: Pledge,
    SubjectKind.PROJECT: Project,
    SubjectKind.INDICATOR: Indicator,
    SubjectKind.ACTION_ITEM: ActionItem,
}
#: The plan whose rules hold for what belongs to the agreement: the one in force, or the one being drawn up.
_FIRST = (PlanState.IN_FORCE, PlanState.DRAFT, PlanState.CLOSED)


def kind_of(subject: Subject) -> SubjectKind:
    return next(kind for kind, model in MODELS.items() if isinstance(subject, model))


def plan_of(subject: Subject) -> Plan | None:
    """The plan of a thing; of what belongs to the agreement, that agreement's plan in force, or else its draft.

    None only for a task of a Mesa whose agreement has no plan yet; a pledge without one is refused.
    """
    if isinstance(subject, Project | Indicator):
        return subject.plan
    agreement = subject.clause.agreement_id if isinstance(subject, Pledge) else subject.mesa.agreement_id
    plans = Plan.objects.filter(agreement=agreement).select_related("secretariat")
    ordered = sorted(plans, key=lambda plan: (_FIRST.index(PlanState(plan.state)), -plan.starts_on.toordinal()))
    if not ordered and isinstance(subject, Pledge):
        raise Invalid(
            gettext_noop("La promesa %(code)s no es de ningún plan: cree el plan de su acuerdo."), code=subject.code
        )
    return ordered[0] if ordered else None


def subject_for(user: User | None, plan: Plan, kind: SubjectKind | str, pk: int) -> Subject:
    """One thing of `plan` (or of its agreement), for whoever may see the plan; otherwise NotFound."""
    check_can_see_plan(user, plan)
    found: Subject | None = None
    if kind in SubjectKind.values:
        found = _of_plan(plan, SubjectKind(kind)).filter(pk=pk).first()
    if found is None:
        raise NotFound(gettext_noop("En este plan no hay tal cosa por la que se responda."))
    return found


def _of_plan(
    plan: Plan, kind: SubjectKind
) -> "QuerySet[Pledge] | QuerySet[Project] | QuerySet[Indicator] | QuerySet[ActionItem]":
    if kind == SubjectKind.PLEDGE:
        return Pledge.objects.filter(clause__agreement=plan.agreement_id).select_related("clause__agreement", "entity")
    if kind == SubjectKind.PROJECT:
        return Project.objects.filter(plan=plan).select_related("plan", "entity")
    if kind == SubjectKind.INDICATOR:
        return Indicator.objects.filter(plan=plan).select_related("plan", "reporter", "reviewer", "verifier")
    return ActionItem.objects.filter(mesa__agreement=plan.agreement_id).select_related("mesa", "entity", "person")
