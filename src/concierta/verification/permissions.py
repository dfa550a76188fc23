"""Who may verify a report: somebody of the verifying entity, with no stake in the figure and no hand in its review."""

from concierta.indicators.models import Indicator
from concierta.kernel.errors import PermissionRefused, Refusal, Verdict, gettext_noop, verdict_of
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.people.queries import memberships_on
from concierta.plans.models import Plan
from concierta.reporting.models import Report
from concierta.reporting.permissions import REPORTING_ACTS, REVIEWING_ACTS, check_took_no_part, reviewing_entity
from concierta.reporting.workflow import REPORT_WORKFLOW


def verifying_entity(indicator: Indicator) -> Entity | None:
    """The entity that verifies: the indicator's own, or else the plan's."""
    return indicator.verifier or indicator.plan.verifier


def check_can_verify(user: User, report: Report) -> None:
    """Independence by person first, then by entity, then the role, then the state of the report."""
    if user is None:
        raise PermissionRefused(gettext_noop("Este acto lo firma una persona con su cuenta."))
    check_took_no_part(
        user, report, REPORTING_ACTS, gettext_noop("Usted envió este reporte: debe verificarlo otra persona.")
    )
    check_took_no_part(
        user, report, REVIEWING_ACTS, gettext_noop("Usted revisó este reporte: debe verificarlo otra persona.")
    )
    verifier = _independent_verifier(report)
    _check_no_stake(user, report, verifier)
    check_has_role(user, Role.VERIFIER, entity=verifier)
    REPORT_WORKFLOW.check("verify", report.state)


def can_verify(user: User, report: Report) -> Verdict:
    return verdict_of(check_can_verify, user, report)


def _independent_verifier(report: Report) -> Entity:
    verifier = verifying_entity(report.indicator)
    if verifier is None:
        raise Refusal(
            gettext_noop("El indicador %(code)s no tiene entidad que verifique: la secretaría debe definirla."),
            code=report.indicator.code,
        )
    if verifier in (report.reporter_entity, report.reviewer_entity):
        raise Refusal(
            gettext_noop("%(entity)s reportó o revisó este valor y no puede verificarlo: defina otra que verifique."),
            entity=verifier.short_name,
        )
    return verifier


def _check_no_stake(user: User, report: Report, verifier: Entity) -> None:
    acts_for = {membership.entity for membership in memberships_on(user)}
    for entity, message in (
        (
            report.reporter_entity,
            gettext_noop("%(entity)s reportó este valor y no puede verificarlo: le corresponde a %(verifier)s."),
        ),
        (
            report.reviewer_entity or reviewing_entity(report.indicator),
            gettext_noop("%(entity)s revisó este valor y no puede verificarlo: le corresponde a %(verifier)s."),
        ),
    ):
        if entity in acts_for:
            raise PermissionRefused(message, entity=entity.short_name, verifier=verifier.short_name)


def check_can_publish(user: User | None, plan: Plan) -> None:
    """The technical secretariat publishes; so may the operator of the installation (None)."""
    if user is None:
        return
    if plan.secretariat is None:
        raise Refusal(gettext_noop("El plan «%(plan)s» no tiene secretaría técnica definida."), plan=plan.name)
    check_has_role(user, Role.SECRETARIAT, entity=plan.secretariat)


def can_publish(user: User | None, plan: Plan) -> Verdict:
    return verdict_of(check_can_publish, user, plan)
