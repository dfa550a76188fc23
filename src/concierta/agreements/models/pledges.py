"""What one signatory promises under a commitment, and what is said of it until it is kept."""

from django.db import models
from django.db.models import F, Q

from concierta.agreements.enums import Ambition, DelayCause, PledgeKind, PledgeState
from concierta.agreements.models.agreement import Clause
from concierta.kernel.origin import Origin
from concierta.people.models import Entity, User

ORIGINS = [(origin.value, origin.name) for origin in Origin]

#: The states of a promise that nobody of its entity has made theirs.
_NOT_THEIRS = (PledgeState.PROPOSED, PledgeState.DOCUMENTED, PledgeState.DECLINED, PledgeState.RELEASED)


class Pledge(models.Model):
    """What one signatory concretely promised under a clause. Money is whole pesos; in kind has its own unit.

    `milestone` says what will be there when it is kept, where no indicator measures it. `depends_on` is the promise of
    another that it waits for, `waits_for` what else it waits for.
    """

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
    milestone = models.CharField(max_length=300, blank=True)
    depends_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="waited_for_by"
    )
    waits_for = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=16, choices=PledgeState, default=PledgeState.PROPOSED)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ambition = models.CharField(max_length=12, choices=Ambition, blank=True)
    assessed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assessed_for = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(state__in=_NOT_THEIRS) | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="a_promise_that_stands_was_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(PledgeState.STANDING, PledgeState.NOT_VERIFIABLE))
                | Q(assessed_by__isnull=False, assessed_for__isnull=False, assessed_at__isnull=False) & ~Q(ambition=""),
                name="a_promise_enters_once_it_was_assessed",
            ),
            models.CheckConstraint(condition=~Q(entity=F("assessed_for")), name="another_entity_assesses_a_promise"),
            models.CheckConstraint(condition=~Q(confirmed_by=F("assessed_by")), name="another_person_assesses_it"),
            models.CheckConstraint(condition=~Q(depends_on=F("pk")), name="no_promise_waits_for_itself"),
        )

    def __str__(self) -> str:
        return self.code


class PledgeStep(models.Model):
    """One thing that happened to a promise. Never edited: it is its history."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=40)
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16, choices=PledgeState)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey(Entity, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pledge", "at", "pk")

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.act}"


class PledgeDelay(models.Model):
    """Why a promise is late, in one of six words, and what its entity does next."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="delays")
    cause = models.CharField(max_length=16, choices=DelayCause)
    text = models.TextField(blank=True)
    next_step = models.CharField(max_length=300)
    next_on = models.DateField()
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pledge", "told_at", "pk")

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.cause}"
