"""What signatories put in, and what is sought from others."""

from django.db import models
from django.db.models import F, Q

from concierta.agreements.enums import MeansKind
from concierta.agreements.models import ORIGINS, Pledge
from concierta.budgets.enums import (
    AmountKind,
    ContributionState,
    DeliveryMethod,
    DeliveryOutcome,
    DeliveryState,
    Form,
    FunderKind,
    Stage,
)
from concierta.budgets.models.lines import BudgetLine
from concierta.evidence.models import Evidence
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, User
from concierta.plans.models import Plan, Project

_CHECKED = (
    DeliveryState.VERIFIED,
    DeliveryState.ADJUSTED,
    DeliveryState.REJECTED,
    DeliveryState.NOT_VERIFIABLE,
)
_UNCHECKED = (DeliveryState.DECLARED, DeliveryState.WITHDRAWN)


class Contribution(models.Model):
    """What an entity puts into a project: pesos, or a quantity of something in its own unit.

    In kind may be valued, in pesos a unit and by a stated method; otherwise it is counted and never turned into money.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="contributions")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="contributions")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="contributions")
    pledge = models.ForeignKey(Pledge, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=12, choices=MeansKind)
    form = models.CharField(max_length=8, choices=Form)
    description = models.TextField()
    amount = models.BigIntegerField(null=True, blank=True, help_text="whole pesos, cash only")
    quantity = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    unit_value = models.BigIntegerField(null=True, blank=True, help_text="whole pesos a unit, in kind only")
    valuation_method = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ContributionState, default=ContributionState.STANDING)
    withdrawal_reason = models.TextField(blank=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("plan", "project", "entity", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    form=Form.CASH,
                    kind=MeansKind.ECONOMIC,
                    amount__gt=0,
                    amount__isnull=False,
                    quantity__isnull=True,
                    unit="",
                    unit_value__isnull=True,
                    valuation_method="",
                )
                | Q(form=Form.IN_KIND, amount__isnull=True, quantity__isnull=False, quantity__gt=0) & ~Q(unit=""),
                name="cash_is_pesos_and_in_kind_is_a_quantity",
            ),
            models.CheckConstraint(
                condition=Q(unit_value__isnull=True, valuation_method="")
                | Q(unit_value__isnull=False, unit_value__gt=0) & ~Q(valuation_method=""),
                name="a_valuation_states_its_method",
            ),
            models.CheckConstraint(
                condition=Q(state=ContributionState.STANDING, withdrawal_reason="")
                | Q(state=ContributionState.WITHDRAWN) & ~Q(withdrawal_reason=""),
                name="a_withdrawn_contribution_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.entity_id} → {self.project_id}"


class Delivery(models.Model):
    """Part of a contribution that its entity says it delivered, and what an independent entity found.

    `amount` (cash, whole pesos) or `quantity` (in kind, in the contribution's unit) is the claim and is never
    overwritten; `verified_amount` or `verified_quantity` is what was found.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="deliveries")
    form = models.CharField(max_length=8, choices=Form)
    delivered_on = models.DateField()
    amount = models.BigIntegerField(null=True, blank=True)
    quantity = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="deliveries")
    state = models.CharField(max_length=16, choices=DeliveryState, default=DeliveryState.DECLARED)
    declared_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    declaring_entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    outcome = models.CharField(max_length=16, choices=DeliveryOutcome, blank=True)
    verified_amount = models.BigIntegerField(null=True, blank=True)
    verified_quantity = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    method = models.CharField(max_length=16, choices=DeliveryMethod, blank=True)
    reason = models.TextField(blank=True)
    verifier = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verifier_entity = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)

    class Meta:
        ordering = ("contribution", "delivered_on", "pk")
        verbose_name_plural = "deliveries"
        constraints = (
            # As for reports: two people, two entities.
            models.CheckConstraint(condition=~Q(declared_by=F("verifier")), name="deliverer_is_not_verifier"),
            models.CheckConstraint(
                condition=~Q(declaring_entity=F("verifier_entity")), name="delivering_entity_is_not_verifying"
            ),
            models.CheckConstraint(
                condition=Q(form=Form.CASH, amount__isnull=False, amount__gt=0, quantity__isnull=True)
                & Q(verified_quantity__isnull=True)
                | Q(form=Form.IN_KIND, amount__isnull=True, quantity__isnull=False, quantity__gt=0)
                & Q(verified_amount__isnull=True),
                name="a_delivery_is_pesos_or_a_quantity",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_UNCHECKED, outcome="", verified_at__isnull=True, verifier__isnull=True)
                | Q(state__in=_CHECKED, state=F("outcome"))
                & Q(verified_at__isnull=False, verifier__isnull=False, verifier_entity__isnull=False)
                & ~Q(method="")
                & ~Q(reason=""),
                name="a_checked_delivery_has_a_verifier",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", verified_amount__isnull=True, verified_quantity__isnull=True)
                | Q(
                    outcome__in=(DeliveryOutcome.REJECTED, DeliveryOutcome.NOT_VERIFIABLE),
                    verified_amount__isnull=True,
                    verified_quantity__isnull=True,
                )
                | Q(outcome=DeliveryOutcome.VERIFIED, verified_amount__isnull=False, verified_amount=F("amount"))
                | Q(outcome=DeliveryOutcome.VERIFIED, verified_quantity__isnull=False, verified_quantity=F("quantity"))
                | Q(outcome=DeliveryOutcome.ADJUSTED, verified_amount__isnull=False, verified_amount__gte=0)
                & ~Q(verified_amount=F("amount"))
                | Q(outcome=DeliveryOutcome.ADJUSTED, verified_quantity__isnull=False, verified_quantity__gte=0)
                & ~Q(verified_quantity=F("quantity")),
                name="verified_delivery_fits_the_outcome",
            ),
        )

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.delivered_on}"


class DeliveryStep(models.Model):
    """One thing that happened to a delivery. Never edited: it is its history."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16, choices=DeliveryState)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey(Entity, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("delivery", "at", "pk")

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.act}"


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
