"""Evidence files, stored once by their content."""

import os.path

from django.db import models

from concierta.kernel.origin import Origin
from concierta.people.models import Entity, User

#: The accepted types, and the extension that each is offered for download with.
EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/heic": ".heic",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.ms-excel": ".xls",
    "text/csv": ".csv",
    "text/plain": ".txt",
}


class StoredFile(models.Model):
    """The bytes: named by their SHA-256, typed by their content, never by the name they came with."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    #: Its bytes were about a person who asked to be forgotten. That it existed, and its hash, stay.
    destroyed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.sha256

    @property
    def storage_name(self) -> str:
        """Two levels of folders, so that none grows beyond what a file system likes."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"


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

    @property
    def download_name(self) -> str:
        """The label with the extension of what the file really is."""
        extension = EXTENSIONS.get(self.file.media_type, ".bin")
        given = os.path.splitext(self.filename)[1].lower()
        same = given == extension or (given, extension) in {(".jpeg", ".jpg"), (".heif", ".heic")}
        return self.filename if same else self.filename + extension
