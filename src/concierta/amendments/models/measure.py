from django.db import models
from django.db.models import Q

from concierta.amendments.enums import Basis, MeasureState
from concierta.amendments.models.amendment import Amendment
from concierta.indicators.models import Indicator
from concierta.mesa.models import AgendaItem, Decision
from concierta.people.models import Entity, User
from concierta.plans.models import Plan, ReportingPeriod


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
