"""What the Mesa looked at: its review of a project in a session, and the draws by which projects came up."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Q

from concierta.engines.sampling import drawing_order
from concierta.evaluation.enums import ReviewFinding
from concierta.kernel.canonical import sha256_of
from concierta.mesa.models import AgendaItem, Session
from concierta.plans.models import Plan, Project


class ProjectReview(models.Model):
    """What a session with quorum found of a project. `reviewed_at` is when it dealt with it, whenever it was written
    down: the year of a review is that of its session."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="project_reviews")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reviews")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="project_reviews")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="project_reviews")
    finding = models.CharField(max_length=20, choices=ReviewFinding)
    words = models.TextField()
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ("plan", "reviewed_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("project", "session"), name="one_review_of_a_project_per_session"),
            models.CheckConstraint(
                condition=Q(finding__in=ReviewFinding.values) & ~Q(words=""), name="a_review_says_what_was_found"
            ),
        )

    def __str__(self) -> str:
        return f"{self.project_id} {self.session_id}"


class ReviewDraw(models.Model):
    """Projects that came up by lot for a session: the `size` first of `population`, codes of projects, in the order of
    their tickets (`engines.sampling.draw`). One a session: who could draw again could draw until it pleases.

    `phrase` is something public that nobody chose, such as the numbers of a lottery; `seed` is what it was made into.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="review_draws")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="review_draws")
    phrase = models.CharField(max_length=200)
    population = models.JSONField()
    size = models.PositiveSmallIntegerField()
    drawn_at = models.DateTimeField()

    class Meta:
        ordering = ("plan", "session")
        constraints = (
            models.UniqueConstraint(fields=("plan", "session"), name="one_draw_of_projects_per_session"),
            models.CheckConstraint(condition=~Q(phrase="") & Q(size__gt=0), name="a_draw_has_its_phrase_and_its_size"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.session_id}"

    @property
    def seed(self) -> str:
        return sha256_of(self.phrase)

    @property
    def stratum(self) -> str:
        """The draw of each session has tickets of its own, though two were to share a phrase: "cali/3"."""
        return f"{self.plan.slug}/{self.session.number}"

    def order(self) -> Sequence[str]:
        """The whole population in the order of its tickets."""
        return [ticket.item for ticket in drawing_order(self.seed, self.stratum, self.population)]

    def drawn(self) -> Sequence[str]:
        return self.order()[: self.size]
