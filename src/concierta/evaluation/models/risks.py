"""What may keep a project or a pledge from being fulfilled, and how it was valued each time."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from concierta.agreements.models import Pledge
from concierta.evaluation.enums import Impact, Probability, RiskBand, RiskState
from concierta.people.models import Entity, User
from concierta.plans.models import Plan, Project


def band_of(probability: int, impact: int) -> RiskBand:
    """The band of a score, probability × impact: the highest that begins at it or below."""
    begins = settings.RISK_BANDS
    return [band for band in RiskBand if begins.get(band.value, 0) <= probability * impact][-1]


class Valued(models.Model):
    """A risk as it is valued at some moment: `probability` and `impact` go from 1 to 5. `owner` watches over it, and
    values it again by `review_on`."""

    probability = models.PositiveSmallIntegerField(choices=Probability)
    impact = models.PositiveSmallIntegerField(choices=Impact)
    countermeasure = models.TextField()
    owner = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()

    class Meta:
        abstract = True

    @property
    def score(self) -> int:
        return self.probability * self.impact

    @property
    def band(self) -> RiskBand:
        return band_of(self.probability, self.impact)


class Risk(Valued):
    """Of one project or of one pledge. `number` is public and counts within the plan. `person` is nobody's business
    but the plan's: it is in no package and in no act."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="risks")
    number = models.PositiveIntegerField()
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="risks")
    pledge = models.ForeignKey(Pledge, null=True, blank=True, on_delete=models.PROTECT, related_name="risks")
    title = models.CharField(max_length=200)
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=RiskState, default=RiskState.OPEN)
    recorded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("plan", "number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="risk_number_once_per_plan"),
            models.CheckConstraint(
                condition=Q(project__isnull=False, pledge__isnull=True) | Q(project__isnull=True, pledge__isnull=False),
                name="a_risk_is_of_a_project_or_of_a_pledge",
            ),
            models.CheckConstraint(
                condition=Q(probability__range=(1, 5), impact__range=(1, 5)), name="a_risk_is_valued_from_one_to_five"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(countermeasure=""), name="a_risk_says_what_is_done_about_it"
            ),
            models.CheckConstraint(
                condition=Q(state=RiskState.OPEN, closed_at__isnull=True, closed_reason="")
                | Q(state=RiskState.CLOSED, closed_at__isnull=False, closed_at__gte=F("recorded_at"))
                & ~Q(closed_reason=""),
                name="a_closed_risk_says_when_and_why",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def answering_entity(self) -> Entity:
        """The entity of the project or pledge that is at risk: it speaks of it, whoever watches over it."""
        if self.project is not None:
            return self.project.entity
        assert self.pledge is not None  # a constraint holds it
        return self.pledge.entity


class RiskStep(Valued):
    """The risk as it was left by one act. Never edited: what it was before is in the step before."""

    risk = models.ForeignKey(Risk, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=16)
    from_state = models.CharField(max_length=8, blank=True)
    to_state = models.CharField(max_length=8, choices=RiskState)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey(Entity, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("risk", "at", "pk")

    def __str__(self) -> str:
        return f"{self.risk_id} {self.act}"
