from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanState(TextChoices):
    DRAFT = "draft", _("En formulación")
    IN_FORCE = "in_force", _("Vigente")
    CLOSED = "closed", _("Cerrado")
