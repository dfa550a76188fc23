"""What a second verifier found, on their own, about a report that another one verifies."""

from django.db import models
from django.db.models import Q

from concierta.people.models import Entity, User
from concierta.reporting.enums import Outcome
from concierta.verification.enums import Method
from concierta.verification.models.campaign import CampaignReport

_ACCEPTED = (Outcome.VERIFIED, Outcome.ADJUSTED)


class SecondVerification(models.Model):
    """Kept apart: it measures how far verifiers agree and never changes the outcome that stands."""

    entry = models.OneToOneField(CampaignReport, on_delete=models.PROTECT, related_name="second_verification")
    outcome = models.CharField(max_length=16, choices=Outcome)
    verified_value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    method = models.CharField(max_length=16, choices=Method)
    reason = models.TextField()
    verifier = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    verifier_entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField()

    class Meta:
        ordering = ("entry",)
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="a_second_verification_gives_its_reason"),
            models.CheckConstraint(
                condition=Q(outcome__in=_ACCEPTED, verified_value__isnull=False)
                | (~Q(outcome__in=_ACCEPTED) & Q(verified_value__isnull=True)),
                name="second_verified_value_fits_its_outcome",
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} {self.outcome}"
