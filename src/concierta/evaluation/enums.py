from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class RiskState(TextChoices):
    OPEN = "open", _("Abierto")
    CLOSED = "closed", _("Cerrado")


class Probability(IntegerChoices):
    """In the words of the guide that public entities of Colombia use for their risks [K]."""

    RARE = 1, _("Rara vez")
    UNLIKELY = 2, _("Improbable")
    POSSIBLE = 3, _("Posible")
    LIKELY = 4, _("Probable")
    ALMOST_CERTAIN = 5, _("Casi seguro")


class Impact(IntegerChoices):
    INSIGNIFICANT = 1, _("Insignificante")
    MINOR = 2, _("Menor")
    MODERATE = 3, _("Moderado")
    MAJOR = 4, _("Mayor")
    CATASTROPHIC = 5, _("Catastrófico")


class RiskBand(TextChoices):
    """What a score means, from the least; where each begins is `settings.RISK_BANDS`."""

    LOW = "low", _("Bajo")
    MEDIUM = "medium", _("Medio")
    HIGH = "high", _("Alto")
    CRITICAL = "critical", _("Crítico")


class ReviewFinding(TextChoices):
    """What the Mesa found of a project."""

    AS_PLANNED = "as_planned", _("Va como se planeó")
    NEEDS_ATTENTION = "needs_attention", _("Necesita atención")
    NEEDS_ADJUSTMENT = "needs_adjustment", _("Necesita un ajuste")


class ReviewReason(TextChoices):
    """Why a project is in the queue, before any draw."""

    CRITICAL_RISK = "critical_risk", _("Riesgo crítico")
    REJECTED = "rejected", _("Cifra no aceptada")
    OVERDUE = "overdue", _("Reporte vencido")
    BEHIND = "behind", _("Va tarde")
    MONEY_WITHOUT_RESULT = "money_without_result", _("Dinero sin resultado")
    WEIGHT = "weight", _("Peso en el presupuesto")
