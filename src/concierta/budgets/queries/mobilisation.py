"""The board of means sought from others, the facts of what came, and apart from them what may come."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from concierta.budgets.enums import AmountKind, Stage
from concierta.budgets.models import (
    Opportunity,
    OpportunityAmount,
    OpportunityContact,
    OpportunityShare,
    OpportunityStep,
    ProjectNeed,
)
from concierta.budgets.permissions import can_take_part, check_can_see_contacts, check_can_take_part
from concierta.budgets.queries.contributions import MeansOfPlan
from concierta.budgets.queries.money import Money
from concierta.engines.finance import (
    DEFAULT_PROBABILITIES,
    Forecast,
    Gap,
    Prospect,
    apportion,
    forecast,
    funding_gap,
    leverage,
)
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.models import User
from concierta.plans.models import Plan

#: The figure of each stage, and where it lacks one the figures before it.
_FIGURE_OF = {
    Stage.OPPORTUNITY: (AmountKind.EXPECTED,),
    Stage.PREPARED: (AmountKind.EXPECTED,),
    Stage.REQUESTED: (AmountKind.REQUESTED, AmountKind.EXPECTED),
    Stage.APPROVED: (AmountKind.APPROVED, AmountKind.REQUESTED),
    Stage.AGREEMENT_SIGNED: (AmountKind.AGREED, AmountKind.APPROVED),
    Stage.DISBURSED: (AmountKind.AGREED, AmountKind.APPROVED),
}


@dataclass(frozen=True, slots=True)
class Obtained:
    """Facts in pesos, each on its own: what was asked is not what was approved, and that is not what came."""

    requested: int
    approved: int
    agreed: int
    disbursed: int
    opportunities: int


@dataclass(frozen=True, slots=True)
class Card:
    """One opportunity on the board, with its figures in pesos (None: not said) and its next date."""

    opportunity: Opportunity
    expected: int | None
    requested: int | None
    approved: int | None
    agreed: int | None
    disbursed: int
    next_deadline: date | None

    @property
    def figure(self) -> int | None:
        """What its present stage is about."""
        said = {
            AmountKind.EXPECTED: self.expected,
            AmountKind.REQUESTED: self.requested,
            AmountKind.APPROVED: self.approved,
            AmountKind.AGREED: self.agreed,
        }
        for kind in _FIGURE_OF.get(Stage(self.opportunity.state), ()):
            if said[kind] is not None:
                return said[kind]
        return None


@dataclass(frozen=True, slots=True)
class Board:
    """`columns` by stage in the order of the workflow, all of them. `forecast` is an estimate, `obtained` facts."""

    plan: Plan
    columns: dict[Stage, list[Card]]
    obtained: Obtained
    forecast: Forecast

    @property
    def cards(self) -> list[Card]:
        return [card for cards in self.columns.values() for card in cards]


def probabilities() -> Mapping[str, Fraction]:
    """How likely each stage is to end in money [D]; `settings.MOBILISATION_PROBABILITIES` may say otherwise."""
    return getattr(settings, "MOBILISATION_PROBABILITIES", DEFAULT_PROBABILITIES)


def board_of(user: User | None, plan: Plan) -> Board:
    """Everything sought for a plan. Four queries, or five for somebody who must be found to have a part in it."""
    check_can_take_part(user, plan)
    cards = [card_of(one) for one in _with_all(plan.opportunities.all()).order_by("code")]
    columns: dict[Stage, list[Card]] = {stage: [] for stage in Stage}
    for card in cards:
        columns[Stage(card.opportunity.state)].append(card)
    return Board(plan, columns, obtained_of(cards), forecast_of(cards))


def card_of(opportunity: Opportunity) -> Card:
    """`opportunity` comes with amounts and deadlines prefetched."""
    pesos: dict[str, int] = defaultdict(int)
    for amount in opportunity.amounts.all():
        pesos[amount.kind] += amount.pesos
    open_dates = [one.due_on for one in opportunity.deadlines.all() if one.done_on is None]
    return Card(
        opportunity=opportunity,
        expected=pesos.get(AmountKind.EXPECTED),
        requested=pesos.get(AmountKind.REQUESTED),
        approved=pesos.get(AmountKind.APPROVED),
        agreed=pesos.get(AmountKind.AGREED),
        disbursed=pesos.get(AmountKind.DISBURSED, 0),
        next_deadline=min(open_dates, default=None),
    )


def obtained_of(cards: Iterable[Card]) -> Obtained:
    found = list(cards)
    return Obtained(
        requested=sum(card.requested or 0 for card in found),
        approved=sum(card.approved or 0 for card in found),
        agreed=sum(card.agreed or 0 for card in found),
        disbursed=sum(card.disbursed for card in found),
        opportunities=len(found),
    )


def forecast_of(cards: Iterable[Card]) -> Forecast:
    return forecast(
        (Prospect(str(Stage(card.opportunity.state).value), card.figure, card.disbursed) for card in cards),
        probabilities(),
    )


def disbursed_by_project(plan: Plan, on: date, *, outside_budget: bool = False) -> dict[int, int]:
    """Project → pesos that came by a day, each disbursement split by the shares of its opportunity to the peso.

    `outside_budget`: only what no budget line holds yet. Two queries.
    """
    amounts = OpportunityAmount.objects.filter(opportunity__plan=plan, kind=AmountKind.DISBURSED, on__lte=on)
    if outside_budget:
        amounts = amounts.filter(line__isnull=True)
    shares: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = OpportunityShare.objects.filter(opportunity__plan=plan).order_by("opportunity", "project__code")
    for opportunity, project, parts in rows.values_list("opportunity", "project", "parts"):
        shares[opportunity].append((project, parts))
    found: dict[int, int] = defaultdict(int)
    for opportunity, pesos in amounts.values_list("opportunity", "pesos"):
        split = apportion(pesos, [parts for _project, parts in shares[opportunity]])
        for (project, _parts), part in zip(shares[opportunity], split, strict=True):
            found[project] += part
    return dict(found)


def leverage_of(plan: Plan, money: Money, year: int | None = None) -> Fraction | None:
    """Pesos of others disbursed by the day of `money` for each peso of one's own obligated; null without obligations.

    Only what was disbursed counts: not what was asked for, approved or agreed.
    """
    amounts = OpportunityAmount.objects.filter(opportunity__plan=plan, kind=AmountKind.DISBURSED, on__lte=money.on)
    if year is not None:
        amounts = amounts.filter(on__year=year)
    return leverage(sum(amounts.values_list("pesos", flat=True)), money.own_obligations(year))


@dataclass(frozen=True, slots=True)
class Gaps:
    """`by_axis` sums projects: what one has too much of does not fund another. `unknown`: projects without a need."""

    year: int
    by_project: dict[int, Gap]
    by_axis: dict[int, Gap]
    total: Gap | None
    unknown: list[int]


def gaps_of(plan: Plan, money: Money, means: MeansOfPlan, year: int) -> Gaps:
    """What is not funded of what each project is estimated to need in a year. Three queries.

    Funded is what was appropriated, cash contributions that were delivered and verified, and what others disbursed
    that no budget line holds. Cash contributions are those of the whole plan: they name no fiscal year.
    """
    needs = dict(ProjectNeed.objects.filter(project__plan=plan, fiscal_year=year).values_list("project", "amount"))
    came = disbursed_by_project(plan, date(year, 12, 31), outside_budget=True)
    cash = means.verified_cash_by_project
    appropriated = money.by_project(year)
    by_project: dict[int, Gap] = {}
    by_axis: dict[int, Gap] = {}
    for project in money.projects:
        gap = funding_gap(
            needs.get(project),
            appropriated=(appropriated[project].final or 0) if project in appropriated else 0,
            contributed=cash.get(project, 0),
            obtained=came.get(project, 0),
        )
        if gap is not None:
            by_project[project] = gap
            axis = money.axis_of(project)
            by_axis[axis] = by_axis[axis] + gap if axis in by_axis else gap
    total = None
    for gap in by_axis.values():
        total = gap if total is None else total + gap
    return Gaps(year, by_project, by_axis, total, [one for one in money.projects if one not in by_project])


def opportunity_for(user: User | None, pk: int) -> Opportunity:
    """One opportunity with figures, dates, documents and history; NotFound for who has no part in the plan.

    Contacts are not in it: `contacts_for` asks apart.
    """
    found = (
        _with_all(Opportunity.objects.filter(pk=pk))
        .prefetch_related(
            "documents__file",
            Prefetch("steps", queryset=OpportunityStep.objects.select_related("by", "entity").order_by("at", "pk")),
        )
        .first()
    )
    if found is None or not can_take_part(user, found.plan):
        raise NotFound(gettext_noop("No hay tal gestión, o no es visible para usted."))
    return found


def contacts_for(user: User | None, opportunity: Opportunity) -> QuerySet[OpportunityContact]:
    """Personal data, for those who follow the opportunity up; refused to everybody else."""
    check_can_see_contacts(user, opportunity)
    return opportunity.contacts.order_by("name")


def _with_all(opportunities: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    return opportunities.select_related("plan__secretariat", "plan__agreement", "entity", "person").prefetch_related(
        "amounts",
        "deadlines",
        Prefetch("shares", queryset=OpportunityShare.objects.select_related("project").order_by("project__code")),
    )
