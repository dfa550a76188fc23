"""What an independent verifier did about a report, and why the outcome is what it is."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from concierta.evidence.models import Evidence
from concierta.reporting.models import Report
from concierta.verification.enums import Answer, Dimension, Method


class Verification(models.Model):
    """The method and the reason. Outcome, value, person, entity and time stand on the report, under its constraints."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="verification")
    method = models.CharField(max_length=16, choices=Method)
    reason = models.TextField(help_text="published as it is")
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="verifications")

    class Meta:
        ordering = ("report",)
        constraints = (models.CheckConstraint(condition=~models.Q(reason=""), name="a_verification_gives_its_reason"),)

    def __str__(self) -> str:
        return str(self.report_id)


class RecordsCount(models.Model):
    """`holding` of `sampled` records held, of `records` there are: so much is verified, and so sure is it.

    `verified`, `low` and `high` in the indicator's unit, whole; `confidence` a share. `one_each`: every record is one
    unit of the indicator; otherwise each stands for an equal part of what was reported.
    """

    verification = models.OneToOneField(Verification, on_delete=models.CASCADE, related_name="records_count")
    records = models.PositiveBigIntegerField()
    sampled = models.PositiveBigIntegerField()
    holding = models.PositiveBigIntegerField()
    one_each = models.BooleanField(default=True)
    verified = models.PositiveBigIntegerField()
    low = models.PositiveBigIntegerField()
    high = models.PositiveBigIntegerField()
    confidence = models.DecimalField(max_digits=7, decimal_places=6, help_text="fraction")

    class Meta:
        ordering = ("verification",)
        constraints = (
            models.CheckConstraint(
                condition=Q(sampled__gte=1, sampled__lte=F("records"), holding__lte=F("sampled")),
                name="records_counted_fit_each_other",
            ),
            models.CheckConstraint(
                condition=Q(low__lte=F("verified"), verified__lte=F("high")), name="verified_count_lies_in_its_interval"
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=Decimal("0.5"), confidence__lt=1), name="confidence_is_a_level"
            ),
        )

    def __str__(self) -> str:
        return f"{self.holding}/{self.sampled} de {self.records}"

    @property
    def is_complete(self) -> bool:
        """Every record was looked at: there is nothing to be unsure of."""
        return self.sampled == self.records


class ChecklistAnswer(models.Model):
    """One answered question of the checklist. The question's own words are in `checklists.toml`, by `item`."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="checklist")
    item = models.CharField(max_length=60)
    dimension = models.CharField(max_length=16, choices=Dimension)
    answer = models.CharField(max_length=16, choices=Answer)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("verification", "pk")
        constraints = (
            models.UniqueConstraint(fields=("verification", "item"), name="a_question_is_answered_once"),
            models.CheckConstraint(condition=~Q(answer=Answer.NO, note=""), name="a_no_is_explained"),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.answer}"
