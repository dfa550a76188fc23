"""How far two verifiers who looked at the same reports agree."""

from django.db.models import Q, QuerySet

from concierta.engines.sampling import Agreement, agreement
from concierta.people.models import User
from concierta.plans.models import Plan
from concierta.plans.permissions import check_can_see_plan
from concierta.verification.models import Campaign, SecondVerification


def verifier_agreement(user: User | None, plan: Plan, campaign: Campaign | None = None) -> Agreement:
    """Cohen's κ over every report of `plan` that two people have verified, or over those of one campaign."""
    check_can_see_plan(user, plan)
    return _agreement(Q(entry__campaign__plan=plan) if campaign is None else Q(entry__campaign=campaign))


def agreement_in(campaign: Campaign) -> Agreement:
    """The same for a campaign that was already authorised."""
    return _agreement(Q(entry__campaign=campaign))


def _agreement(which: Q) -> Agreement:
    return agreement(pairs(SecondVerification.objects.filter(which)))


def pairs(found: QuerySet[SecondVerification]) -> list[tuple[str, str]]:
    """What the first and the second found, where both have spoken."""
    rows = found.exclude(entry__report__outcome="").order_by("entry__key")
    return list(rows.values_list("entry__report__outcome", "outcome"))


def agreement_by_campaign(plan: Plan) -> dict[int, Agreement]:
    """By campaign key, where two people have spoken of anything; for a corte, which publishes it. One query."""
    found: dict[int, list[tuple[str, str]]] = {}
    rows = SecondVerification.objects.filter(entry__campaign__plan=plan).exclude(entry__report__outcome="")
    for campaign, first, second in rows.order_by("entry__key").values_list(
        "entry__campaign", "entry__report__outcome", "outcome"
    ):
        found.setdefault(campaign, []).append((first, second))
    return {campaign: agreement(listed) for campaign, listed in found.items()}
