"""Campaigns as the secretariat and the verifiers see them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from concierta.engines.sampling import Agreement, margin_of_error, sample_size
from concierta.kernel.errors import NotFound, Verdict, gettext_noop
from concierta.people.models import User
from concierta.plans.models import Plan
from concierta.plans.permissions import can_see_plan, check_can_see_plan
from concierta.verification.enums import CampaignState
from concierta.verification.models import Campaign, CampaignReport
from concierta.verification.permissions import (
    can_close_population,
    can_finish_campaign,
    can_open_campaign,
    can_plan_campaign,
    can_revise_campaign,
)
from concierta.verification.queries.double_checks import agreement_in
from concierta.verification.queries.entries import entries_with_reports
from concierta.verification.queries.population import population_of


@dataclass(frozen=True, slots=True)
class StratumCount:
    """Of one reporting entity: how many in the population, drawn, by risk, looked at, and with an outcome so far."""

    entity: str
    population: int
    drawn: int
    by_risk: int
    looked_at: int
    checked: int


@dataclass(frozen=True, slots=True)
class CampaignSheet:
    """A campaign with all that a page about it shows.

    `waiting` how many reviewed reports would be its population now, and `expected_sample` how many would be drawn (both
    None once drawn). `margin` what the drawn sample really gives, None before. `unassigned` looked at by nobody yet.
    `outcomes` of the reports looked at so far. `overdue` reports without outcome after the due date.
    """

    campaign: Campaign
    waiting: int | None
    expected_sample: int | None
    strata: tuple[StratumCount, ...]
    margin: Decimal | None
    outcomes: dict[str, int]
    unassigned: int
    pending: int
    overdue: int
    double_checks: int
    double_checks_done: int
    agreement: Agreement
    can_revise: Verdict
    can_open: Verdict
    can_close: Verdict
    can_finish: Verdict


def campaigns_for(user: User | None, plan: Plan) -> QuerySet[Campaign]:
    """The campaigns of a plan, newest period first. While planned, a campaign is its secretariat's business."""
    check_can_see_plan(user, plan)
    found = Campaign.objects.filter(plan=plan).select_related("plan__secretariat", "period")
    if not can_plan_campaign(user, plan):
        found = found.exclude(state=CampaignState.PLANNED)
    return found.order_by("-period__cut_off")


def campaign_by_pk(user: User | None, pk: int) -> Campaign:
    """The campaign `pk`, if `user` may see it; otherwise NotFound."""
    campaign = Campaign.objects.select_related("plan__secretariat", "period").filter(pk=pk).first()
    if campaign is None or not can_see_plan(user, campaign.plan):
        raise NotFound(_NOT_FOUND)
    if campaign.state == CampaignState.PLANNED and not can_plan_campaign(user, campaign.plan):
        raise NotFound(_NOT_FOUND)
    return campaign


def campaign_for(user: User | None, pk: int, on: date) -> CampaignSheet:
    """The campaign `pk` and how far it is on day `on`. A constant number of queries."""
    campaign = campaign_by_pk(user, pk)
    entries = list(_entries(campaign).select_related("report", "second_verification"))
    looked_at = [entry for entry in entries if entry.is_looked_at]
    pending = [entry for entry in looked_at if not entry.report.outcome]
    doubled = [entry for entry in looked_at if entry.double_checked]
    before_draw = campaign.state in (CampaignState.PLANNED, CampaignState.OPEN)
    waiting = population_of(campaign).count() if before_draw else None
    return CampaignSheet(
        campaign=campaign,
        waiting=waiting,
        expected_sample=None if waiting is None else _size(campaign, waiting),
        strata=strata_of(entries),
        margin=_margin(campaign, entries),
        outcomes=dict(sorted(Counter(entry.report.outcome for entry in looked_at if entry.report.outcome).items())),
        unassigned=sum(entry.verifier_id is None for entry in pending),
        pending=len(pending),
        overdue=len(pending) if on > campaign.due_on else 0,
        double_checks=len(doubled),
        double_checks_done=sum(hasattr(entry, "second_verification") for entry in doubled),
        agreement=agreement_in(campaign),
        can_revise=can_revise_campaign(user, campaign),
        can_open=can_open_campaign(user, campaign),
        can_close=can_close_population(user, campaign),
        can_finish=can_finish_campaign(user, campaign),
    )


def campaign_reports(user: User | None, campaign: Campaign, *, looked_at: bool = True) -> list[CampaignReport]:
    """The reports looked at (or with `looked_at=False` the whole closed population), riskiest first. Two queries.

    Who verifies what is known to the secretariat and to those who verify; `campaign` comes from `campaign_by_pk`.
    """
    if not can_plan_campaign(user, campaign.plan) and not _verifies_in(user, campaign):
        raise NotFound(_NOT_FOUND)
    found = [
        entry
        for entry in entries_with_reports()
        .filter(campaign=campaign)
        .select_related(*("report__indicator__product__project", "report__verifier", "report__verification"))
        if entry.is_looked_at or not looked_at
    ]
    return sorted(found, key=lambda entry: (-entry.risk, entry.key))


def strata_of(entries: Iterable[CampaignReport]) -> tuple[StratumCount, ...]:
    """By reporting entity, in order of code. `entries` with their reports."""
    by_entity: dict[str, list[CampaignReport]] = {}
    for entry in entries:
        by_entity.setdefault(entry.stratum, []).append(entry)
    return tuple(
        StratumCount(
            entity=entity,
            population=len(listed),
            drawn=sum(entry.drawn for entry in listed),
            by_risk=sum(entry.by_risk for entry in listed),
            looked_at=sum(entry.is_looked_at for entry in listed),
            checked=sum(entry.is_looked_at and bool(entry.report.outcome) for entry in listed),
        )
        for entity, listed in sorted(by_entity.items())
    )


def _entries(campaign: Campaign) -> QuerySet[CampaignReport]:
    return CampaignReport.objects.filter(campaign=campaign)


def _size(campaign: Campaign, population: int) -> int:
    return sample_size(population=population, margin=campaign.margin, confidence=campaign.confidence)


def _margin(campaign: Campaign, entries: list[CampaignReport]) -> Decimal | None:
    drawn = sum(entry.drawn for entry in entries)
    if not drawn:
        return None
    return margin_of_error(population=len(entries), sampled=drawn, confidence=campaign.confidence)


def _verifies_in(user: User | None, campaign: Campaign) -> bool:
    return user is not None and (
        _entries(campaign).filter(verifier=user).exists()
        or _entries(campaign).filter(second_verifier=user).exists()
        or campaign.verifiers.filter(user=user).exists()
    )


_NOT_FOUND = gettext_noop("No hay tal campaña, o no es visible para usted.")
