"""Which version of a report the public is told, and in which words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from concierta.engines.achievement import Ratio
from concierta.people.enums import Role
from concierta.people.models import Membership
from concierta.plans.models import Plan
from concierta.publishing.queries.keys import report_key
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report, ReportStep


@dataclass(slots=True)
class ReportFacts:
    """One public version of a figure. `indicator` and `period` are primary keys; entities too."""

    pk: int
    key: str
    indicator_code: str
    indicator: int
    period: int
    version: int
    state: str
    outcome: str
    value: Decimal
    verified_value: Decimal | None
    narrative: str
    correction_reason: str
    origin: str
    source: str
    source_file: str | None
    reporter_entity: int
    submitted_at: datetime
    reviewer_entity: int | None
    reviewed_at: datetime | None
    verifier_entity: int | None
    verified_at: datetime | None
    method: str | None
    reason: str | None
    verified_low: int | None = None
    verified_high: int | None = None
    confidence: Decimal | None = None
    records: int | None = None
    sampled: int | None = None
    holding: int | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    verified_numerator: Decimal | None = None
    verified_denominator: Decimal | None = None
    independent: bool = False
    """Whoever verified it had declared, for the entity that did, to have no stake in what it verifies."""
    rewritten: bool = False
    """It went back and its entity is writing it anew: what was sent is public, what is being written is not."""
    stands: bool = False

    @property
    def status(self) -> str:
        return public_status(self.state, self.outcome)

    @property
    def reported_ratio(self) -> Ratio | None:
        """The two figures of the rate that was claimed; None where it has none."""
        return None if self.numerator is None else Ratio(self.numerator, self.denominator)

    @property
    def verified_ratio(self) -> Ratio | None:
        return None if self.verified_numerator is None else Ratio(self.verified_numerator, self.verified_denominator)

    @property
    def was_withdrawn(self) -> bool:
        return self.state == ReportState.RETURNED and self.source_file is not None


#: What a records count says of a verified value, in the order of `ReportFacts`.
COUNTED = ("low", "high", "confidence", "records", "sampled", "holding")
#: The two figures of a rate, in the order of `ReportFacts`.
PAIRS = ("numerator", "denominator", "verified_numerator", "verified_denominator")


_DECLARED = Membership.objects.filter(
    user=OuterRef("verifier"),
    entity=OuterRef("verifier_entity"),
    role=Role.VERIFIER,
    independent_at__lte=OuterRef("verified_at"),
)


def public_status(state: str, outcome: str) -> str:
    """The word for the public: what was found, or "reported" while nobody has verified it."""
    if state == ReportState.SUPERSEDED:
        return "superseded"
    return outcome or "reported"


def reports_of_plan(plan: Plan, periods: Mapping[int, Any]) -> list[ReportFacts]:
    """Every version ever sent, in `periods`, by indicator, period and version. Drafts are nobody's business, nor is
    what an entity writes in a report that went back until it sends it again.
    """
    rows = (
        Report.objects.filter(indicator__plan=plan, period__in=list(periods))
        .exclude(state=ReportState.DRAFT)
        .annotate(
            being_rewritten=Q(state=ReportState.RETURNED, saved_at__gt=_last_step("return", "at")),
            sent_value=_last_step("submit", "value"),
            sent_numerator=_last_step("submit", "numerator"),
            sent_denominator=_last_step("submit", "denominator"),
            declared_independent=Exists(_DECLARED),
        )
        .order_by()
        .values_list(
            "pk",
            "indicator__code",
            "indicator_id",
            "period_id",
            "version",
            "state",
            "outcome",
            "value",
            "verified_value",
            "narrative",
            "correction_reason",
            "origin",
            "source",
            "matrix_import__sha256",
            "reporter_entity_id",
            "submitted_at",
            "reviewer_entity_id",
            "reviewed_at",
            "verifier_entity_id",
            "verified_at",
            "verification__method",
            "verification__reason",
            *(f"verification__records_count__{name}" for name in COUNTED),
            *PAIRS,
            "declared_independent",
            "being_rewritten",
            "sent_value",
            "sent_numerator",
            "sent_denominator",
        )
    )
    order = {pk: number for number, pk in enumerate(periods)}
    reports = [_facts(row, periods[row[3]]) for row in rows]
    reports.sort(key=lambda report: (report.indicator_code, order[report.period], report.version))
    mark_standing(reports)
    return reports


def mark_standing(reports: Iterable[ReportFacts]) -> None:
    """Of each indicator and period, the published version stands; before the first publication, the latest sent.

    A correction under way changes nothing until it has been verified and published itself. What the source itself took
    back (a matrix report returned because a newer file no longer states it) stands for nothing.
    """
    best: dict[tuple[int, int], ReportFacts] = {}
    for report in reports:
        if report.state == ReportState.SUPERSEDED or report.was_withdrawn:
            continue
        rival = best.get((report.indicator, report.period))
        if rival is None or _claim(report) > _claim(rival):
            best[report.indicator, report.period] = report
    for report in best.values():
        report.stands = True


def _claim(report: ReportFacts) -> tuple[bool, int]:
    return report.state == ReportState.PUBLISHED, report.version


def _facts(row: tuple[Any, ...], period: Any) -> ReportFacts:
    pk, indicator_code, indicator, period_id, version, *rest, rewritten, value, numerator, denominator = row
    key = report_key(indicator_code, period.year, period.quarter, version)
    facts = ReportFacts(pk, key, indicator_code, indicator, period_id, version, *rest)
    if rewritten:
        facts.rewritten = True
        facts.value, facts.narrative = value, ""
        facts.numerator, facts.denominator = numerator, denominator
    return facts


def _last_step(act: str, column: str) -> Subquery:
    steps = ReportStep.objects.filter(report=OuterRef("pk"), act=act).order_by("-at", "-pk")
    return Subquery(steps.values(column)[:1])
