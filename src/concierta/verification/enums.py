from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Method(TextChoices):
    DESK_REVIEW = "desk_review", _("Revisión documental")
    CALL_BACK = "call_back", _("Llamada de comprobación")
    SITE_VISIT = "site_visit", _("Visita al sitio")
    RECORDS_COUNT = "records_count", _("Conteo de registros")
