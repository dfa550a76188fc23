from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Duty(TextChoices):
    EXECUTES = "executes", _("Ejecuta")
    REPORTS = "reports", _("Reporta")
    REVIEWS = "reviews", _("Revisa")
    VERIFIES = "verifies", _("Verifica")
    PRESENTS = "presents", _("Presenta a la comunidad")
    ACCOUNTABLE = "accountable", _("Rinde cuentas")
