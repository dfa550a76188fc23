"""The yearly review of an agreement: each signatory before each commitment, computed, as it says, as others see."""

from django.db import models
from django.db.models import Q

from concierta.agreements.models import Agreement, Clause, Signatory
from concierta.engines.clauses import ClauseState
from concierta.evaluation.enums import CellRating, YearlyReviewState
from concierta.kernel.canonical import sha256_of
from concierta.mesa.models import Decision
from concierta.people.models import Entity, User


class YearlyReview(models.Model):
    """Of one year. Until `assess_by` each signatory may say how it sees itself. `phrase` is something public that
    nobody chose: with it anybody draws again the cells, a share `double_share` of all, that two entities see."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="yearly_reviews")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=YearlyReviewState, default=YearlyReviewState.OPEN)
    assess_by = models.DateField()
    phrase = models.CharField(max_length=200)
    double_share = models.DecimalField(max_digits=4, decimal_places=3)
    opened_at = models.DateTimeField()
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("agreement", "year")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "year"), name="one_review_of_an_agreement_per_year"),
            models.CheckConstraint(condition=~Q(phrase=""), name="a_yearly_review_has_its_phrase"),
            models.CheckConstraint(
                condition=Q(state=YearlyReviewState.OPEN, decision__isnull=True, closed_at__isnull=True)
                | Q(state=YearlyReviewState.CLOSED, decision__isnull=False, closed_at__isnull=False),
                name="the_table_closes_a_yearly_review",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.year}"

    @property
    def seed(self) -> str:
        return sha256_of(self.phrase)

    @property
    def is_open(self) -> bool:
        return self.state == YearlyReviewState.OPEN


class ReviewCell(models.Model):
    """A signatory before a commitment. `state` is what was computed of it when the review was opened; a `doubled` one
    is seen by two other entities."""

    review = models.ForeignKey(YearlyReview, on_delete=models.CASCADE, related_name="cells")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+")
    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=[(state.value, state.name) for state in ClauseState])
    doubled = models.BooleanField(default=False)

    class Meta:
        ordering = ("review", "clause__ordinal", "signatory__entity__name")
        constraints = (models.UniqueConstraint(fields=("review", "clause", "signatory"), name="one_cell_per_review"),)

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """By which it is drawn: "2025/C1/sena"."""
        return f"{self.review.year}/{self.clause.code}/{self.signatory.entity.code}"

    @property
    def looks(self) -> int:
        """By how many other entities it is to be seen."""
        return 2 if self.doubled else 1


class CellAssessment(models.Model):
    """What the signatory says of itself, once."""

    cell = models.OneToOneField(ReviewCell, on_delete=models.CASCADE, related_name="assessment")
    rating = models.CharField(max_length=16, choices=CellRating)
    words = models.TextField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("cell",)
        constraints = (
            models.CheckConstraint(
                condition=Q(rating__in=CellRating.values) & ~Q(words=""), name="a_self_assessment_has_its_words"
            ),
        )

    def __str__(self) -> str:
        return f"{self.cell_id} {self.rating}"


class CellCoding(models.Model):
    """How another entity sees a cell. `turn` 1 is whoever came first; of the second, nothing else is known to them."""

    cell = models.ForeignKey(ReviewCell, on_delete=models.CASCADE, related_name="codings")
    turn = models.PositiveSmallIntegerField()
    rating = models.CharField(max_length=16, choices=CellRating)
    words = models.TextField()
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("cell", "turn")
        constraints = (
            models.UniqueConstraint(fields=("cell", "turn"), name="one_coding_per_turn"),
            models.UniqueConstraint(fields=("cell", "entity"), name="another_entity_codes_it_again"),
            models.UniqueConstraint(fields=("cell", "made_by"), name="another_person_codes_it_again"),
            models.CheckConstraint(
                condition=Q(turn__in=(1, 2), rating__in=CellRating.values) & ~Q(words=""),
                name="a_coding_has_its_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cell_id} {self.turn}"


class ReviewDissent(models.Model):
    """What a signatory does not share of the review, in its own words: published as they are."""

    review = models.ForeignKey(YearlyReview, on_delete=models.CASCADE, related_name="dissents")
    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("review", "signatory__entity__name")
        constraints = (
            models.UniqueConstraint(fields=("review", "signatory"), name="one_dissent_per_signatory"),
            models.CheckConstraint(condition=~Q(words=""), name="a_dissent_has_its_words"),
        )

    def __str__(self) -> str:
        return f"{self.review_id} {self.signatory_id}"
