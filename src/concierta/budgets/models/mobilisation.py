"""Means sought from others: each opportunity from the first idea to the report back to who gave."""

from django.db import models
from django.db.models import Q

from concierta.agreements.models import ORIGINS
from concierta.budgets.enums import AmountKind, FunderKind, Stage
from concierta.budgets.models.lines import BudgetLine
from concierta.evidence.models import Evidence
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, User
from concierta.plans.models import Plan, Project

_ENDED = (Stage.REFUSED, Stage.EXPIRED)


class Opportunity(models.Model):
    """Support sought from one funder. Its figures are rows of `OpportunityAmount`: what was asked is not what came."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="opportunities")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    funder = models.CharField(max_length=200, help_text="the organisation, never a person")
    funder_kind = models.CharField(max_length=16, choices=FunderKind)
    state = models.CharField(max_length=20, choices=Stage, default=Stage.OPPORTUNITY)
    end_reason = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="opportunities")
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    projects: "models.ManyToManyField[Project, OpportunityShare]" = models.ManyToManyField(
        Project, through="OpportunityShare", related_name="opportunities"
    )
    documents = models.ManyToManyField(Evidence, blank=True, related_name="opportunities")
    saved_at = models.DateTimeField()
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)

    class Meta:
        ordering = ("plan", "code")
        verbose_name_plural = "opportunities"
        constraints = (
            models.UniqueConstraint(fields=("plan", "code"), name="opportunity_code_once_per_plan"),
            models.CheckConstraint(
                condition=Q(state__in=_ENDED) & ~Q(end_reason="") | ~Q(state__in=_ENDED) & Q(end_reason=""),
                name="a_refused_or_expired_opportunity_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class OpportunityShare(models.Model):
    """A project that the support is for; `parts` weigh the projects of one opportunity against each other."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="shares")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="opportunity_shares")
    parts = models.PositiveBigIntegerField(default=1)

    class Meta:
        ordering = ("opportunity", "project__code")
        constraints = (
            models.UniqueConstraint(fields=("opportunity", "project"), name="project_once_per_opportunity"),
            models.CheckConstraint(condition=Q(parts__gt=0), name="a_share_has_parts"),
        )

    def __str__(self) -> str:
        return f"{self.opportunity_id} {self.project_id}"


class OpportunityAmount(models.Model):
    """One figure of an opportunity, in the currency in which it was said.

    `pesos` is the whole pesos it came to on `rate_on` at `rate` pesos a unit; in pesos there is no rate. A disbursement
    that already entered the budget names its `line`, so that it is not counted twice as funding.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="amounts")
    kind = models.CharField(max_length=12, choices=AmountKind)
    amount = models.DecimalField(max_digits=24, decimal_places=2)
    currency = models.CharField(max_length=3, default="COP")
    rate = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    rate_on = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=200, blank=True)
    pesos = models.BigIntegerField()
    on = models.DateField()
    line = models.ForeignKey(BudgetLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("opportunity", "on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("opportunity", "kind"),
                condition=~Q(kind=AmountKind.DISBURSED),
                name="one_figure_of_each_kind_but_disbursements",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, pesos__gt=0), name="an_amount_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(currency="COP", rate__isnull=True, rate_on__isnull=True, rate_source="")
                & Q(pesos=models.F("amount"))
                | ~Q(currency="COP") & Q(rate__isnull=False, rate__gt=0, rate_on__isnull=False) & ~Q(rate_source=""),
                name="another_currency_states_its_rate_and_date",
            ),
            models.CheckConstraint(
                condition=Q(kind=AmountKind.DISBURSED) | Q(line__isnull=True), name="only_disbursed_money_is_budgeted"
            ),
        )

    def __str__(self) -> str:
        return f"{self.opportunity_id} {self.kind} {self.amount}"


class OpportunityDeadline(models.Model):
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="deadlines")
    what = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return f"{self.what} {self.due_on}"


class OpportunityContact(models.Model):
    """Who to talk to at the funder. Personal data: never in the ledger, never published.

    Purpose: to follow up this one request. Erased on the day after `keep_until`, which no operation leaves open.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    position = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=200)
    keep_until = models.DateField()

    class Meta:
        ordering = ("opportunity", "name")
        constraints = (models.CheckConstraint(condition=~Q(purpose=""), name="personal_data_states_its_purpose"),)

    def __str__(self) -> str:
        return f"{self.opportunity_id}"


class OpportunityStep(models.Model):
    """One thing that happened to an opportunity. Never edited: it is its history."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, choices=Stage)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey(Entity, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("opportunity", "at", "pk")

    def __str__(self) -> str:
        return f"{self.opportunity_id} {self.act}"
