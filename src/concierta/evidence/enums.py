from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileProblem(TextChoices):
    """What can be wrong with a stored file."""

    MISSING = "missing", _("No está en el almacenamiento")
    CHANGED = "changed", _("Su contenido no es el que se guardó")
