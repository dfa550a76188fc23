from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PledgeKind(TextChoices):
    CASH = "cash", _("Dinero")
    IN_KIND = "in_kind", _("En especie")
    ACTION = "action", _("Acción")
