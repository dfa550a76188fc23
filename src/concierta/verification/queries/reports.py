"""One report as its verifier sees it, and the verifications that there are."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import QuerySet

from concierta.engines.risk import Risk, risk_of
from concierta.evidence.models import Evidence
from concierta.kernel.errors import Verdict
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.queries import entities_where
from concierta.plans.models import Plan
from concierta.reporting.models import Report
from concierta.reporting.queries import ReportSheet, sheet_of, visible_reports
from concierta.reporting.queries import evidence_for as report_evidence_for
from concierta.reporting.workflow import CHECKED
from concierta.verification.enums import Method
from concierta.verification.models import CampaignReport, Verification
from concierta.verification.permissions import can_verify
from concierta.verification.queries.blind import awaited_second_looks
from concierta.verification.queries.checklists import Question, checklist_for
from concierta.verification.queries.entries import entry_under_way
from concierta.verification.queries.facts import risk_facts
from concierta.verification.queries.work import method_in


@dataclass(frozen=True)
class VerificationSheet:
    """The claim with all that bears on it. `verification` is what was found, None while nobody has verified;
    `earlier` the verifications of this indicator in other periods and versions, newest first. `entry` is its place in
    the campaign under way that looks at it: then every one of `questions` must be answered, and `method` is the one the
    campaign asks for (None without campaign)."""

    sheet: ReportSheet
    verification: Verification | None
    earlier: tuple[Verification, ...]
    can_verify: Verdict
    questions: tuple[Question, ...]
    entry: CampaignReport | None
    method: Method | None

    @property
    def report(self) -> Report:
        report = self.sheet.report
        assert report is not None
        return report

    @cached_property
    def risk(self) -> Risk:
        """Asked for only where it is shown: its facts take as long to gather as all the rest."""
        this = Report.objects.filter(pk=self.report.pk).select_related("indicator", "period")
        return risk_of(risk_facts(this)[self.report.pk])


def verification_for(user: User, report_pk: int, on: date) -> VerificationSheet:
    """The report `report_pk` ready to be verified, if `user` may see it; otherwise NotFound."""
    sheet = sheet_of(user, report_pk, on)
    rows = (
        Verification.objects.filter(report__indicator=sheet.indicator.pk)
        .select_related("report__period", "report__verifier", "report__verifier_entity", "records_count")
        .prefetch_related("evidence__file", "checklist")
        .order_by()
    )
    found = sorted(rows, key=_when, reverse=True)
    entry = entry_under_way(sheet.report) if sheet.report else None
    return VerificationSheet(
        sheet=sheet,
        verification=next((one for one in found if one.report_id == report_pk), None),
        earlier=tuple(one for one in found if one.report_id != report_pk),
        can_verify=can_verify(user, sheet.report) if sheet.report else Verdict(),
        questions=checklist_for(sheet.indicator),
        entry=entry,
        method=method_in(entry.campaign, sheet.report) if entry and sheet.report else None,
    )


def _when(verification: Verification) -> datetime:
    at = verification.report.verified_at
    assert at is not None
    return at


def verified_before(user: User) -> QuerySet[Verification]:
    """What the entities `user` verifies for have found so far, newest first; not what they have yet to find alone."""
    return (
        Verification.objects.filter(
            report__verifier_entity__in=entities_where(user, Role.VERIFIER).order_by().values("pk")
        )
        .exclude(report__in=awaited_second_looks(user).order_by().values("report"))
        .select_related(
            "report__indicator__plan", "report__period", "report__verifier", "report__reporter_entity", "records_count"
        )
        .order_by("-report__verified_at", "-pk")
    )


def publishable_reports(plan: Plan, cut_off: date) -> QuerySet[Report]:
    """The checked and not yet published reports of periods up to `cut_off`: what a corte of that date publishes."""
    return (
        Report.objects.filter(indicator__plan=plan, period__cut_off__lte=cut_off, state__in=CHECKED)
        .select_related("indicator__plan", "period")
        .order_by("pk")
    )


def evidence_for(user: User, pk: int) -> Evidence:
    """The evidence `pk`, if `user` may see it alone, by a report, by its verification, or to look a second time."""
    if Verification.objects.filter(evidence=pk, report__in=visible_reports(user).values("pk")).exists():
        return Evidence.objects.select_related("file", "entity", "uploaded_by").get(pk=pk)
    if CampaignReport.objects.filter(second_verifier=user, report__evidence=pk).exists():
        return Evidence.objects.select_related("file", "entity", "uploaded_by").get(pk=pk)
    return report_evidence_for(user, pk)
