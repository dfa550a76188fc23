from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Method(TextChoices):
    DESK_REVIEW = "desk_review", _("Revisión documental")
    CALL_BACK = "call_back", _("Llamada de comprobación")
    SITE_VISIT = "site_visit", _("Visita al sitio")
    RECORDS_COUNT = "records_count", _("Conteo de registros")


class CampaignState(TextChoices):
    PLANNED = "planned", _("Planeada")
    OPEN = "open", _("Abierta")
    DRAWN = "drawn", _("Sorteada")
    FINISHED = "finished", _("Terminada")


class FigureType(TextChoices):
    """What an indicator measures, as far as checking it goes: each type has its method and its checklist."""

    PEOPLE = "people", _("Personas o unidades con registro individual")
    RATE = "rate", _("Tasas y porcentajes")
    MONEY = "money", _("Dinero")
    DELIVERY = "delivery", _("Productos y obras entregados")


class Dimension(TextChoices):
    """The five dimensions of data quality (USAID ADS 201; MEASURE Evaluation, Routine Data Quality Assessment)."""

    VALIDITY = "validity", _("Validez")
    RELIABILITY = "reliability", _("Confiabilidad")
    TIMELINESS = "timeliness", _("Oportunidad")
    PRECISION = "precision", _("Precisión")
    INTEGRITY = "integrity", _("Integridad")


class Answer(TextChoices):
    YES = "yes", _("Sí")
    NO = "no", _("No")
    NOT_APPLICABLE = "not_applicable", _("No aplica")


class EntryReason(TextChoices):
    """Why a report is looked at in a campaign."""

    RANDOM = "random", _("Por sorteo")
    RISK = "risk", _("Por riesgo")
    BOTH = "both", _("Por sorteo y por riesgo")
