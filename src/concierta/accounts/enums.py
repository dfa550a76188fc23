from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SignInKind(TextChoices):
    ENTERED = "entered", _("Entró")
    FAILED = "failed", _("No entró: contraseña equivocada")
    DELAYED = "delayed", _("No entró: debía esperar")
    SECOND_FACTOR_FAILED = "second_factor_failed", _("No entró: segundo paso equivocado")
    LEFT = "left", _("Salió")
    DATA_OPENED = "data_opened", _("Abrió datos personales")
