"""What each verifier has to do in a campaign, how much it is, and how long verifying takes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from statistics import median

from concierta.evidence.models import Evidence
from concierta.kernel.calendar import working_days_between
from concierta.kernel.clock import local_date
from concierta.kernel.errors import NotFound, Verdict, gettext_noop
from concierta.people.models import Entity, User
from concierta.plans.models import Plan, ReportingPeriod
from concierta.reporting.models import Report
from concierta.reporting.permissions import check_can_oversee
from concierta.verification.enums import CampaignState, Method
from concierta.verification.models import Campaign, CampaignReport
from concierta.verification.permissions import can_plan_campaign, can_verify_again
from concierta.verification.queries.checklists import figure_type
from concierta.verification.queries.entries import entries_with_reports


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
