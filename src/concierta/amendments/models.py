"""Amendments of a plan in force, and adjustment measures."""

from django.db import models
from django.db.models import Q

from concierta.amendments.enums import AmendmentState, Basis, ChangeField, MeasureState, SubjectKind
from concierta.indicators.models import Indicator
from concierta.mesa.models import AgendaItem, Decision
from concierta.people.models import Entity, User
from concierta.plans.models import Plan, ReportingPeriod


class Amendment(models.Model):
    """A set of changes to a plan in force, proposed, voted on as one, and adopted by one decision.

    `council_act` is the number of the council's act: required where the change touches the municipal development
    plan itself, whose numbers the Mesa cannot move (`touches_development_plan`). `adoption` is its place in the order
    of adoption within the plan: of two amendments effective on one day the one adopted later prevails. `revised_at`
    says since when it reads as it does: what was voted on before that was another text.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    cause = models.TextField()
    effective_on = models.DateField()
    touches_development_plan = models.BooleanField(default=False)
    council_act = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=16, choices=AmendmentState, default=AmendmentState.PROPOSED)
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="amendments")
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="amendments")
    proposed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_entity = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    revised_at = models.DateTimeField(null=True, blank=True)
    adoption = models.PositiveIntegerField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("plan", "number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="amendment_number_once_per_plan"),
            models.UniqueConstraint(fields=("plan", "adoption"), name="amendments_are_adopted_one_after_another"),
            models.CheckConstraint(
                condition=Q(
                    state=AmendmentState.ADOPTED,
                    decision__isnull=False,
                    adopted_at__isnull=False,
                    adoption__isnull=False,
                )
                | ~Q(state=AmendmentState.ADOPTED) & Q(adopted_at__isnull=True, adoption__isnull=True),
                name="an_amendment_is_adopted_by_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(AmendmentState.REJECTED, AmendmentState.WITHDRAWN)) | ~Q(closed_reason=""),
                name="an_amendment_closed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(touches_development_plan=False) | ~Q(state=AmendmentState.ADOPTED) | ~Q(council_act=""),
                name="the_development_plan_changes_by_act_of_the_council",
            ),
            models.CheckConstraint(condition=~Q(cause=""), name="an_amendment_says_why"),
        )

    def __str__(self) -> str:
        return self.title


class Change(models.Model):
    """One value before and after. Values are JSON as text or null: quantities and dates as text, never as floats.

    `before` of a target is "" where the year or quarter had none at all, null where it was NP. While its amendment is
    only proposed, `before` is what its proposer saw; adopting it fixes what was in force on the effective date.

    `subject` is the public code of the part ("C-E1-01"; "BP-1/P-2" for a product).
    """

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="changes")
    ordinal = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=SubjectKind)
    subject = models.CharField(max_length=140)
    field = models.CharField(max_length=24, choices=ChangeField)
    key = models.CharField(max_length=40, blank=True)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("amendment", "ordinal")
        constraints = (
            models.UniqueConstraint(
                fields=("amendment", "kind", "subject", "field", "key"), name="a_value_changes_once_per_amendment"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.field}"


class AdjustmentMeasure(models.Model):
    """A problem that figures show, what will be done about it, by when it must have worked and how one will tell."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measures")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    problem = models.TextField()
    measure = models.TextField()
    success = models.TextField(help_text="what would count as success")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="measures")
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    evaluate_on = models.DateField()
    amendment = models.ForeignKey(Amendment, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="measures")
    state = models.CharField(max_length=16, choices=MeasureState, default=MeasureState.PROPOSED)
    proposed_at = models.DateTimeField()
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    adopted_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.TextField(blank=True)
    evaluation = models.TextField(blank=True)
    evaluated_at = models.DateTimeField(null=True, blank=True)
    evaluation_decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="measures_evaluated"
    )

    class Meta:
        ordering = ("plan", "number")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="measure_number_once_per_plan"),
            models.CheckConstraint(
                condition=Q(state__in=(MeasureState.PROPOSED, MeasureState.REJECTED))
                | Q(decision__isnull=False, adopted_at__isnull=False),
                name="a_measure_is_adopted_by_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(MeasureState.WORKED, MeasureState.PARTLY, MeasureState.FAILED))
                | Q(evaluated_at__isnull=False, evaluation_decision__isnull=False) & ~Q(evaluation=""),
                name="a_measure_is_judged_by_a_decision",
            ),
        )

    def __str__(self) -> str:
        return self.title


class MeasuredFigure(models.Model):
    """A figure that shows the problem: its value when the measure was adopted, what is sought, its value at the end.

    Values are in the indicator's own unit; null is "sin dato". `period_*` say which period each was read in, `*_basis`
    whether it had been verified or was only what its entity had reported; "" without value.
    """

    measure = models.ForeignKey(AdjustmentMeasure, on_delete=models.CASCADE, related_name="figures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    before = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    before_basis = models.CharField(max_length=16, choices=Basis, blank=True)
    period_before = models.ForeignKey(
        ReportingPeriod, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sought = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    after = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    after_basis = models.CharField(max_length=16, choices=Basis, blank=True)
    period_after = models.ForeignKey(ReportingPeriod, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("measure", "pk")
        constraints = (
            models.UniqueConstraint(fields=("measure", "indicator"), name="a_figure_once_per_measure"),
            models.CheckConstraint(
                condition=Q(before__isnull=True, before_basis="") | Q(before__isnull=False) & ~Q(before_basis=""),
                name="a_value_before_says_whether_it_was_verified",
            ),
            models.CheckConstraint(
                condition=Q(after__isnull=True, after_basis="") | Q(after__isnull=False) & ~Q(after_basis=""),
                name="a_value_after_says_whether_it_was_verified",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure_id} {self.indicator_id}"
