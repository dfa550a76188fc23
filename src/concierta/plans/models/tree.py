"""Plan → tiers of nodes (as many as the city has) → projects → products → activities."""

from django.db import models

from concierta.agreements.models import ORIGINS, Agreement, Pledge
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, Territory
from concierta.plans.enums import PlanState


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
