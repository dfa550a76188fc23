"""What is measured, from where to where, by when, and who answers for each step of it."""

from django.db import models
from django.db.models import F, Q

from concierta.agreements.models import ORIGINS, Pledge
from concierta.engines.achievement import Measure
from concierta.indicators.enums import ACCUMULATIONS, MEASURES, FlowPolicy, IndicatorKind
from concierta.kernel.origin import Origin
from concierta.people.models import Entity
from concierta.plans.models import Node, Plan, Product


class CategorySet(models.Model):
    """A way to break a figure down (sex, comuna…). In an exhaustive set the parts must add up to the whole."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    exhaustive = models.BooleanField()

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    category_set = models.ForeignKey(CategorySet, on_delete=models.CASCADE, related_name="categories")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    ordinal = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("category_set", "ordinal")
        verbose_name_plural = "categories"
        constraints = (models.UniqueConstraint(fields=("category_set", "code"), name="category_code_once_per_set"),)

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """An output indicator measures one product; an outcome indicator speaks for a node of the plan, or for all of it;
    a pledge indicator measures what a signatory promised, and has no part in the achievement of the plan.

    Reporter, reviewer and verifier are three different entities: the database says so too.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="indicators")
    kind = models.CharField(max_length=16, choices=IndicatorKind)
    product = models.OneToOneField(Product, null=True, blank=True, on_delete=models.CASCADE, related_name="indicator")
    node = models.ForeignKey(Node, null=True, blank=True, on_delete=models.PROTECT, related_name="indicators")
    pledge = models.ForeignKey(Pledge, null=True, blank=True, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=90)
    name = models.TextField()
    name_en = models.TextField(blank=True)
    definition = models.TextField(blank=True)
    definition_en = models.TextField(blank=True)
    unit = models.CharField(max_length=80, blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    measure = models.CharField(max_length=8, choices=MEASURES, default=Measure.COUNT.value)
    accumulation = models.CharField(max_length=20, choices=ACCUMULATIONS)
    flow_policy = models.CharField(max_length=16, choices=FlowPolicy, default=FlowPolicy.MEAN)
    year_weights = models.CharField(
        max_length=200, blank=True, help_text="what each year weighs in an average: 2024:15 2025:35; empty, all alike"
    )
    baseline = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    baseline_source = models.CharField(max_length=300, blank=True)
    weight = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, blank=True, help_text="fraction of siblings"
    )
    reporter = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="indicators_reported")
    reviewer = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verifier = models.ForeignKey(
        Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="indicators_verified"
    )
    presenter = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    means_of_verification = models.TextField(blank=True)
    category_sets = models.ManyToManyField(CategorySet, blank=True)
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("plan", "code")
        constraints = (
            models.UniqueConstraint(fields=("plan", "code"), name="indicator_code_once_per_plan"),
            models.CheckConstraint(
                condition=Q(kind=IndicatorKind.OUTPUT, product__isnull=False, pledge__isnull=True)
                | Q(kind=IndicatorKind.OUTCOME, product__isnull=True, pledge__isnull=True)
                | Q(kind=IndicatorKind.PLEDGE, product__isnull=True, node__isnull=True, pledge__isnull=False),
                name="an_indicator_measures_what_its_kind_says",
            ),
            models.CheckConstraint(condition=~Q(reporter=F("reviewer")), name="indicator_reporter_is_not_its_reviewer"),
            models.CheckConstraint(condition=~Q(reporter=F("verifier")), name="indicator_reporter_is_not_its_verifier"),
            models.CheckConstraint(condition=~Q(reviewer=F("verifier")), name="indicator_reviewer_is_not_its_verifier"),
        )

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """What should be reached in a year, or in one quarter of it. `value` null is NP: not programmed, never zero."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ("indicator", "year", "quarter")
        constraints = (
            # Two, because SQLite knows no NULLS NOT DISTINCT.
            models.UniqueConstraint(
                fields=("indicator", "year", "quarter"),
                condition=Q(quarter__isnull=False),
                name="one_target_per_year_and_quarter",
            ),
            models.UniqueConstraint(
                fields=("indicator", "year"), condition=Q(quarter__isnull=True), name="one_target_per_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}"
