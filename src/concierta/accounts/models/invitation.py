"""The one way in: a link that only the mailbox of the invited person receives."""

from django.db import models
from django.db.models import Q

from concierta.people.models import Entity, User


class Invitation(models.Model):
    """An invitation to act for an entity, to the address of `user`, who chooses a password by accepting it.

    Only the SHA-256 of the token in its link is kept: 256 random bits that nobody but the mailbox has. `first` says
    that nobody answered for the entity then: the address is at its institutional domain, and accepting is its word.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    roles = models.JSONField()
    token_sha256 = models.CharField(max_length=64, unique=True)
    first = models.BooleanField()
    #: Nobody: the operator, at the command line.
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    #: Taken back, or replaced by a newer one.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "entity"),
                condition=Q(used_at__isnull=True, ended_at__isnull=True),
                name="one_open_invitation_per_entity",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="invitation_expires_later"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(ended_at__isnull=True), name="invitation_used_or_ended"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} · {self.entity_id}"
