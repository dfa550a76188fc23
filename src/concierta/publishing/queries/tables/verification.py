"""Rows of the campaigns, of the lists they were drawn from, and of the verification factors."""

from collections.abc import Iterator
from typing import Any

from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.queries.tables.results import published
from concierta.publishing.tables import verification as declared
from concierta.reporting.models import Report
from concierta.verification.enums import CampaignState
from concierta.verification.models import Campaign, CampaignReport
from concierta.verification.queries.double_checks import agreement_by_campaign
from concierta.verification.queries.factors import ENTITY, INDICATOR, NODE, PLAN, Claim, factors_of
from concierta.verification.queries.facts import money_behind

ALL_UNITS = "*"


def campaigns(snapshot: Snapshot) -> Iterator[Any]:
    entries: dict[int, list[CampaignReport]] = {}
    for entry in _entries(snapshot):
        entries.setdefault(entry.campaign_id, []).append(entry)
    agreements = agreement_by_campaign(snapshot.plan)
    for campaign in _campaigns(snapshot):
        listed = entries.get(campaign.pk, [])
        looked_at = [entry for entry in listed if entry.is_looked_at]
        between = agreements.get(campaign.pk)
        interval = between.interval if between else None
        drawn = campaign.drawn_at is not None
        yield declared.CAMPAIGNS.row(
            period=snapshot.periods[campaign.period_id].label,
            state=campaign.state,
            margin=campaign.margin,
            confidence=campaign.confidence,
            double_share=campaign.double_share,
            risk_threshold=campaign.risk_threshold,
            population_closes_on=campaign.population_closes_on,
            due_on=campaign.due_on,
            opened_at=campaign.opened_at,
            seed_commitment=campaign.seed_commitment,
            drawn_at=campaign.drawn_at,
            seed=campaign.seed,
            population_sha256=campaign.population_sha256,
            population=len(listed) if drawn else None,
            drawn=sum(entry.drawn for entry in listed) if drawn else None,
            by_risk=sum(entry.by_risk for entry in listed) if drawn else None,
            looked_at=len(looked_at) if drawn else None,
            checked=sum(bool(entry.report.outcome) for entry in looked_at) if drawn else None,
            double_checked=between.items if between else (0 if drawn else None),
            agreed=published(between.agreed) if between else None,
            kappa=published(between.kappa) if between else None,
            kappa_low=published(interval[0]) if interval else None,
            kappa_high=published(interval[1]) if interval else None,
            finished_at=campaign.finished_at,
        )


def campaign_population(snapshot: Snapshot) -> Iterator[Any]:
    """By period, entity and ticket: the order in which anybody who draws again meets them."""
    period_of = {campaign.pk: campaign.period_id for campaign in _campaigns(snapshot)}
    place = {pk: number for number, pk in enumerate(snapshot.periods)}
    entries = [entry for entry in _entries(snapshot) if entry.campaign_id in period_of]
    for entry in sorted(entries, key=lambda one: (place[period_of[one.campaign_id]], one.stratum, one.ticket)):
        yield declared.CAMPAIGN_POPULATION.row(
            period=snapshot.periods[period_of[entry.campaign_id]].label,
            stratum=entry.stratum,
            report=entry.key,
            ticket=entry.ticket,
            drawn=entry.drawn,
            by_risk=entry.by_risk,
            double_checked=entry.double_checked,
            risk=entry.risk,
            risk_parts="; ".join(f"{part}={points}" for part, points in entry.risk_parts),
        )


def verification_factors(snapshot: Snapshot) -> Iterator[Any]:
    for factor in factors_of(_claims(snapshot)):
        yield declared.FACTORS.row(
            level=factor.level,
            subject=factor.key,
            unit=factor.unit or ALL_UNITS,
            factor=published(factor.factor),
            reported=published(factor.reported),
            verified=published(factor.verified),
            reports=factor.reports,
            looked_at=factor.looked_at,
            rejected=factor.rejected,
            not_verifiable=factor.not_verifiable,
            reports_share=published(factor.reports_share),
            money=factor.money,
            money_looked_at=factor.money_looked_at,
            money_share=published(factor.money_share),
        )


def _campaigns(snapshot: Snapshot) -> list[Campaign]:
    found = Campaign.objects.filter(plan=snapshot.plan, period__in=list(snapshot.periods)).exclude(
        state=CampaignState.PLANNED
    )
    place = {pk: number for number, pk in enumerate(snapshot.periods)}
    return sorted(found.order_by(), key=lambda campaign: place[campaign.period_id])


def _entries(snapshot: Snapshot) -> Iterator[CampaignReport]:
    found = CampaignReport.objects.filter(campaign__plan=snapshot.plan, campaign__period__in=list(snapshot.periods))
    yield from found.select_related("report").order_by()


def _claims(snapshot: Snapshot) -> Iterator[Claim]:
    """The figures that stand in the periods ending at the cut-off."""
    keys = Report.objects.filter(indicator__plan=snapshot.plan, period__cut_off=snapshot.cut_off).order_by()
    money = money_behind(keys.values("pk"))
    for report in snapshot.reports:
        if not report.stands or snapshot.periods[report.period].cut_off != snapshot.cut_off:
            continue
        indicator = snapshot.indicators[report.indicator]
        yield Claim(
            groups=(
                (PLAN, snapshot.plan.slug),
                *((NODE, key) for key in _path(snapshot, report.indicator)),
                (ENTITY, snapshot.entity(report.reporter_entity)),
                (INDICATOR, indicator.code),
            ),
            unit=indicator.unit,
            reported=report.value,
            outcome=report.outcome,
            verified=report.verified_value,
            money=money.get((report.indicator, report.period), (None, None))[0],
        )


def _path(snapshot: Snapshot, indicator_pk: int) -> Iterator[str]:
    """The keys of the node that an indicator speaks for, and of all above it."""
    indicator = snapshot.indicators[indicator_pk]
    node = indicator.node_id
    if indicator.product_id is not None:
        node = snapshot.projects[snapshot.products[indicator.product_id].project_id].node_id
    while node is not None:
        yield snapshot.node_keys[node]
        node = snapshot.nodes[node].parent_id
