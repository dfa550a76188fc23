"""Acts that change appropriations."""

from django.db import models
from django.db.models import F, Q

from concierta.agreements.models import ORIGINS
from concierta.budgets.enums import ActType, Effect, ModificationKind
from concierta.budgets.models.lines import BudgetLine
from concierta.kernel.origin import Origin
from concierta.mesa.models import Decision
from concierta.people.models import User
from concierta.plans.models import Plan

_K = ModificationKind


class Modification(models.Model):
    """One act, with what it adds and takes in all, in whole pesos: a transfer adds exactly what it takes.

    `increase` and `decrease` are the sums of its lines; a deferral or its release moves `held` instead.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="budget_modifications")
    fiscal_year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=ModificationKind)
    act_type = models.CharField(max_length=12, choices=ActType)
    act_number = models.CharField(max_length=40)
    act_date = models.DateField()
    reason = models.TextField(blank=True)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    increase = models.PositiveBigIntegerField(default=0)
    decrease = models.PositiveBigIntegerField(default=0)
    held = models.PositiveBigIntegerField(default=0)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)

    class Meta:
        ordering = ("plan", "act_date", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "fiscal_year", "act_type", "act_number", "act_date", "kind"), name="budget_act_once"
            ),
            models.CheckConstraint(condition=~Q(act_number=""), name="a_modification_cites_its_act"),
            models.CheckConstraint(
                condition=~Q(kind=_K.TRANSFER) | Q(increase=F("decrease"), increase__gt=0, held=0),
                name="a_transfer_sums_to_zero",
            ),
            models.CheckConstraint(
                condition=Q(kind=_K.TRANSFER)
                | Q(kind=_K.ADDITION, increase__gt=0, decrease=0, held=0)
                | Q(kind=_K.REDUCTION, increase=0, decrease__gt=0, held=0)
                | Q(kind__in=(_K.DEFERRAL, _K.RELEASE), increase=0, decrease=0, held__gt=0),
                name="a_modification_does_what_it_is_called",
            ),
        )

    def __str__(self) -> str:
        return f"{self.act_type} {self.act_number}"


class ModificationLine(models.Model):
    """What an act does to one line; `amount` is always positive, `effect` says which way."""

    modification = models.ForeignKey(Modification, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="modifications")
    effect = models.CharField(max_length=16, choices=Effect)
    amount = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("modification", "line", "effect")
        constraints = (
            models.UniqueConstraint(fields=("modification", "line"), name="a_line_once_per_modification"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_modified_line_has_an_amount"),
        )

    def __str__(self) -> str:
        return f"{self.modification_id} {self.line_id} {self.effect}"
