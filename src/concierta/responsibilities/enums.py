from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Duty(TextChoices):
    EXECUTES = "executes", _("Ejecuta")
    REPORTS = "reports", _("Reporta")
    REVIEWS = "reviews", _("Revisa")
    VERIFIES = "verifies", _("Verifica")
    PRESENTS = "presents", _("Presenta a la comunidad")
    ACCOUNTABLE = "accountable", _("Rinde cuentas")


class SubjectKind(TextChoices):
    """What somebody answers for; each value is the field of `Responsibility` that points to it."""

    PLEDGE = "pledge", _("Promesa")
    PROJECT = "project", _("Proyecto")
    INDICATOR = "indicator", _("Indicador")
    ACTION_ITEM = "action_item", _("Tarea de la mesa")
