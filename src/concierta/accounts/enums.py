from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SignInKind(TextChoices):
    ENTERED = "entered", _("Entró")
    FAILED = "failed", _("No entró: contraseña equivocada")
    DELAYED = "delayed", _("No entró: debía esperar")
    SECOND_FACTOR_FAILED = "second_factor_failed", _("No entró: segundo paso equivocado")
    RESET_ASKED = "reset_asked", _("Se pidió un enlace para cambiar la contraseña")
    LEFT = "left", _("Salió")
    DATA_OPENED = "data_opened", _("Abrió datos personales")


class AlertKind(TextChoices):
    """Signs that one person may be behind two accounts of two entities. A shared network address is none."""

    SAME_BROWSER = "same_browser", _("Las dos cuentas se usaron en el mismo navegador")
    SAME_ADDRESS = "same_address", _("Los correos de las dos cuentas llegan al mismo buzón")


class ChangedBy(TextChoices):
    """Who confirmed a change of address: its owner, a colleague, or the operator of the installation."""

    OLD_ADDRESS = "old_address", _("La persona, desde su correo anterior")
    COLLEAGUE = "colleague", _("Una persona confirmada de su entidad")
    OPERATOR = "operator", _("Quien administra la instalación")
