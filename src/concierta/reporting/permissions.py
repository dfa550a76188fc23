"""Who may draft, submit, return, review and correct a report, and when.

Each check gives the reason that concerns the person most: first what ties them to the figure, then the role they lack,
last the state the report is in.
"""

from collections.abc import Iterable

from concierta.agreements.models import Pledge
from concierta.indicators.models import Indicator
from concierta.kernel.errors import (
    Invalid,
    PermissionRefused,
    Refusal,
    TransitionRefused,
    Verdict,
    gettext_noop,
    verdict_of,
)
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.people.queries import entities_of
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan, ReportingPeriod
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report, SelfAssessment
from concierta.reporting.workflow import EDITABLE, REPORT_WORKFLOW

#: Acts by which a person has a stake in the figure, and acts by which they have reviewed it.
REPORTING_ACTS = ("submit", "correct")
REVIEWING_ACTS = ("return", "review")


def reviewing_entity(indicator: Indicator) -> Entity | None:
    """The entity that reviews: the indicator's own, or else the plan's."""
    return indicator.reviewer or indicator.plan.reviewer


def check_can_draft(user: User, indicator: Indicator) -> None:
    """Whoever reports for the entity that answers for the indicator, once its plan is in force."""
    check_has_role(_person(user), Role.REPORTER, entity=indicator.reporter)
    if indicator.plan.state == PlanState.DRAFT:
        raise TransitionRefused(
            gettext_noop("El plan «%(plan)s» todavía no está vigente: se reporta desde que lo esté."),
            plan=indicator.plan.name,
        )


def can_draft(user: User, indicator: Indicator) -> Verdict:
    return verdict_of(check_can_draft, user, indicator)


def check_can_edit(user: User, report: Report) -> None:
    check_can_draft(user, report.indicator)
    if report.state == ReportState.PUBLISHED:
        raise TransitionRefused(
            gettext_noop("Este valor ya está publicado y no cambia: si tiene un error, abra una corrección.")
        )
    if report.state not in EDITABLE:
        raise TransitionRefused(
            gettext_noop("Este reporte está «%(state)s»: solo se edita un borrador o un reporte devuelto."),
            state=report.get_state_display(),
        )


def can_edit(user: User, report: Report) -> Verdict:
    return verdict_of(check_can_edit, user, report)


def check_can_submit(user: User, report: Report) -> None:
    check_can_draft(user, report.indicator)
    check_took_no_part(
        user, report, REVIEWING_ACTS, gettext_noop("Usted revisó este reporte: debe enviarlo otra persona.")
    )
    REPORT_WORKFLOW.check("submit", report.state)


def can_submit(user: User, report: Report) -> Verdict:
    return verdict_of(check_can_submit, user, report)


def check_can_review(user: User, report: Report, *, act: str = "review") -> None:
    """Whoever reviews for the reviewing entity, without any tie to the entity that reports."""
    _person(user)
    check_took_no_part(
        user, report, REPORTING_ACTS, gettext_noop("Usted envió este reporte: debe revisarlo otra persona.")
    )
    check_not_of_entity(
        user,
        report.reporter_entity,
        gettext_noop("%(entity)s reportó este valor y no puede revisarlo: le corresponde a otra entidad."),
    )
    reviewer = reviewing_entity(report.indicator)
    if reviewer is None:
        raise Refusal(
            gettext_noop("El indicador %(code)s no tiene entidad que revise: la secretaría debe definirla."),
            code=report.indicator.code,
        )
    if reviewer == report.reporter_entity:
        raise Refusal(
            gettext_noop("%(entity)s no puede revisar lo que ella misma reporta: defina otra entidad que revise."),
            entity=reviewer.short_name,
        )
    check_has_role(user, Role.REVIEWER, entity=reviewer)
    REPORT_WORKFLOW.check(act, report.state)


def can_review(user: User, report: Report) -> Verdict:
    return verdict_of(check_can_review, user, report)


def check_can_return(user: User, report: Report) -> None:
    check_can_review(user, report, act="return")


def can_return(user: User, report: Report) -> Verdict:
    return verdict_of(check_can_return, user, report)


def check_can_correct(user: User, report: Report) -> None:
    check_can_draft(user, report.indicator)
    if report.state != ReportState.PUBLISHED:
        raise TransitionRefused(
            gettext_noop("Solo se corrige un valor publicado; este está «%(state)s»."),
            state=report.get_state_display(),
        )


def can_correct(user: User, report: Report) -> Verdict:
    return verdict_of(check_can_correct, user, report)


def check_can_oversee(user: User, plan: Plan) -> None:
    """The technical secretariat of the plan sees who owes what."""
    if plan.secretariat is None:
        raise Refusal(gettext_noop("El plan «%(plan)s» no tiene secretaría técnica definida."), plan=plan.name)
    check_has_role(_person(user), Role.SECRETARIAT, entity=plan.secretariat)


def can_oversee(user: User, plan: Plan) -> Verdict:
    return verdict_of(check_can_oversee, user, plan)


def check_can_self_assess(user: User, pledge: Pledge, period: ReportingPeriod) -> None:
    """Whoever reports for the signatory, of a pledge that no indicator measures, once the plan is in force."""
    check_has_role(_person(user), Role.REPORTER, entity=pledge.entity)
    if period.plan.agreement_id != pledge.clause.agreement_id:
        raise Invalid(gettext_noop("El periodo no es de un plan del acuerdo de esta promesa."), field="period")
    if period.plan.state == PlanState.DRAFT:
        raise TransitionRefused(
            gettext_noop("El plan «%(plan)s» todavía no está vigente: se reporta desde que lo esté."),
            plan=period.plan.name,
        )
    if pledge.indicators.exists():
        raise TransitionRefused(
            gettext_noop("La promesa %(code)s se mide: repórtela por su indicador, con su evidencia."),
            code=pledge.code,
        )


def can_self_assess(user: User, pledge: Pledge, period: ReportingPeriod) -> Verdict:
    return verdict_of(check_can_self_assess, user, pledge, period)


def check_can_write_opinion(user: User | None, assessment: SelfAssessment) -> None:
    """The technical secretariat writes down what the Mesa decided, once; or the operator, from old minutes."""
    plan = assessment.period.plan
    if user is not None:
        check_can_oversee(user, plan)
    if assessment.opinion:
        raise TransitionRefused(
            gettext_noop("La mesa ya dio su opinión sobre %(code)s en %(period)s."),
            code=assessment.pledge.code,
            period=assessment.period.label,
        )


def can_write_opinion(user: User | None, assessment: SelfAssessment) -> Verdict:
    return verdict_of(check_can_write_opinion, user, assessment)


def check_took_no_part(user: User, report: Report, acts: Iterable[str], message: str) -> None:
    """Refuse with `message` if `user` ever did one of `acts` on this report, or signed it as such."""
    done = {step.act for step in report.steps.all() if step.by_id == user.pk}
    if report.reporter_id == user.pk:
        done.add("submit")
    if done.intersection(acts):
        raise PermissionRefused(message)


def check_not_of_entity(user: User, entity: Entity, message: str) -> None:
    """Refuse with `message` if `user` acts for `entity` in any role: independence is of entities too."""
    if entity.pk in entities_of(user):
        raise PermissionRefused(message, entity=entity.short_name)


def _person(user: User | None) -> User:
    """Claims and checks are signed by somebody; the operator of the machine cannot make them."""
    if user is None:
        raise PermissionRefused(gettext_noop("Este acto lo firma una persona con su cuenta."))
    return user
