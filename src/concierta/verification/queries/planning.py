"""What the secretariat chooses from when it plans a campaign, and what its choices would draw today."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from concierta.engines.sampling import sample_size
from concierta.indicators.models import Indicator
from concierta.people.models import Entity, User
from concierta.plans.models import Node, Plan, ReportingPeriod
from concierta.verification.enums import CampaignState
from concierta.verification.models import Campaign
from concierta.verification.permissions import check_can_plan_campaign
from concierta.verification.queries.population import population_of
from concierta.verification.queries.work import verifiers_of


@dataclass(frozen=True, slots=True)
class CampaignChoices:
    """`periods` whose campaign does not exist or may still change; `verifiers` as (entity, person)."""

    periods: tuple[ReportingPeriod, ...]
    reporters: tuple[Entity, ...]
    nodes: tuple[Node, ...]
    verifiers: tuple[tuple[Entity, User], ...]
    indicators: tuple[Indicator, ...]


def campaign_choices(user: User | None, plan: Plan) -> CampaignChoices:
    """Only for who may plan a campaign of `plan`. A constant number of queries."""
    check_can_plan_campaign(user, plan)
    committed = Campaign.objects.filter(plan=plan).exclude(state=CampaignState.PLANNED)
    answering = Indicator.objects.filter(plan=plan).order_by()
    verifying = set(answering.exclude(verifier=None).values_list("verifier", flat=True)) | {plan.verifier_id}
    entities = {entity.pk: entity for entity in Entity.objects.filter(pk__in=verifying - {None})}
    return CampaignChoices(
        periods=tuple(
            ReportingPeriod.objects.filter(plan=plan)
            .exclude(pk__in=committed.order_by().values("period"))
            .order_by("-cut_off")
        ),
        reporters=tuple(Entity.objects.filter(pk__in=answering.values("reporter")).order_by("name")),
        nodes=tuple(Node.objects.filter(plan=plan).select_related("tier").order_by("tier__depth", "code")),
        verifiers=tuple((entities[pk], person) for pk, person in verifiers_of(list(entities.values()))),
        indicators=tuple(answering.order_by("code")),
    )


def planned_in(user: User | None, plan: Plan, period: ReportingPeriod) -> Campaign | None:
    """The campaign of `period` that may still change, with its verifiers."""
    check_can_plan_campaign(user, plan)
    found = Campaign.objects.filter(plan=plan, period=period, state=CampaignState.PLANNED)
    return found.prefetch_related("verifiers").first()


def reports_in_scope(
    user: User | None,
    plan: Plan,
    period: ReportingPeriod,
    *,
    entities: Iterable[Entity],
    nodes: Iterable[Node],
    indicators: Iterable[Indicator],
) -> int:
    """How many reviewed reports await verification in this scope now: the population if it were closed today."""
    check_can_plan_campaign(user, plan)
    scope = {
        "entities": [entity.code for entity in entities],
        "nodes": [[node.tier.slug, node.code] for node in nodes],
        "indicators": [indicator.code for indicator in indicators],
    }
    return population_of(Campaign(plan=plan, period=period, scope=scope)).count()


def sample_of(population: int, margin: Decimal, confidence: Decimal) -> int:
    """How many of `population` a wished margin of error and confidence draw."""
    return sample_size(population=population, margin=margin, confidence=confidence)
