"""The record of an import: which file, what could not be read as what it should be, and what did not add up."""

from django.db import models

from concierta.people.models import User
from concierta.plans.models.follow_up import ReportingPeriod


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
