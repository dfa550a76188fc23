"""The plan as a tree, what its sources say of it period by period, and the files it came from."""

from django.db import models

from concierta.agreements.models import ORIGINS, Agreement, Pledge
from concierta.kernel.origin import Origin
from concierta.kernel.periods import Period
from concierta.people.models import Entity, Territory, User
from concierta.plans.enums import PlanState
from concierta.plans.schema import SECTORS


class Plan(models.Model):
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    agreement = models.ForeignKey(Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=16, choices=PlanState, default=PlanState.DRAFT)
    secretariat = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verifier = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    presenter = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("slug",)
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="plan_ends_after_start"),
        )

    def __str__(self) -> str:
        return self.name


class Tier(models.Model):
    """A level of the plan above its projects, as data: depth 1 is the widest."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tiers")
    depth = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=40)
    singular = models.CharField(max_length=60)
    plural = models.CharField(max_length=60)
    singular_en = models.CharField(max_length=60, blank=True)
    plural_en = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("plan", "depth")
        constraints = (
            models.UniqueConstraint(fields=("plan", "depth"), name="tier_depth_once_per_plan"),
            models.UniqueConstraint(fields=("plan", "slug"), name="tier_slug_once_per_plan"),
        )

    def __str__(self) -> str:
        return self.plural


class Node(models.Model):
    """One axis, purpose, programme… of the plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="nodes")
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, related_name="nodes")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=1000)
    name_en = models.CharField(max_length=1000, blank=True)
    weight = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, blank=True, help_text="fraction of its siblings"
    )

    class Meta:
        ordering = ("tier__depth", "code")
        constraints = (models.UniqueConstraint(fields=("tier", "code"), name="node_code_once_per_tier"),)

    def __str__(self) -> str:
        return self.name


class Project(models.Model):
    """A project of the project bank. `code` is the BP, `bpin` the national code; both are text."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="projects")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="projects")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="projects")
    code = models.CharField(max_length=40)
    bpin = models.CharField(max_length=20, blank=True)
    name = models.TextField()
    unit = models.CharField("office", max_length=200, blank=True)
    sector = models.CharField(max_length=1, choices=SECTORS, blank=True, help_text="section of the CIIU")
    weight = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, blank=True, help_text="fraction of its siblings"
    )
    pledges = models.ManyToManyField(Pledge, blank=True, related_name="projects")
    entered_on = models.DateField(null=True, blank=True, help_text="null: part of the plan from its first day")
    closed_on = models.DateField(null=True, blank=True, help_text="the first day on which it is no longer part of it")
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=("plan", "code"), name="project_code_once_per_plan"),)

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """What a project delivers. It may serve several goals of the development plan: the first by code stands here."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="products")
    code = models.CharField(max_length=40)
    goal_code = models.CharField(max_length=40, blank=True)
    name = models.TextField()
    goal_name = models.TextField(blank=True)
    unit = models.CharField("unit of measure", max_length=80, blank=True)
    weight = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, blank=True, help_text="fraction of the project"
    )

    class Meta:
        ordering = ("project", "code")
        constraints = (models.UniqueConstraint(fields=("project", "code"), name="product_once_per_project"),)

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """Work done for a product. `occurrence` tells apart rows that a source gave one code twice."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="activities")
    code = models.CharField(max_length=40)
    occurrence = models.PositiveSmallIntegerField(default=1)
    name = models.TextField()
    weight = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, blank=True, help_text="fraction of the product"
    )
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="null: the whole city"
    )
    unit = models.CharField("office", max_length=200, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("product", "code", "occurrence")
        verbose_name_plural = "activities"
        constraints = (
            models.UniqueConstraint(fields=("product", "code", "occurrence"), name="activity_once_per_product"),
        )

    def __str__(self) -> str:
        return self.name


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


class MatrixImport(models.Model):
    """One file loaded for one period. `money` holds whole pesos by column, `counts` the parts that the file names."""

    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="imports")
    profile = models.CharField(max_length=60)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    counts = models.JSONField()
    money = models.JSONField()
    names = models.JSONField(default=dict, help_text="by kind and code: the latest file's name wins in any order")
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ("period__cut_off", "imported_at")
        constraints = (
            models.UniqueConstraint(
                fields=("period",), condition=models.Q(is_current=True), name="one_current_import_per_period"
            ),
        )

    def __str__(self) -> str:
        return self.filename


class Finding(models.Model):
    """A cell that was not what it should be, and what was done about it."""

    matrix_import = models.ForeignKey(MatrixImport, on_delete=models.CASCADE, related_name="findings")
    sheet = models.CharField(max_length=100)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=200)
    value = models.TextField()
    action = models.TextField()
    result = models.TextField(blank=True)
    code = models.CharField(max_length=40, db_index=True)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ("row", "pk")

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row} {self.column}"


class ReconciliationRow(models.Model):
    """A figure the source states beside the one recomputed from its own parts; fractions, or pesos for totals."""

    matrix_import = models.ForeignKey(MatrixImport, on_delete=models.CASCADE, related_name="reconciliation")
    level = models.CharField(max_length=20)
    code = models.CharField(max_length=120)
    name = models.TextField()
    measure = models.CharField(max_length=20)
    stated = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    recomputed = models.DecimalField(max_digits=24, decimal_places=6, null=True)

    class Meta:
        ordering = ("level", "code")

    def __str__(self) -> str:
        return f"{self.level} {self.code}"
