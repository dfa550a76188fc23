"""What an official follow-up matrix stated, period by period, kept as it was stated.

These figures are the source's own claims: never verified, never corrected. Null means the cell was blank: not reported.
"""

from django.db import models

from concierta.kernel.periods import Period
from concierta.plans.models.tree import Activity, Plan, Product, Project


class ReportingPeriod(models.Model):
    """A period of a plan that reports are due for."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="periods")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    cut_off = models.DateField()

    class Meta:
        ordering = ("plan", "cut_off")
        constraints = (
            # Two, because SQLite knows no NULLS NOT DISTINCT: a year is one period as much as a quarter is.
            models.UniqueConstraint(
                fields=("plan", "year", "quarter"),
                condition=models.Q(quarter__isnull=False),
                name="period_once_per_plan",
            ),
            models.UniqueConstraint(
                fields=("plan", "year"), condition=models.Q(quarter__isnull=True), name="year_once_per_plan"
            ),
            models.CheckConstraint(
                condition=models.Q(quarter__isnull=True) | models.Q(quarter__range=(1, 4)),
                name="quarter_is_one_to_four",
            ),
        )

    def __str__(self) -> str:
        return self.period.label

    @property
    def period(self) -> Period:
        return Period(self.year, self.quarter)

    @property
    def label(self) -> str:
        return self.period.label


class ActivityFollowUp(models.Model):
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="follow_ups")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="activity_follow_ups")
    weight = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    stated_progress = models.DecimalField(max_digits=24, decimal_places=6, null=True, help_text="fraction")
    explanation = models.TextField(blank=True)
    initial = models.BigIntegerField(null=True)
    modified = models.BigIntegerField(null=True)
    executed = models.BigIntegerField(null=True)
    obligated = models.BigIntegerField(null=True)
    paid = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("activity", "period")
        constraints = (
            models.UniqueConstraint(fields=("activity", "period"), name="one_follow_up_per_activity_and_period"),
        )

    def __str__(self) -> str:
        return f"{self.activity_id} {self.period_id}"


class ProductFollowUp(models.Model):
    """`executed` is cumulative in the year, in the product's unit.

    `programmed` null is a blank cell, unless `not_programmed` says that the source wrote NP.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="follow_ups")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="product_follow_ups")
    weight = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    programmed = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    not_programmed = models.BooleanField(default=False)
    indicative_programmed = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    executed = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    stated_progress = models.DecimalField(max_digits=24, decimal_places=6, null=True, help_text="fraction")
    explanation = models.TextField(blank=True)

    class Meta:
        ordering = ("product", "period")
        constraints = (
            models.UniqueConstraint(fields=("product", "period"), name="one_follow_up_per_product_and_period"),
            models.CheckConstraint(
                condition=models.Q(not_programmed=False) | models.Q(programmed__isnull=True),
                name="what_is_not_programmed_has_no_quantity",
            ),
        )

    def __str__(self) -> str:
        return f"{self.product_id} {self.period_id}"


class ProjectFollowUp(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="follow_ups")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="project_follow_ups")
    stated_progress = models.DecimalField(max_digits=24, decimal_places=6, null=True, help_text="fraction")

    class Meta:
        ordering = ("project", "period")
        constraints = (
            models.UniqueConstraint(fields=("project", "period"), name="one_follow_up_per_project_and_period"),
        )

    def __str__(self) -> str:
        return f"{self.project_id} {self.period_id}"
