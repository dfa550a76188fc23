"""The signed agreement, its clauses, who signed, and what each signatory promised."""

from django.db import models

from concierta.agreements.enums import PledgeKind
from concierta.kernel.origin import Origin
from concierta.people.models import Entity

ORIGINS = [(origin.value, origin.name) for origin in Origin]


class Agreement(models.Model):
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    signed_on = models.DateField()
    summary = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    signatories: "models.ManyToManyField[Entity, Signatory]" = models.ManyToManyField(Entity, through="Signatory")

    class Meta:
        ordering = ("signed_on",)

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """One of the things the signatories bound themselves to (Cali: C1–C11)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="clauses")
    code = models.CharField(max_length=12)
    ordinal = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    text_en = models.TextField(blank=True)

    class Meta:
        ordering = ("agreement", "ordinal")
        constraints = (models.UniqueConstraint(fields=("agreement", "code"), name="clause_code_once_per_agreement"),)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Signatory(models.Model):
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="signatures")

    class Meta:
        verbose_name_plural = "signatories"
        constraints = (models.UniqueConstraint(fields=("agreement", "entity"), name="entity_signs_once"),)

    def __str__(self) -> str:
        return str(self.entity)


class Pledge(models.Model):
    """What one signatory concretely promised under a clause. Money is whole pesos; in kind has its own unit."""

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="pledges")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="pledges")
    code = models.CharField(max_length=20)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    kind = models.CharField(max_length=16, choices=PledgeKind)
    amount = models.BigIntegerField(null=True, blank=True, help_text="whole pesos")
    quantity = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=16, choices=ORIGINS, default=Origin.OWN)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("clause__ordinal", "code")
        constraints = (
            models.UniqueConstraint(fields=("clause", "code"), name="pledge_code_once_per_clause"),
            models.CheckConstraint(
                condition=models.Q(kind=PledgeKind.CASH, amount__isnull=False)
                | ~models.Q(kind=PledgeKind.CASH) & models.Q(amount__isnull=True),
                name="cash_pledges_have_an_amount_and_others_none",
            ),
        )

    def __str__(self) -> str:
        return self.code
