"""What an independent verifier did about a report, and why the outcome is what it is."""

from django.db import models

from concierta.evidence.models import Evidence
from concierta.reporting.models import Report
from concierta.verification.enums import Method


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
