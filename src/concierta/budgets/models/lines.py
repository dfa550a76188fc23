"""Lines of the annual investment plan, what modified them, and the price indices that compare years."""

from django.db import models
from django.db.models import F, Q

from concierta.agreements.models import ORIGINS
from concierta.budgets.enums import ActType, Effect, FundingKind, ModificationKind, Vintage
from concierta.kernel.origin import Origin
from concierta.mesa.models import Decision
from concierta.people.models import Entity, Territory, User
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


_K = ModificationKind


class Modification(models.Model):
    """One act, with what it adds and takes in all, in whole pesos: a transfer adds exactly what it takes.

    `increase` and `decrease` are the sums of its lines; a deferral or its release moves `held` instead.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="budget_modifications")
    fiscal_year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=ModificationKind)
    act_type = models.CharField(max_length=12, choices=ActType)
    act_number = models.CharField(max_length=40)
    act_date = models.DateField()
    reason = models.TextField(blank=True)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    increase = models.PositiveBigIntegerField(default=0)
    decrease = models.PositiveBigIntegerField(default=0)
    held = models.PositiveBigIntegerField(default=0)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)

    class Meta:
        ordering = ("plan", "act_date", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "fiscal_year", "act_type", "act_number", "act_date", "kind"), name="budget_act_once"
            ),
            models.CheckConstraint(condition=~Q(act_number=""), name="a_modification_cites_its_act"),
            models.CheckConstraint(
                condition=~Q(kind=_K.TRANSFER) | Q(increase=F("decrease"), increase__gt=0, held=0),
                name="a_transfer_sums_to_zero",
            ),
            models.CheckConstraint(
                condition=Q(kind=_K.TRANSFER)
                | Q(kind=_K.ADDITION, increase__gt=0, decrease=0, held=0)
                | Q(kind=_K.REDUCTION, increase=0, decrease__gt=0, held=0)
                | Q(kind__in=(_K.DEFERRAL, _K.RELEASE), increase=0, decrease=0, held__gt=0),
                name="a_modification_does_what_it_is_called",
            ),
        )

    def __str__(self) -> str:
        return f"{self.act_type} {self.act_number}"


class ModificationLine(models.Model):
    """What an act does to one line; `amount` is always positive, `effect` says which way."""

    modification = models.ForeignKey(Modification, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="modifications")
    effect = models.CharField(max_length=16, choices=Effect)
    amount = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("modification", "line", "effect")
        constraints = (
            models.UniqueConstraint(fields=("modification", "line"), name="a_line_once_per_modification"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_modified_line_has_an_amount"),
        )

    def __str__(self) -> str:
        return f"{self.modification_id} {self.line_id} {self.effect}"


class PriceIndex(models.Model):
    """A published index of prices; `base` says when it was 100."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    base = models.CharField(max_length=100)
    source = models.CharField(max_length=300)
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OFFICIAL)

    class Meta:
        ordering = ("slug",)
        verbose_name_plural = "price indexes"
        constraints = (models.CheckConstraint(condition=~Q(source=""), name="a_price_index_says_its_source"),)

    def __str__(self) -> str:
        return self.name


class PricePoint(models.Model):
    index = models.ForeignKey(PriceIndex, on_delete=models.CASCADE, related_name="points")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=14, decimal_places=6)

    class Meta:
        ordering = ("index", "year")
        constraints = (
            models.UniqueConstraint(fields=("index", "year"), name="one_price_point_per_year"),
            models.CheckConstraint(condition=Q(value__gt=0), name="a_price_point_is_positive"),
        )

    def __str__(self) -> str:
        return f"{self.index_id} {self.year}"
