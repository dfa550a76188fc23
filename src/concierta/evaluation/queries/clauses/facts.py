"""Everything that says whether commitments are kept, of all signatories at once: each kind is read once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, Sum

from concierta.agreements.enums import COUNTED, PledgeKind
from concierta.agreements.models import Agreement, Clause, Competence, Norm, Pledge, Signatory
from concierta.agreements.queries import signatories_of
from concierta.budgets.enums import AmountKind, ContributionState, DeliveryState
from concierta.budgets.models import Contribution, Delivery, OpportunityAmount
from concierta.evaluation.enums import MilestoneState
from concierta.evaluation.models import Milestone
from concierta.evaluation.queries.obligations import Filing, obligations_by_entity
from concierta.kernel.clock import local_date
from concierta.mesa.enums import MotionState, SessionState
from concierta.mesa.models import Attendance, ConflictOfInterest, Motion, Seat, Session, Vote
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.reporting.enums import Outcome, ReportState
from concierta.reporting.models import Report
from concierta.reporting.queries.pledges import kept_pledges
from concierta.reporting.queries.standing import deadlines_on

#: Whole pesos, or so many of a unit.
Quantity = int | Decimal

_NOT_ENDED = (MotionState.OPEN, MotionState.WITHDRAWN)
_UNSENT = (ReportState.DRAFT, ReportState.RETURNED, ReportState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Given:
    """One contribution: what was offered, declared delivered and verified, in pesos or in its own unit."""

    cash: bool
    offered: Quantity
    declared: Quantity
    verified: Quantity
    is_due: bool
    is_kept: bool


@dataclass(slots=True)
class ReportsSent:
    """How many in `all`; of them how many a verifier looked at, found to hold, and looked at by the day it was due."""

    all: int = 0
    looked_at: int = 0
    held: int = 0
    in_time: int = 0


@dataclass
class Facts:
    """Of an agreement as of `on`: what is due by then, and what is known of it. Keys are those of entities.

    What happens in a year (sessions, tasks, reports) is counted from the first day of `of_year`, that of `on` unless
    told: a corte is published when its year may have ended.
    """

    agreement: Agreement
    on: date
    of_year: int | None = None

    @cached_property
    def signatories(self) -> list[Signatory]:
        return signatories_of(self.agreement)

    @cached_property
    def clauses(self) -> list[Clause]:
        return list(self.agreement.clauses.order_by("ordinal"))

    @cached_property
    def plans(self) -> list[Plan]:
        return list(Plan.objects.filter(agreement=self.agreement).exclude(state=PlanState.DRAFT).order_by("slug"))

    @cached_property
    def year(self) -> tuple[date, date]:
        return date(self.of_year or self.on.year, 1, 1), self.on

    @cached_property
    def pledges(self) -> dict[tuple[int, int], list[Pledge]]:
        """By clause and entity, the promises that count."""
        found: dict[tuple[int, int], list[Pledge]] = defaultdict(list)
        rows = Pledge.objects.filter(clause__agreement=self.agreement, state__in=COUNTED)
        for pledge in rows.order_by("code").only("clause", "entity", "kind", "amount", "quantity", "due_on"):
            found[pledge.clause_id, pledge.entity_id].append(pledge)
        return found

    @cached_property
    def kept(self) -> set[int]:
        """The promises that are kept by now: their indicators verified, their milestone reached, or what was offered
        for them verified."""
        every = [pledge for pledges in self.pledges.values() for pledge in pledges]
        kept = {one.pledge_id for one in self.milestones if one.pledge_id and one.state == MilestoneState.VERIFIED}
        for plan in self.plans:
            kept |= kept_pledges(plan, every, self.on)
        return kept | {one.pk for one in every if self._given_for(one) >= (one.amount or one.quantity or 1)}

    @cached_property
    def milestones(self) -> list[Milestone]:
        rows = Milestone.objects.filter(clause__agreement=self.agreement, reached_on__lte=self.on)
        figures = ("clause", "entity", "pledge", "kind", "instance", "reached_on", "rung", "expires_on", "state")
        return list(rows.exclude(state=MilestoneState.WITHDRAWN).order_by("reached_on", "pk").only(*figures))

    @cached_property
    def milestones_of(self) -> dict[tuple[int, int], list[Milestone]]:
        """By clause and entity; those without any have an empty list."""
        found: dict[tuple[int, int], list[Milestone]] = defaultdict(list)
        for one in self.milestones:
            found[one.clause_id, one.entity_id].append(one)
        return found

    @cached_property
    def _deliveries(self) -> dict[int, tuple[Quantity, Quantity]]:
        """Declared and verified of each contribution, by its key: one is either pesos or units."""
        rows = Delivery.objects.filter(contribution__plan__in=self.plans, delivered_on__lte=self.on)
        figures = ("contribution_id", "amount", "quantity", "verified_amount", "verified_quantity")
        found: dict[int, tuple[Quantity, Quantity]] = {}
        for contribution, *given in rows.exclude(state=DeliveryState.WITHDRAWN).order_by().values_list(*figures):
            declared, verified = found.get(contribution, (0, 0))
            found[contribution] = declared + (given[0] or given[1] or 0), verified + (given[2] or given[3] or 0)
        return found

    @cached_property
    def _contributions(self) -> list[Contribution]:
        standing = Contribution.objects.filter(plan__in=self.plans, state=ContributionState.STANDING)
        figures = ("entity", "pledge", "amount", "quantity", "due_on", "declared_at")
        return [one for one in standing.order_by().only(*figures) if local_date(one.declared_at) <= self.on]

    def _given_for(self, pledge: Pledge) -> Quantity:
        """Verified of what was offered for a promise: of money its pesos, of anything else what is in kind. A promise
        to act is kept by either, and they are never added."""
        cash, in_kind = self._verified_for.get((pledge.pk, True), 0), self._verified_for.get((pledge.pk, False), 0)
        if pledge.kind == PledgeKind.CASH:
            return cash
        return in_kind if pledge.kind == PledgeKind.IN_KIND else max(cash, in_kind)

    @cached_property
    def _verified_for(self) -> dict[tuple[int, bool], Quantity]:
        """By promise, of what was offered for it in money (True) and in kind."""
        found: dict[tuple[int, bool], Quantity] = defaultdict(int)
        for one in self._contributions:
            if one.pledge_id is not None:
                found[one.pledge_id, one.amount is not None] += self._deliveries.get(one.pk, (0, 0))[1]
        return found

    @cached_property
    def contributions(self) -> dict[int, list[Given]]:
        found: dict[int, list[Given]] = defaultdict(list)
        for one in self._contributions:
            offered = one.amount or one.quantity or 0
            declared, verified = self._deliveries.get(one.pk, (0, 0))
            found[one.entity_id].append(
                Given(
                    cash=one.amount is not None,
                    offered=offered,
                    declared=declared,
                    verified=verified,
                    is_due=one.due_on is not None and one.due_on <= self.on,
                    is_kept=verified >= offered,
                )
            )
        return found

    @cached_property
    def obligations(self) -> dict[int, list[Filing]]:
        """Those due since the first day of the year."""
        first, _last = self.year
        return {
            entity: [one for one in filings if one.due_on >= first]
            for entity, filings in obligations_by_entity(self.agreement, self.on).items()
        }

    @cached_property
    def sessions(self) -> dict[int, tuple[int, int]]:
        """Sessions of the year, by entity: those it came to, of those held while it had a seat."""
        held = self._held
        came = set(Attendance.objects.filter(session__in=held).order_by().values_list("session_id", "seat_id"))
        found: dict[int, tuple[int, int]] = {}
        for seat in self._seats:
            attended, due = found.get(seat.entity_id, (0, 0))
            for session, day in held.items():
                if _sat(seat, day):
                    attended, due = attended + ((session, seat.pk) in came), due + 1
            found[seat.entity_id] = (attended, due)
        return found

    @cached_property
    def _seats(self) -> list[Seat]:
        return list(Seat.objects.filter(mesa__agreement=self.agreement, since__lte=self.on).order_by())

    @cached_property
    def _held(self) -> dict[int, date]:
        """The day of each session held in the year, by its key."""
        first, last = self.year
        rows = Session.objects.filter(mesa__agreement=self.agreement, state=SessionState.CLOSED)
        days = {pk: local_date(starts_at) for pk, starts_at in rows.values_list("pk", "starts_at")}
        return {pk: day for pk, day in days.items() if first <= day <= last}

    @cached_property
    def votes(self) -> dict[int, tuple[int, int]]:
        """Of the motions of those sessions that came to an end while it had a vote on them, by entity: on how many it
        voted. Where it declared a conflict of interest it has none."""
        held = self._held
        ended = Motion.objects.filter(item__session__in=held)
        motions = [
            (motion, item, held[session])
            for motion, item, session in ended.exclude(state__in=_NOT_ENDED)
            .order_by()
            .values_list("pk", "item_id", "item__session_id")
        ]
        barred = set(ConflictOfInterest.objects.filter(item__session__in=held).values_list("item_id", "seat_id"))
        cast = set(Vote.objects.filter(motion__item__session__in=held).order_by().values_list("motion_id", "seat_id"))
        found: dict[int, tuple[int, int]] = {}
        for seat in self._seats:
            if seat.has_vote:
                voted, due = found.get(seat.entity_id, (0, 0))
                for motion, item, day in motions:
                    if _sat(seat, day) and (item, seat.pk) not in barred:
                        voted, due = voted + ((motion, seat.pk) in cast), due + 1
                found[seat.entity_id] = (voted, due)
        return found

    @cached_property
    def resources(self) -> dict[int, dict[str, int]]:
        """Pesos by kind of figure, of what each entity sought from others."""
        found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        rows = OpportunityAmount.objects.filter(opportunity__plan__in=self.plans, on__lte=self.on)
        kinds = (AmountKind.REQUESTED, AmountKind.APPROVED, AmountKind.DISBURSED)
        for entity, kind, pesos in (
            rows.filter(kind__in=kinds)
            .order_by()
            .values("opportunity__entity_id", "kind")
            .annotate(sum=Sum("pesos"))
            .values_list("opportunity__entity_id", "kind", "sum")
        ):
            found[entity][kind] = pesos
        return found

    @cached_property
    def reports(self) -> dict[int, ReportsSent]:
        """Figures of the year's periods that each entity sent."""
        first, last = self.year
        found: dict[int, ReportsSent] = defaultdict(ReportsSent)
        rows = Report.objects.filter(Q(period__cut_off__range=(first, last)), indicator__plan__in=self.plans).exclude(
            state__in=_UNSENT
        )
        columns = ("reporter_entity_id", "outcome", "verified_at", "period__cut_off")
        for entity, outcome, verified_at, cut_off in rows.order_by().values_list(*columns):
            due = deadlines_on(cut_off).verification_due(cut_off)
            sent = found[entity]
            sent.all += 1
            sent.looked_at += bool(outcome)
            sent.held += outcome in (Outcome.VERIFIED, Outcome.ADJUSTED)
            sent.in_time += bool(verified_at) and local_date(verified_at) <= due
        return found

    @cached_property
    def competences(self) -> dict[int, tuple[int, int]]:
        """By entity: competences whose norm is in force, of all that it stated."""
        found: dict[int, tuple[int, int]] = {}
        asked = Norm.objects.filter(competences__signatory__agreement=self.agreement)
        norms = {norm.pk: norm.is_in_force(self.on) for norm in asked.distinct()}
        rows = Competence.objects.filter(signatory__agreement=self.agreement).order_by()
        for entity, norm, stated_at in rows.values_list("signatory__entity_id", "norm_id", "stated_at"):
            if local_date(stated_at) <= self.on:
                good, all_ = found.get(entity, (0, 0))
                # A norm that is only named is nobody's to judge.
                found[entity] = (good + (norm is None or norms[norm]), all_ + 1)
        return found


def _sat(seat: Seat, day: date) -> bool:
    """True if the seat was its entity's on that day."""
    return seat.since <= day and (seat.until is None or day <= seat.until)
