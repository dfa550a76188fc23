"""What reminders need to remember: who was written to on which day, and which calendars were handed out."""

import hashlib

from django.db import models
from django.db.models import Q

from concierta.people.enums import Role
from concierta.people.models import Entity, User


class Digest(models.Model):
    """The one message of a person on a day. Unique, so that two processes cannot both send it.

    Purpose: never to write twice. Kept for 90 days. `items` is how many matters it named; its text is not kept.
    `claimed_at` is when a process took it up to send it: another one leaves it alone until that is stale.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="digests")
    on = models.DateField()
    items = models.PositiveIntegerField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("on", "person")
        constraints = (models.UniqueConstraint(fields=("person", "on"), name="one_digest_per_person_and_day"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.on}"


class CalendarFeed(models.Model):
    """An address from which a calendar program reads the due dates of one entity in one role.

    Only the SHA-256 of the secret part of the address is kept: whoever reads the database cannot read the calendars.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="feeds")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("person", "entity", "role", "made_at")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "entity", "role"), condition=Q(ended_at__isnull=True), name="one_open_feed_per_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.entity_id} {self.role}"

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()
