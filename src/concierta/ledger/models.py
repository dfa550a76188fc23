"""The append-only record of every act that changes what the public is told."""

from django.db import models

from concierta.people.models import Entity, User


class Event(models.Model):
    """One act. Its `payload` is canonical JSON without personal data; `leaf_hash` is its RFC 6962 leaf hash in hex.

    The database itself refuses to update or delete a row (triggers in migration 0002). Who acted is kept beside the
    payload; inside it there is only a commitment, which `Opening` opens for as long as that row exists.
    """

    index = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=300, db_index=True)
    plan = models.CharField(max_length=60, blank=True, db_index=True)
    payload = models.TextField()
    leaf_hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    entity = models.ForeignKey(Entity, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("index",)

    def __str__(self) -> str:
        return f"{self.index} {self.kind} {self.subject}"


class Opening(models.Model):
    """What shows that an act was one person's: SHA-256(salt ‖ identifier) is the commitment in its payload.

    Personal data, kept apart so that it can be destroyed: without the salt nobody can tell whose the act was, by trying
    every identifier either, and the leaf stays as it is. `salt` is 32 bytes in hex, `identifier` an e-mail address.
    """

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.PROTECT, related_name="opening")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    salt = models.CharField(max_length=64)
    identifier = models.EmailField()

    class Meta:
        ordering = ("event",)

    def __str__(self) -> str:
        return f"opening of {self.event_id}"


class Salt(models.Model):
    """What opens one sealed value of an act: SHA-256(salt ‖ value) is in its payload, under `sealed` and this name.

    Thirty-two bytes in hex. While it exists, whoever holds the value can show that it is the one that was recorded;
    once destroyed, the leaf says nothing of it any more, by guessing either.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="salts")
    name = models.CharField(max_length=120)
    salt = models.CharField(max_length=64)

    class Meta:
        ordering = ("event", "name")
        constraints = (models.UniqueConstraint(fields=("event", "name"), name="one_salt_per_sealed_value"),)

    def __str__(self) -> str:
        return f"salt of {self.name} in {self.event_id}"


class SentForm(models.Model):
    """A form that was sent, so that sending it again does nothing again: written in the transaction of its act.

    `key` is the hash of the form's own token; `holder` the request that came first; `content_sha256` what it said.
    `answer` is what that request was told, null for as long as it is not known. Kept for three days.
    """

    key = models.CharField(max_length=64, primary_key=True)
    holder = models.CharField(max_length=32)
    content_sha256 = models.CharField(max_length=64)
    sent_at = models.DateTimeField(db_index=True)
    answer = models.JSONField(null=True)

    class Meta:
        ordering = ("sent_at",)

    def __str__(self) -> str:
        return f"form {self.key[:12]}, {self.sent_at.isoformat()}"
