"""What waits for a verifier: the queue by risk, and the reports that may be drawn."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from statistics import median

from django.db.models import QuerySet

from concierta.engines.risk import Risk, risk_of
from concierta.evidence.models import Evidence
from concierta.kernel.calendar import working_days_between
from concierta.kernel.clock import local_date
from concierta.kernel.errors import NotFound, Verdict, gettext_noop
from concierta.people.enums import Role
from concierta.people.models import Entity, Membership, User
from concierta.people.queries import entities_where, in_force, memberships_on
from concierta.plans.models import Plan, ReportingPeriod
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report, ReportStep
from concierta.reporting.permissions import REPORTING_ACTS, REVIEWING_ACTS, check_can_oversee, reviewing_entity
from concierta.reporting.queries import answered_by, deadlines_of, visible_reports
from concierta.verification.enums import CampaignState, Method
from concierta.verification.models import Campaign, CampaignReport
from concierta.verification.permissions import can_plan_campaign, can_verify_again, verifying_entity
from concierta.verification.queries.checklists import figure_type
from concierta.verification.queries.entries import entries_with_reports
from concierta.verification.queries.facts import risk_facts


@dataclass(frozen=True, slots=True)
class Assignment:
    """One report to look at. `second`: it is a second look, made without knowing what the first found."""

    entry: CampaignReport
    second: bool
    method: Method
    due_on: date
    on: date

    @property
    def overdue(self) -> bool:
        return self.on > self.due_on


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What a second verifier is shown: the claim and its evidence, and nothing of what the first verifier found.

    Never hand `entry.report`'s outcome, verified value or verification to the page.
    """

    entry: CampaignReport
    report: Report
    evidence: tuple[Evidence, ...]
    method: Method
    can_verify: Verdict


@dataclass(frozen=True, slots=True)
class Workload:
    """Of one verifier in one campaign: first looks given, done and overdue, and the same of second looks."""

    verifier: User
    assigned: int
    done: int
    overdue: int
    second_assigned: int
    second_done: int

    @property
    def pending(self) -> int:
        return self.assigned - self.done + self.second_assigned - self.second_done


@dataclass(frozen=True, slots=True)
class VerifyingTime:
    """Working days from review to outcome, by the entity that verified."""

    entity: Entity
    verified: int
    fastest: int
    median: Fraction
    slowest: int


def method_in(campaign: Campaign, report: Report) -> Method:
    """The method the campaign asks for, by what the indicator measures."""
    return Method(campaign.methods.get(figure_type(report.indicator), Method.DESK_REVIEW))


def my_campaign_work(user: User, on: date) -> list[Assignment]:
    """What `user` has still to look at in campaigns under way, soonest due and riskiest first. Two queries."""
    under_way = entries_with_reports().filter(campaign__state=CampaignState.DRAWN)
    first = under_way.filter(verifier=user, report__outcome="")
    second = under_way.filter(second_verifier=user, second_verification__isnull=True)
    work = [
        Assignment(entry, is_second, method_in(entry.campaign, entry.report), entry.campaign.due_on, on)
        for is_second, entries in ((False, first), (True, second))
        for entry in entries
    ]
    return sorted(work, key=lambda item: (item.due_on, -item.entry.risk, item.entry.key, item.second))


def second_look_for(user: User, entry_pk: int) -> SecondLook:
    """The claim `user` has to look at for a second time, if it was given to them; otherwise NotFound."""
    entry = entries_with_reports().filter(pk=entry_pk, second_verifier=user).first()
    if entry is None:
        raise NotFound(gettext_noop("No hay tal verificación, o no es visible para usted."))
    return SecondLook(
        entry=entry,
        report=entry.report,
        evidence=tuple(entry.report.evidence.select_related("file", "entity")),
        method=method_in(entry.campaign, entry.report),
        can_verify=can_verify_again(user, entry),
    )


def workload(user: User | None, campaign: Campaign, on: date) -> list[Workload]:
    """Each verifier's part of a campaign, the most pending first; only for the secretariat. A constant number of
    queries."""
    if not can_plan_campaign(user, campaign.plan):
        raise NotFound(gettext_noop("No hay tal campaña, o no es visible para usted."))
    entries = list(
        CampaignReport.objects.filter(campaign=campaign).select_related(
            "report", "verifier", "second_verifier", "second_verification"
        )
    )
    people = {row.user_id: row.user for row in campaign.verifiers.select_related("user")}
    for entry in entries:
        people |= {user.pk: user for user in (entry.verifier, entry.second_verifier) if user}
    found = [_workload(person, entries, on > campaign.due_on) for person in people.values()]
    return sorted(found, key=lambda row: (-row.pending, row.verifier.email))


def _workload(person: User, entries: Iterable[CampaignReport], after_due: bool) -> Workload:
    first = [bool(entry.report.outcome) for entry in entries if entry.verifier_id == person.pk]
    second = [hasattr(entry, "second_verification") for entry in entries if entry.second_verifier_id == person.pk]
    return Workload(
        verifier=person,
        assigned=len(first),
        done=sum(first),
        overdue=first.count(False) + second.count(False) if after_due else 0,
        second_assigned=len(second),
        second_done=sum(second),
    )


def times_to_verify(user: User, plan: Plan, period: ReportingPeriod | None = None) -> list[VerifyingTime]:
    """How long verifying took, in `period` or in all, by verifying entity, the slowest median first.

    Only for the secretariat. A constant number of queries.
    """
    check_can_oversee(user, plan)
    reports = Report.objects.filter(indicator__plan=plan, verified_at__isnull=False, reviewed_at__isnull=False)
    if period is not None:
        reports = reports.filter(period=period)
    days: dict[int, list[int]] = defaultdict(list)
    for entity, reviewed_at, verified_at in reports.order_by().values_list(
        "verifier_entity_id", "reviewed_at", "verified_at"
    ):
        if reviewed_at and verified_at:
            days[entity].append(_days(reviewed_at, verified_at))
    entities = Entity.objects.in_bulk(days)
    found = [
        VerifyingTime(entities[pk], len(spent), min(spent), Fraction(median(map(Fraction, spent))), max(spent))
        for pk, spent in days.items()
    ]
    return sorted(found, key=lambda row: (-row.median, row.entity.code))


def _days(start: datetime, end: datetime) -> int:
    return max(0, working_days_between(local_date(start), local_date(end)))


@dataclass(frozen=True, slots=True)
class RiskyReport:
    report: Report
    risk: Risk
    due_on: date
    on: date

    @property
    def overdue(self) -> bool:
        return self.on > self.due_on


def verifiable_reports(user: User) -> QuerySet[Report]:
    """The reviewed reports that `user` may verify, in no useful order yet."""
    ours = memberships_on(user).order_by().values("entity")
    return (
        visible_reports(user)
        .filter(answered_by("verifier", entities_where(user, Role.VERIFIER).order_by().values("pk")))
        .filter(state=ReportState.REVIEWED)
        .exclude(reporter_entity__in=ours)
        .exclude(reviewer_entity__in=ours)
        .exclude(pk__in=Report.objects.filter(reporter=user).values("pk"))
        .exclude(reviewer=user)
        .exclude(pk__in=CampaignReport.objects.filter(second_verifier=user).values("report"))
        .select_related("indicator__plan", "indicator__product__project", "period", "reporter", "reporter_entity")
        .order_by("pk")
    )


def verification_queue(user: User, on: date) -> list[RiskyReport]:
    """What `user` may verify, riskiest first, then by due date. A constant number of queries."""
    reports = verifiable_reports(user)
    facts = risk_facts(reports)
    queue = [
        RiskyReport(
            report,
            risk_of(facts[report.pk]),
            deadlines_of(report.period).verification_due(report.period.cut_off),
            on,
        )
        for report in reports
    ]
    return sorted(queue, key=lambda item: (-item.risk.points, item.due_on, item.report.pk))


Pairs = Iterable[tuple[int, User]]


def verifiers_of(entities: Collection[Entity]) -> list[tuple[int, User]]:
    """Everybody who verifies for one of `entities` today, as (entity key, person), by e-mail."""
    held = (
        Membership.objects.filter(in_force())
        .filter(role=Role.VERIFIER, entity__in=entities)
        .select_related("user")
        .order_by("user__email", "entity__code")
    )
    return [(membership.entity_id, membership.user) for membership in held]


def candidates(reports: Collection[Report], people: Pairs) -> dict[int, tuple[list[User], list[User]]]:
    """By report key: the people of its verifying entity who may verify it, and those of others who could look again.

    `people` as (entity key, person). Four queries however many there are. `reports` carry their indicator, its plan
    and their entities.
    """
    listed = sorted(people, key=lambda pair: (pair[1].email, pair[0]))
    users = {user.pk for _, user in listed}
    acts_for: dict[int, set[int]] = defaultdict(set)
    verifies_for: dict[int, set[int]] = defaultdict(set)
    for user, entity, role in _memberships(users):
        acts_for[user].add(entity)
        if role == Role.VERIFIER:
            verifies_for[user].add(entity)
    took_part = _took_part(reports, users)
    found = {}
    for report in reports:
        verifier, reviewer = verifying_entity(report.indicator), reviewing_entity(report.indicator)
        interested = {report.reporter_entity_id, report.reviewer_entity_id or (reviewer.pk if reviewer else None)}
        free = [
            (entity, user)
            for entity, user in listed
            if not interested & acts_for[user.pk] and (report.pk, user.pk) not in took_part
        ]
        own = verifier.pk if verifier and verifier.pk not in interested else None
        found[report.pk] = (
            _once(user for entity, user in free if entity == own and own in verifies_for[user.pk]),
            _once(user for entity, user in free if entity != own and entity in verifies_for[user.pk]),
        )
    return found


def _once(users: Iterable[User]) -> list[User]:
    return list({user.pk: user for user in users}.values())


def _memberships(users: set[int]) -> Iterable[tuple[int, int, str]]:
    return Membership.objects.filter(in_force(), user__in=users).order_by().values_list("user_id", "entity_id", "role")


def _took_part(reports: Collection[Report], users: set[int]) -> set[tuple[int, int | None]]:
    """(report, person) of everybody who sent or reviewed it."""
    acts = (*REPORTING_ACTS, *REVIEWING_ACTS)
    steps = ReportStep.objects.filter(report__in=[report.pk for report in reports], by__in=users, act__in=acts)
    done: set[tuple[int, int | None]] = set(steps.order_by().values_list("report_id", "by_id"))
    done.update((report.pk, report.reporter_id) for report in reports)
    done.update((report.pk, report.reviewer_id) for report in reports)
    return done
