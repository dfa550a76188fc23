"""Who may verify a report: somebody of the verifying entity, with no stake in the figure and no hand in its review."""

from concierta.indicators.models import Indicator
from concierta.kernel.errors import PermissionRefused, Refusal, TransitionRefused, Verdict, gettext_noop, verdict_of
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.people.queries import memberships_on
from concierta.plans.models import Plan
from concierta.reporting.models import Report
from concierta.reporting.permissions import REPORTING_ACTS, REVIEWING_ACTS, check_took_no_part, reviewing_entity
from concierta.reporting.workflow import REPORT_WORKFLOW
from concierta.verification.enums import CampaignState
from concierta.verification.models import Campaign, CampaignReport
from concierta.verification.workflow import CAMPAIGN_WORKFLOW


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
    if CampaignReport.objects.filter(report=report, second_verifier=user).exists():
        raise PermissionRefused(
            gettext_noop(
                "A usted le corresponde la segunda verificación de este reporte: la primera la hace otra persona."
            )
        )


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


def check_can_plan_campaign(user: User | None, plan: Plan) -> None:
    """Whoever publishes the plan plans what is verified in it: its secretariat, or the operator (None)."""
    check_can_publish(user, plan)


def can_plan_campaign(user: User | None, plan: Plan) -> Verdict:
    return verdict_of(check_can_plan_campaign, user, plan)


def check_can_revise_campaign(user: User | None, campaign: Campaign) -> None:
    """What was committed to does not change: only a planned campaign does."""
    check_can_plan_campaign(user, campaign.plan)
    CAMPAIGN_WORKFLOW.check("open", campaign.state)


def can_revise_campaign(user: User | None, campaign: Campaign) -> Verdict:
    return verdict_of(check_can_revise_campaign, user, campaign)


def check_can_open_campaign(user: User | None, campaign: Campaign) -> None:
    check_can_plan_campaign(user, campaign.plan)
    CAMPAIGN_WORKFLOW.check("open", campaign.state)


def can_open_campaign(user: User | None, campaign: Campaign) -> Verdict:
    return verdict_of(check_can_open_campaign, user, campaign)


def check_can_close_population(user: User | None, campaign: Campaign) -> None:
    check_can_plan_campaign(user, campaign.plan)
    CAMPAIGN_WORKFLOW.check("draw", campaign.state)


def can_close_population(user: User | None, campaign: Campaign) -> Verdict:
    return verdict_of(check_can_close_population, user, campaign)


def check_can_finish_campaign(user: User | None, campaign: Campaign) -> None:
    check_can_plan_campaign(user, campaign.plan)
    CAMPAIGN_WORKFLOW.check("finish", campaign.state)


def can_finish_campaign(user: User | None, campaign: Campaign) -> Verdict:
    return verdict_of(check_can_finish_campaign, user, campaign)


def check_can_assign_verifier(user: User | None, campaign: Campaign) -> None:
    """Between the draw and the end the secretariat may give a report to somebody else."""
    check_can_finish_campaign(user, campaign)


def can_assign_verifier(user: User | None, campaign: Campaign) -> Verdict:
    return verdict_of(check_can_assign_verifier, user, campaign)


def check_can_verify_again(user: User | None, entry: CampaignReport) -> None:
    """The second look belongs to the person it was given to, never the first verifier, and happens once."""
    if user is None:
        raise PermissionRefused(gettext_noop("Este acto lo firma una persona con su cuenta."))
    report = entry.report
    if report.verifier_id == user.pk:
        raise PermissionRefused(gettext_noop("Usted ya verificó este reporte: la segunda mirada es de otra persona."))
    if not entry.double_checked or entry.second_verifier_id != user.pk:
        raise PermissionRefused(gettext_noop("La segunda verificación de este reporte no le fue asignada a usted."))
    check_took_no_part(
        user, report, REPORTING_ACTS, gettext_noop("Usted envió este reporte: debe verificarlo otra persona.")
    )
    check_took_no_part(
        user, report, REVIEWING_ACTS, gettext_noop("Usted revisó este reporte: debe verificarlo otra persona.")
    )
    _check_no_stake(user, report, _independent_verifier(report))
    check_has_role(user, Role.VERIFIER)
    if entry.campaign.state != CampaignState.DRAWN:
        raise TransitionRefused(gettext_noop("La campaña ya terminó o todavía no se ha sorteado."))
    if hasattr(entry, "second_verification"):
        raise TransitionRefused(gettext_noop("La segunda verificación de este reporte ya se hizo."))


def can_verify_again(user: User | None, entry: CampaignReport) -> Verdict:
    return verdict_of(check_can_verify_again, user, entry)
