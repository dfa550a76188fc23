"""Evidence files, stored once by their content."""

from django.db import models

from concierta.kernel.origin import Origin
from concierta.people.models import Entity, User


class StoredFile(models.Model):
    """The bytes: named by their SHA-256, typed by their content, never by the name they came with."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class Evidence(models.Model):
    """One submission of a file as evidence, with the words of whoever brought it."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="uses")
    title = models.CharField(max_length=200)
    filename = models.CharField(max_length=200)
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    origin = models.CharField(max_length=16, choices=[(o.value, o.name) for o in Origin], default=Origin.OWN)

    class Meta:
        ordering = ("uploaded_at", "pk")
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title
