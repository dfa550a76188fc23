"""Planning a campaign, and opening it: from then on its seed and its rules are promised."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from concierta.engines.sampling import commit_seed
from concierta.indicators.models import Indicator
from concierta.kernel.clock import local_date
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.ledger.locking import locked
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.plans.models import Node, Plan, ReportingPeriod
from concierta.plans.operations.acts import record_in_plan
from concierta.verification.enums import CampaignState, FigureType, Method
from concierta.verification.models import DEFAULT_METHODS, Campaign, CampaignVerifier, SealedSeed
from concierta.verification.permissions import (
    check_can_open_campaign,
    check_can_plan_campaign,
    check_can_revise_campaign,
)
from concierta.verification.queries.population import campaign_subject
from concierta.verification.workflow import CAMPAIGN_WORKFLOW

MARGIN, CONFIDENCE, DOUBLE_SHARE, RISK_THRESHOLD = Decimal("0.1"), Decimal("0.95"), Decimal("0.1"), Decimal(40)


def new_seed() -> str:
    """32 random bytes of the operating system, as 64 hexadecimal digits."""
    return secrets.token_hex(32)


@transaction.atomic
def plan_campaign(
    *,
    plan: Plan,
    period: ReportingPeriod,
    population_closes_on: date,
    due_on: date,
    margin: Decimal = MARGIN,
    confidence: Decimal = CONFIDENCE,
    double_share: Decimal = DOUBLE_SHARE,
    risk_threshold: Decimal | None = RISK_THRESHOLD,
    methods: Mapping[FigureType, Method] | None = None,
    verifiers: Mapping[Entity, Iterable[User]] | None = None,
    entities: Iterable[Entity] = (),
    nodes: Iterable[Node] = (),
    indicators: Iterable[Indicator] = (),
    by: User | None,
    at: datetime,
) -> Campaign:
    """The campaign of `plan` for `period`; planning it again changes it, until it is opened.

    `margin`, `confidence` and `double_share` (how much is looked at twice) are fractions; `risk_threshold` in points,
    None for no entries by risk. `entities`, `nodes` (with all below them) and `indicators` narrow the scope; nothing
    means everything. Without `verifiers`, everybody who verifies for the verifying entities takes part.
    """
    check_can_plan_campaign(by, plan)
    campaign = Campaign.objects.select_for_update(of=("self",)).filter(plan=plan, period=period).first()
    if campaign is None:
        campaign = Campaign(plan=plan, period=period)
    else:
        check_can_revise_campaign(by, campaign)
    _check(plan, period, population_closes_on, due_on, margin, confidence, double_share, risk_threshold)
    campaign.population_closes_on, campaign.due_on, campaign.planned_at = population_closes_on, due_on, at
    campaign.margin, campaign.confidence, campaign.double_share = margin, confidence, double_share
    campaign.risk_threshold = risk_threshold
    campaign.methods = DEFAULT_METHODS | _methods(methods or {})
    campaign.scope = {
        "entities": sorted(entity.code for entity in entities),
        "nodes": sorted([node.tier.slug, node.code] for node in nodes),
        "indicators": sorted(indicator.code for indicator in indicators),
    }
    campaign.save()
    campaign.verifiers.all().delete()
    for entity, people in (verifiers or {}).items():
        for user in people:
            check_has_role(user, Role.VERIFIER, entity=entity)
            CampaignVerifier.objects.create(campaign=campaign, entity=entity, user=user)
    return campaign


@transaction.atomic
def open_campaign(
    *, campaign: Campaign, make_seed: Callable[[], str] = new_seed, by: User | None, at: datetime
) -> Campaign:
    """Commit to a seed that nobody has seen and to the rules of the draw, in public, before the population closes."""
    campaign = locked_campaign(campaign)
    check_can_open_campaign(by, campaign)
    if campaign.state == CampaignState.PLANNED and campaign.due_on < local_date(at):
        raise Invalid(gettext_noop("La fecha límite de la campaña ya pasó: cámbiela."), field="due_on")
    seed = make_seed()
    campaign.seed_commitment = commit_seed(seed)
    campaign.opened_at = at
    campaign.state = CampaignState.OPEN
    campaign.save(update_fields=["seed_commitment", "opened_at", "state"])
    SealedSeed.objects.create(campaign=campaign, seed=seed)
    record_in_plan(
        kind=CAMPAIGN_WORKFLOW.transition("open").event,
        subject=campaign_subject(campaign),
        plan=campaign.plan,
        body={
            "period": campaign.period.label,
            "seed_commitment": campaign.seed_commitment,
            "scope": campaign.scope,
            "methods": campaign.methods,
            "margin": plain(campaign.margin),
            "confidence": plain(campaign.confidence),
            "double_share": plain(campaign.double_share),
            "risk_threshold": plain(campaign.risk_threshold),
            "population_closes_on": campaign.population_closes_on.isoformat(),
            "due_on": campaign.due_on.isoformat(),
        },
        by=by,
        at=at,
    )
    return campaign


def locked_campaign(campaign: Campaign) -> Campaign:
    """The campaign as it is now, held until the transaction ends."""
    return locked(campaign, "plan__secretariat", "period")


def _check(
    plan: Plan,
    period: ReportingPeriod,
    closes_on: date,
    due_on: date,
    margin: Decimal,
    confidence: Decimal,
    double_share: Decimal,
    risk_threshold: Decimal | None,
) -> None:
    if period.plan_id != plan.pk:
        raise Invalid(gettext_noop("El periodo %(period)s no es de este plan."), field="period", period=period.label)
    if closes_on <= period.cut_off:
        raise Invalid(
            gettext_noop("La población se cierra después del corte: antes no hay reportes que sortear."),
            field="population_closes_on",
        )
    if due_on < closes_on:
        raise Invalid(gettext_noop("La campaña vence después de cerrar su población."), field="due_on")
    if not 0 < Fraction(margin) < 1:
        raise Invalid(gettext_noop("El margen de error va entre 0 % y 100 %."), field="margin")
    if not Fraction(1, 2) <= Fraction(confidence) < 1:
        raise Invalid(gettext_noop("La confianza va de 50 % a menos de 100 %."), field="confidence")
    if not 0 <= Fraction(double_share) <= 1:
        raise Invalid(gettext_noop("La parte que se verifica dos veces va de 0 % a 100 %."), field="double_share")
    if risk_threshold is not None and risk_threshold < 0:
        raise Invalid(gettext_noop("El umbral de riesgo no es negativo."), field="risk_threshold")


def _methods(given: Mapping[FigureType, Method]) -> dict[str, str]:
    for kind, method in given.items():
        if kind not in FigureType.values or method not in Method.values:
            raise Invalid(gettext_noop("Elija un medio de verificación para cada tipo de cifra."), field="methods")
    return {FigureType(kind).value: Method(method).value for kind, method in given.items()}
