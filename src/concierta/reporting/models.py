"""Reports: what an entity says it achieved, with its evidence and everything that happened to it since."""

from django.db import models
from django.db.models import F, Q

from concierta.agreements.models import ORIGINS, Pledge
from concierta.evidence.models import Evidence
from concierta.indicators.models import Category, Indicator
from concierta.kernel.origin import Origin
from concierta.mesa.models import Decision
from concierta.people.models import Entity, User
from concierta.plans.models import MatrixImport, ReportingPeriod
from concierta.reporting.enums import Outcome, Rating, ReportState

_OPEN = (ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED, ReportState.REVIEWED)
_CHECKED = (ReportState.VERIFIED, ReportState.ADJUSTED, ReportState.REJECTED, ReportState.NOT_VERIFIABLE)


class Report(models.Model):
    """One version of one indicator's figure for one period.

    `value` is what the entity claims, `verified_value` what the verifier found; neither ever overwrites the other.
    A rejected or not verifiable report has no verified value and counts as zero. A correction is the next `version`.
    Reports taken from an official matrix have no reporting person, only the entity and the import they came from.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="reports")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="reports")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=16, choices=ReportState, default=ReportState.DRAFT)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    verified_value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    # The two figures of a rate that has them: `value` is then the first over the second, in the indicator's unit.
    numerator = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    verified_numerator = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    verified_denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    narrative = models.TextField(blank=True)
    correction_reason = models.TextField(blank=True)
    matrix_import = models.ForeignKey(MatrixImport, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)
    source = models.CharField(max_length=300, blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="reports")

    reporter = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reporter_entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewer_entity = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    verifier = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verifier_entity = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("period", "indicator", "version")
        constraints = (
            models.UniqueConstraint(fields=("indicator", "period", "version"), name="report_version_once"),
            models.UniqueConstraint(
                fields=("indicator", "period"),
                condition=Q(state__in=(*_OPEN, *_CHECKED)),
                name="one_report_under_way_per_indicator_and_period",
            ),
            models.UniqueConstraint(
                fields=("indicator", "period"),
                condition=Q(state=ReportState.PUBLISHED),
                name="one_published_report_per_indicator_and_period",
            ),
            # Two people, two entities: the rule that the whole product rests on.
            models.CheckConstraint(condition=~Q(reporter=F("reviewer")), name="report_reporter_is_not_reviewer"),
            models.CheckConstraint(condition=~Q(reporter=F("verifier")), name="report_reporter_is_not_verifier"),
            models.CheckConstraint(condition=~Q(reviewer=F("verifier")), name="report_reviewer_is_not_verifier"),
            models.CheckConstraint(
                condition=~Q(reporter_entity=F("reviewer_entity")), name="report_reporting_entity_is_not_reviewing"
            ),
            models.CheckConstraint(
                condition=~Q(reporter_entity=F("verifier_entity")), name="report_reporting_entity_is_not_verifying"
            ),
            models.CheckConstraint(
                condition=~Q(reviewer_entity=F("verifier_entity")), name="report_reviewing_entity_is_not_verifying"
            ),
            # States are tied to what must have happened to reach them, also for bulk updates.
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT) | Q(submitted_at__isnull=False),
                name="report_left_draft_when_submitted",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT) | Q(value__isnull=False), name="submitted_report_has_a_value"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED))
                | Q(reviewed_at__isnull=False, reviewer__isnull=False, reviewer_entity__isnull=False),
                name="report_reviewed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", verified_at__isnull=True, state__in=_OPEN)
                | ~Q(outcome="")
                & Q(verified_at__isnull=False, verifier__isnull=False, verifier_entity__isnull=False)
                & ~Q(state__in=_OPEN),
                name="report_outcome_has_a_verifier",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_CHECKED) | Q(state=F("outcome")), name="checked_report_state_is_its_outcome"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", verified_value__isnull=True)
                # Said out loud: comparing with null is "unknown" in SQL, and a check lets the unknown pass.
                | Q(outcome=Outcome.VERIFIED, verified_value__isnull=False, verified_value=F("value"))
                | (Q(outcome=Outcome.ADJUSTED, verified_value__isnull=False) & ~Q(verified_value=F("value")))
                | Q(outcome__in=(Outcome.REJECTED, Outcome.NOT_VERIFIABLE), verified_value__isnull=True),
                name="verified_value_fits_the_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT)
                | Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False, denominator__gt=0),
                name="a_reported_rate_has_both_its_figures",
            ),
            models.CheckConstraint(
                condition=Q(verified_numerator__isnull=True, verified_denominator__isnull=True)
                | Q(
                    verified_value__isnull=False,
                    verified_numerator__isnull=False,
                    verified_denominator__isnull=False,
                    verified_denominator__gt=0,
                ),
                name="a_verified_rate_has_both_its_figures",
            ),
            models.CheckConstraint(condition=Q(version=1) | ~Q(correction_reason=""), name="a_correction_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period_id} v{self.version}"


class ReportBreakdown(models.Model):
    """The part of the reported value that belongs to one category."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="breakdown")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=24, decimal_places=6)
    # Of a rate, the two figures of this part: parts add by these, never by their percentages.
    numerator = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)

    class Meta:
        # By the report's key: its own order would join half the plan to put the parts of one report in order.
        ordering = ("report_id", "category__category_set__code", "category__ordinal")
        constraints = (models.UniqueConstraint(fields=("report", "category"), name="one_part_per_category"),)

    def __str__(self) -> str:
        return f"{self.report_id} {self.category_id}"


class ReportStep(models.Model):
    """One thing that happened to a report. Never edited: it is its history."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16, choices=ReportState)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey(Entity, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("report_id", "at", "pk")

    def __str__(self) -> str:
        return f"{self.report_id} {self.act}"


class SelfAssessment(models.Model):
    """What a signatory says of a pledge that cannot be counted, and the Mesa's opinion of it. Both are public."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="assessments")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="assessments")
    rating = models.CharField(max_length=16, choices=Rating)
    text = models.TextField()
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+")
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    opinion = models.CharField(max_length=16, choices=Rating, blank=True)
    opinion_text = models.TextField(blank=True)
    opinion_decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("period", "pledge")
        constraints = (
            models.UniqueConstraint(fields=("pledge", "period"), name="one_assessment_per_pledge_and_period"),
            models.CheckConstraint(
                condition=Q(opinion="", opined_at__isnull=True, opinion_decision__isnull=True)
                | ~Q(opinion="") & Q(opined_at__isnull=False, opinion_decision__isnull=False),
                name="an_opinion_comes_from_a_decision",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.period_id}"
