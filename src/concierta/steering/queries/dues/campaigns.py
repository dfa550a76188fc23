"""Verification campaigns under way: when the secretariat closes and finishes them, and what each verifier was given."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext

from concierta.people.enums import Role
from concierta.people.models import Entity, Membership
from concierta.people.queries import in_force
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Obligation, Window
from concierta.steering.queries.dues.matters import matters_of
from concierta.steering.queries.dues.words import in_language, period_words
from concierta.verification.enums import CampaignState
from concierta.verification.models import Campaign, CampaignReport


def campaigns_due(window: Window) -> Iterator[Obligation]:
    campaigns = (
        Campaign.objects.filter(state__in=(CampaignState.OPEN, CampaignState.DRAWN))
        .select_related("plan__secretariat", "period")
        .order_by("pk")
    )
    for campaign in campaigns:
        if not window.of(campaign.plan.secretariat_id):
            continue
        named = {"period": period_words(campaign.period.label)}
        is_open = campaign.state == CampaignState.OPEN
        yield Obligation(
            DueKind.CAMPAIGN,
            f"campaign:{campaign.period.label}",
            (
                gettext("Cerrar la lista y sortear: %(period)s")
                if is_open
                else gettext("Terminar la campaña: %(period)s")
            )
            % named,
            campaign.population_closes_on if is_open else campaign.due_on,
            campaign.plan.secretariat,
            roles=(Role.SECRETARIAT,),
            secretariat=campaign.plan.secretariat_id,
            plan=campaign.plan.slug,
            address_hint=("campaign", (campaign.pk,)),
        )


def given_in_campaigns(window: Window) -> Iterator[Obligation]:
    """First and second looks. Who looks again is told to nobody else: the two must not know of each other."""
    entries = (
        CampaignReport.objects.filter(campaign__state=CampaignState.DRAWN)
        .select_related("campaign", "report__period", "report__indicator__plan", "report__indicator__product")
        .order_by("campaign", "key")
    )
    acting = _entities_of_verifiers(window.on)
    first = entries.filter(verifier__isnull=False, report__outcome="")
    second = entries.filter(second_verifier__isnull=False, second_verification__isnull=True)
    for entry in first:
        if entry.verifier_id is not None:
            yield from _looked_at(window, entry, entry.verifier_id, acting, ("verify", (entry.report_id,)))
    for entry in second:
        if entry.second_verifier_id is not None:
            yield from _looked_at(window, entry, entry.second_verifier_id, acting, ("second_look", (entry.pk,)))


def _looked_at(
    window: Window,
    entry: CampaignReport,
    person: int,
    acting: dict[int, Entity],
    address: tuple[str, tuple[int]],
) -> Iterator[Obligation]:
    entity = acting.get(person)
    if not window.of(entity.pk if entity else None):
        return
    report, second = entry.report, address[0] == "second_look"
    yield Obligation(
        DueKind.VERIFICATION,
        f"{'second' if second else 'report'}:{report.indicator.code}:{report.period.label}",
        in_language(report.indicator, "name"),
        entry.campaign.due_on,
        entity,
        roles=(Role.VERIFIER,),
        matters=() if second else matters_of(report.indicator),
        person=person,
        secretariat=None if second else report.indicator.plan.secretariat_id,
        plan=report.indicator.plan.slug,
        period=report.period.label,
        private=second,
        address_hint=address,
    )


def _entities_of_verifiers(on: date) -> dict[int, Entity]:
    """For whom each person verifies. Somebody who verifies for several acts for the first of them by code."""
    rows = (
        Membership.objects.filter(in_force(on), role=Role.VERIFIER).select_related("entity").order_by("-entity__code")
    )
    return {row.user_id: row.entity for row in rows}
