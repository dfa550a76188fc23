"""Means pledged and delivered, with cash and in kind side by side and never added to each other."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from concierta.budgets.enums import ContributionState, DeliveryState, Form
from concierta.budgets.models import Contribution, Delivery, DeliveryStep
from concierta.engines.finance import MeansTotal, in_cash, in_kind
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.queries import entities_where, memberships_on
from concierta.plans.models import Plan
from concierta.plans.permissions import can_see_plan, check_can_see_plan

_HELD = (DeliveryState.VERIFIED, DeliveryState.ADJUSTED)


@dataclass(slots=True)
class Means:
    """`offered` what was promised; `declared` what its givers say came, checked or not; `verified` what was found.

    Each is a `MeansTotal`: cash in pesos, in kind by unit. There is no sum of both.
    """

    offered: MeansTotal = field(default_factory=MeansTotal)
    declared: MeansTotal = field(default_factory=MeansTotal)
    verified: MeansTotal = field(default_factory=MeansTotal)
    contributions: list[Contribution] = field(default_factory=list)

    def take(self, contribution: Contribution) -> None:
        """`contribution` comes with its deliveries prefetched."""
        self.contributions.append(contribution)
        if contribution.state == ContributionState.STANDING:
            self.offered += means_of(contribution, contribution.amount, contribution.quantity)
        for delivery in contribution.deliveries.all():
            if delivery.state != DeliveryState.WITHDRAWN:
                self.declared += means_of(contribution, delivery.amount, delivery.quantity)
            if delivery.state in _HELD:
                self.verified += means_of(contribution, delivery.verified_amount, delivery.verified_quantity)


@dataclass(frozen=True, slots=True)
class MeansOfPlan:
    """By primary key of project and entity, by axis (node of the widest tier), and by kind of means."""

    total: Means
    by_project: dict[int, Means]
    by_entity: dict[int, Means]
    by_axis: dict[int, Means]
    by_kind: dict[str, Means]

    @property
    def verified_cash_by_project(self) -> dict[int, int]:
        """Project → pesos that came and were checked: what counts as funding."""
        return {project: means.verified.cash.pesos for project, means in self.by_project.items()}


def means_of(contribution: Contribution, amount: int | None, quantity: Decimal | None) -> MeansTotal:
    """An amount or a quantity of this contribution, as what it is."""
    if contribution.form == Form.CASH:
        return in_cash(amount or 0)
    return in_kind(quantity or Decimal(0), contribution.unit, contribution.unit_value)


def contributions_of(user: User | None, plan: Plan) -> QuerySet[Contribution]:
    """Every contribution with its deliveries, by project and entity. They are public to whoever may see the plan."""
    check_can_see_plan(user, plan)
    return _with_all(plan.contributions.all()).order_by("project__code", "entity__name", "pk")


def means_of_plan(user: User | None, plan: Plan) -> MeansOfPlan:
    """Totals in every way a page asks for. Three queries."""
    contributions = contributions_of(user, plan)
    parents = dict(plan.nodes.values_list("pk", "parent"))
    total = Means()
    by_project: dict[int, Means] = defaultdict(Means)
    by_entity: dict[int, Means] = defaultdict(Means)
    by_axis: dict[int, Means] = defaultdict(Means)
    by_kind: dict[str, Means] = defaultdict(Means)
    for one in contributions:
        axis = one.project.node_id
        while (above := parents[axis]) is not None:
            axis = above
        for means in (
            total,
            by_project[one.project_id],
            by_entity[one.entity_id],
            by_axis[axis],
            by_kind[str(one.kind)],
        ):
            means.take(one)
    return MeansOfPlan(total, dict(by_project), dict(by_entity), dict(by_axis), dict(by_kind))


def contribution_for(user: User | None, pk: int) -> Contribution:
    """One contribution with its deliveries and their history, or NotFound."""
    found = _with_all(Contribution.objects.filter(pk=pk)).first()
    if found is None or not can_see_plan(user, found.plan):
        raise NotFound(gettext_noop("No hay tal aporte, o no es visible para usted."))
    return found


def delivery_for(user: User | None, pk: int) -> Delivery:
    """One delivery with its evidence and history, or NotFound. Evidence is for those who give and who check."""
    found = (
        Delivery.objects.select_related(*_DELIVERY).prefetch_related("evidence__file", _steps()).filter(pk=pk).first()
    )
    if found is None or not can_see_plan(user, found.contribution.plan):
        raise NotFound(gettext_noop("No hay tal entrega, o no es visible para usted."))
    return found


def deliveries_to_verify(user: User, plan: Plan | None = None) -> list[Delivery]:
    """What waits for this verifier, the oldest first: only what they may verify. One query, however much waits."""
    own = memberships_on(user).values("entity")
    waiting = (
        Delivery.objects.select_related(*_DELIVERY)
        .filter(state=DeliveryState.DECLARED, contribution__plan__verifier__in=entities_where(user, Role.VERIFIER))
        # As `check_can_verify_delivery` says it of one: neither who gives nor who receives.
        .exclude(declared_by=user)
        .exclude(declaring_entity__in=own)
        .exclude(contribution__project__entity__in=own)
    )
    if plan is not None:
        waiting = waiting.filter(contribution__plan=plan)
    return list(waiting.order_by("declared_at", "pk"))


def contributions_of_entities(user: User) -> QuerySet[Contribution]:
    """What the entities that this person reports for have offered."""
    return _with_all(
        Contribution.objects.filter(entity__in=entities_where(user, Role.REPORTER), state=ContributionState.STANDING)
    ).order_by("due_on", "project__code", "pk")


def may_see_evidence(user: User, delivery: Delivery) -> bool:
    """Those who act for the giver, and those who verify for the plan."""
    entities = {one.pk for one in entities_where(user, Role.REPORTER)}
    checking = {one.pk for one in entities_where(user, Role.VERIFIER)}
    return delivery.declaring_entity_id in entities or delivery.contribution.plan.verifier_id in checking


_DELIVERY = (
    "contribution__plan__verifier",
    "contribution__plan__secretariat",
    "contribution__project__entity",
    "contribution__pledge",
    "declaring_entity",
    "verifier_entity",
)


def _steps() -> "Prefetch[str, QuerySet[DeliveryStep], str]":
    return Prefetch("steps", queryset=DeliveryStep.objects.select_related("by", "entity").order_by("at", "pk"))


def _with_all(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    return contributions.select_related(
        "plan__verifier", "plan__secretariat", "plan__agreement", "project__entity", "entity", "pledge"
    ).prefetch_related(
        Prefetch(
            "deliveries",
            queryset=Delivery.objects.select_related("declaring_entity", "verifier_entity").order_by(
                "delivered_on", "pk"
            ),
        )
    )


def total_of(means: Iterable[Means]) -> Means:
    """The sum of several, each contribution once."""
    summed = Means()
    for one in means:
        for contribution in one.contributions:
            summed.take(contribution)
    return summed
