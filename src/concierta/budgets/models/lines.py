"""The annual investment plan: what a fiscal year sets aside, line by line."""

from django.db import models
from django.db.models import Q

from concierta.agreements.models import ORIGINS
from concierta.budgets.enums import FundingKind, Vintage
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, Territory
from concierta.plans.models import Activity, Plan, Product, Project


class FundingSource(models.Model):
    """Where money comes from, as the budget names it: `code` is text. `classification` is the source's own word."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="funding_sources")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=16, choices=FundingKind, default=FundingKind.UNCLASSIFIED)
    classification = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("plan", "code")
        constraints = (models.UniqueConstraint(fields=("plan", "code"), name="funding_source_once_per_plan"),)

    def __str__(self) -> str:
        return self.name


class BudgetLine(models.Model):
    """Project × product or activity × funding source in a fiscal year; `initial` in whole pesos.

    `key` tells the lines of a year apart. An official line may name a project that the plan does not have: it is kept
    by its `project_code`, with no `project`. `activity_code` and `object_code` are the budget's own.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="budget_lines")
    fiscal_year = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=200)
    vintage = models.CharField(max_length=8, choices=Vintage, default=Vintage.CURRENT)
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="budget_lines")
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.PROTECT, related_name="budget_lines")
    project_code = models.CharField(max_length=40)
    project_name = models.TextField(blank=True)
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="budget_lines")
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="budget_lines")
    activity_code = models.CharField(max_length=40, blank=True)
    activity_name = models.TextField(blank=True)
    funding_source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="lines")
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="null: the whole city"
    )
    bpin = models.CharField(max_length=20, blank=True)
    object_code = models.CharField("budget item", max_length=40, blank=True)
    object_name = models.CharField(max_length=300, blank=True)
    initial = models.BigIntegerField()
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("plan", "fiscal_year", "key")
        constraints = (
            models.UniqueConstraint(fields=("plan", "fiscal_year", "key"), name="budget_line_once_per_year"),
            models.CheckConstraint(
                condition=Q(origin=Origin.OFFICIAL) | Q(initial__gte=0),
                name="own_initial_appropriation_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(origin=Origin.OFFICIAL) | Q(project__isnull=False), name="own_budget_line_has_its_project"
            ),
        )

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.key}"


class ProjectNeed(models.Model):
    """What a project is estimated to cost in a fiscal year, and who says so; the gap is measured against it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="needs")
    fiscal_year = models.PositiveSmallIntegerField()
    amount = models.PositiveBigIntegerField(help_text="whole pesos")
    source = models.CharField(max_length=300)
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)

    class Meta:
        ordering = ("project", "fiscal_year")
        constraints = (
            models.UniqueConstraint(fields=("project", "fiscal_year"), name="one_need_per_project_and_year"),
            models.CheckConstraint(condition=~Q(source=""), name="a_need_says_who_estimated_it"),
        )

    def __str__(self) -> str:
        return f"{self.project_id} {self.fiscal_year}"
