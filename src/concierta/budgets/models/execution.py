"""What was spent of each line until a day, its contracts, and the files it came from."""

from django.db import models
from django.db.models import F, Q

from concierta.agreements.models import ORIGINS
from concierta.budgets.models.lines import BudgetLine
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, User
from concierta.plans.models import Plan, Project


class BudgetImport(models.Model):
    """One execution file for one cut-off. `columns` gives the header and letter of each field, so that a figure can be
    traced to its cell; `money` whole pesos by field, `counts` what the file names."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="budget_imports")
    fiscal_year = models.PositiveSmallIntegerField()
    cut_off = models.DateField()
    profile = models.CharField(max_length=60)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(max_length=100)
    columns = models.JSONField(default=dict)
    rows = models.PositiveIntegerField()
    counts = models.JSONField()
    money = models.JSONField()
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ("plan", "cut_off", "imported_at")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "fiscal_year", "cut_off"),
                condition=models.Q(is_current=True),
                name="one_current_budget_import_per_cut_off",
            ),
        )

    def __str__(self) -> str:
        return self.filename


class BudgetFinding(models.Model):
    """A cell that was not what it should be, or a line that breaks an identity; what was done about it."""

    budget_import = models.ForeignKey(BudgetImport, on_delete=models.CASCADE, related_name="findings")
    sheet = models.CharField(max_length=100)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=200)
    value = models.TextField()
    action = models.TextField()
    result = models.TextField(blank=True)
    code = models.CharField(max_length=40, db_index=True)
    message = models.TextField(blank=True)
    project_code = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("row", "pk")

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row} {self.column}"


STATED = (
    "initial",
    "additions",
    "reductions",
    "credits",
    "counter_credits",
    "deferred",
    "final",
    "availability",
    "registration",
    "obligation",
    "payment",
)


class ExecutionCut(models.Model):
    """Whole pesos, cumulative in the fiscal year; every figure is positive, also what is taken away.

    `availability` CDP, `registration` RP. Null: the source does not state it. What is ours states everything and holds
    the identities of DOMAIN §3; an official row is kept as its source wrote it, and `row` finds it there.
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="cuts")
    cut_off = models.DateField()
    initial = models.BigIntegerField(null=True)
    additions = models.BigIntegerField(null=True)
    reductions = models.BigIntegerField(null=True)
    credits = models.BigIntegerField(null=True)
    counter_credits = models.BigIntegerField(null=True)
    deferred = models.BigIntegerField(null=True, help_text="held back and not yet released; does not change the final")
    final = models.BigIntegerField(null=True)
    availability = models.BigIntegerField(null=True)
    registration = models.BigIntegerField(null=True)
    obligation = models.BigIntegerField(null=True)
    payment = models.BigIntegerField(null=True)
    budget_import = models.ForeignKey(
        BudgetImport, null=True, blank=True, on_delete=models.PROTECT, related_name="cuts"
    )
    row = models.PositiveIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)

    class Meta:
        ordering = ("line", "cut_off")
        constraints = (
            models.UniqueConstraint(fields=("line", "cut_off"), name="one_cut_per_line_and_date"),
            models.CheckConstraint(
                condition=Q(origin=Origin.OFFICIAL) | Q(**{f"{name}__isnull": False for name in STATED}),
                name="own_cut_states_every_figure",
            ),
            models.CheckConstraint(
                condition=Q(origin=Origin.OFFICIAL)
                | Q(
                    final=F("initial") + F("additions") - F("reductions") + F("credits") - F("counter_credits"),
                    additions__gte=0,
                    reductions__gte=0,
                    credits__gte=0,
                    counter_credits__gte=0,
                    deferred__gte=0,
                ),
                name="own_final_is_initial_and_its_modifications",
            ),
            models.CheckConstraint(
                condition=Q(origin=Origin.OFFICIAL)
                | Q(
                    final__gte=F("availability"),
                    availability__gte=F("registration"),
                    registration__gte=F("obligation"),
                    obligation__gte=F("payment"),
                    payment__gte=0,
                ),
                name="own_execution_descends",
            ),
            models.CheckConstraint(
                condition=Q(origin=Origin.OFFICIAL) | Q(final__gte=F("availability") + F("deferred")),
                name="own_deferral_is_not_committed",
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.OFFICIAL) | Q(budget_import__isnull=False, row__isnull=False),
                name="official_cut_says_its_cell",
            ),
        )

    def __str__(self) -> str:
        return f"{self.line_id} {self.cut_off}"


class Contract(models.Model):
    """A public contract that a project's money went to, by its SECOP process. Who it was awarded to is SECOP's to say:
    suppliers may be natural persons, and no name is kept here."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="contracts")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="contracts")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(BudgetLine, null=True, blank=True, on_delete=models.SET_NULL, related_name="contracts")
    process_id = models.CharField(max_length=80)
    number = models.CharField(max_length=80, blank=True)
    url = models.URLField(max_length=400)
    subject = models.TextField(blank=True)
    value = models.PositiveBigIntegerField(null=True, blank=True, help_text="whole pesos")
    signed_on = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)

    class Meta:
        ordering = ("plan", "process_id")
        constraints = (
            models.UniqueConstraint(fields=("project", "process_id"), name="contract_once_per_project"),
            models.CheckConstraint(condition=~Q(process_id="") & ~Q(url=""), name="a_contract_can_be_looked_up"),
        )

    def __str__(self) -> str:
        return self.process_id
