"""What the table decided about a signatory."""

from django.db import models

from concierta.agreements.models import Signatory
from concierta.evaluation.enums import TableAct
from concierta.mesa.models import Decision


class SignatoryDecision(models.Model):
    """A signatory is suspended, readmitted or given a role by a decision of the table, and by nothing else."""

    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="decisions")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=16, choices=TableAct)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("signatory", "at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("signatory", "decision", "act"), name="one_act_per_decision_and_signatory"),
        )

    def __str__(self) -> str:
        return f"{self.signatory_id} {self.act}"
