"""An account that opens nothing for now."""

from django.db import models
from django.db.models import F, Q

from concierta.ledger.models import Event
from concierta.people.models import Entity, User


class Block(models.Model):
    """From `blocked_at` until `lifted_at` the account of `person` opens nothing, whatever roles it has.

    Purpose of the personal data: to answer for having shut somebody out. In the log the person and the reason are only
    sealed; `blocking` and `lifting` are its acts there. `blocked_for` is the entity in whose name it was done: its own,
    that of a secretariat, or nobody's when the operator did it.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="blocks")
    reason = models.CharField(max_length=500)
    blocked_at = models.DateTimeField()
    blocked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    blocked_for = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    blocking = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lift_reason = models.CharField(max_length=500, blank=True)
    lifting = models.OneToOneField(Event, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("blocked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(lifted_at__isnull=True), name="one_open_block_per_account"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("blocked_at")),
                name="a_block_is_lifted_after_it_was_made",
            ),
            models.CheckConstraint(condition=~Q(blocked_by=F("person")), name="nobody_blocks_themselves"),
            models.CheckConstraint(condition=~Q(lifted_by=F("person")), name="nobody_lifts_their_own_block"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.blocked_at}"
