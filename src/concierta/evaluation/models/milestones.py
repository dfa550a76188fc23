"""What an entity did under a commitment that no indicator counts, and what another entity found of it."""

from django.db import models
from django.db.models import F, Q

from concierta.agreements.models import ORIGINS, Clause, Pledge
from concierta.evaluation.enums import MilestoneKind, MilestoneState, Rung
from concierta.evidence.models import Evidence
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, User

_LOOKED_AT = (MilestoneState.VERIFIED, MilestoneState.REJECTED, MilestoneState.NOT_VERIFIABLE)


class Milestone(models.Model):
    """`instance` is the body of government that it reached and `rung` how far that took the plan up; `expires_on` the
    last day on which what it left holds. Of a `pledge`, it is what the promise said would be there."""

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="milestones")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="milestones")
    pledge = models.ForeignKey(Pledge, null=True, blank=True, on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=16, choices=MilestoneKind)
    title = models.CharField(max_length=300)
    instance = models.CharField(max_length=200, blank=True)
    rung = models.CharField(max_length=16, choices=Rung, blank=True)
    reached_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+")
    state = models.CharField(max_length=16, choices=MilestoneState, default=MilestoneState.DECLARED)
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    verifier = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verifier_entity = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)

    class Meta:
        ordering = ("clause", "reached_on", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(declared_by=F("verifier")), name="who_declares_does_not_verify"),
            models.CheckConstraint(condition=~Q(entity=F("verifier_entity")), name="another_entity_verifies_it"),
            models.CheckConstraint(
                condition=Q(state__in=_LOOKED_AT, verified_at__isnull=False, verifier__isnull=False)
                & Q(verifier_entity__isnull=False)
                & ~Q(reason="")
                | ~Q(state__in=_LOOKED_AT) & Q(verified_at__isnull=True, verifier__isnull=True),
                name="a_milestone_looked_at_has_a_verifier",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("reached_on")),
                name="a_milestone_expires_after_it_was_reached",
            ),
        )

    def __str__(self) -> str:
        return self.title


class MilestoneStep(models.Model):
    """One thing that happened to a milestone. Never edited: it is its history."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16, choices=MilestoneState)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey(Entity, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("milestone", "at", "pk")

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.act}"
