"""What is due about money, for the reminders that others send."""

from dataclasses import dataclass
from datetime import date

from concierta.budgets.enums import ContributionState, DeliveryState
from concierta.budgets.models import Contribution, Delivery, OpportunityDeadline
from concierta.budgets.workflow import UNDER_WAY
from concierta.people.models import Entity, User
from concierta.plans.models import Plan


@dataclass(frozen=True, slots=True)
class MoneyDate:
    """`kind`: opportunity_deadline or contribution, and `pk` that of the opportunity or contribution; `person` None:
    whoever reports for the entity."""

    kind: str
    pk: int
    plan: Plan
    title: str
    due_on: date
    entity: Entity
    person: User | None


def money_dates(until: date) -> list[MoneyDate]:
    """Open dates of opportunities under way and contributions not yet delivered, due by `until`. Three queries."""
    found = [
        MoneyDate(
            "opportunity_deadline",
            one.opportunity_id,
            one.opportunity.plan,
            f"{one.opportunity.code} · {one.what}",
            one.due_on,
            one.opportunity.entity,
            one.opportunity.person,
        )
        for one in OpportunityDeadline.objects.filter(
            done_on__isnull=True, due_on__lte=until, opportunity__state__in=UNDER_WAY
        )
        .select_related("opportunity__plan", "opportunity__entity", "opportunity__person")
        .order_by("due_on", "pk")
    ]
    delivered = Delivery.objects.exclude(state=DeliveryState.WITHDRAWN).order_by().values("contribution")
    found += [
        MoneyDate("contribution", one.pk, one.plan, one.description, one.due_on, one.entity, None)
        for one in Contribution.objects.filter(state=ContributionState.STANDING, due_on__lte=until)
        .exclude(pk__in=delivered)
        .select_related("plan", "entity")
        .order_by("due_on", "pk")
        if one.due_on is not None
    ]
    return sorted(found, key=lambda one: (one.due_on, one.kind, one.pk))


def deliveries_waiting() -> list[Delivery]:
    """What somebody said that they delivered and nobody has checked yet, the oldest first. One query."""
    waiting = Delivery.objects.filter(state=DeliveryState.DECLARED).select_related(
        "contribution__plan__verifier", "contribution__plan__secretariat", "contribution__project", "declaring_entity"
    )
    return list(waiting.order_by("declared_at", "pk"))
