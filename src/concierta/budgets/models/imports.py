"""The record of an execution file: what it held, what could not be read, and what breaks the rules of money."""

from django.db import models

from concierta.people.models import User
from concierta.plans.models import Plan


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
