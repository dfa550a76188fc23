"""The corte: the verified state at a cut-off, frozen."""

from django.db import models

from concierta.people.models import User
from concierta.plans.models import Plan


class Corte(models.Model):
    """One published package. It is never made twice: a later truth goes into the next corte."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="cortes")
    cut_off = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    manifest_sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("plan", "cut_off")
        constraints = (models.UniqueConstraint(fields=("plan", "cut_off"), name="one_corte_per_cut_off"),)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.cut_off}"
