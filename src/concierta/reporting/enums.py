from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportState(TextChoices):
    DRAFT = "draft", _("Borrador")
    SUBMITTED = "submitted", _("Enviado")
    RETURNED = "returned", _("Devuelto")
    REVIEWED = "reviewed", _("Revisado")
    VERIFIED = "verified", _("Verificado")
    ADJUSTED = "adjusted", _("Verificado con ajuste")
    REJECTED = "rejected", _("Rechazado")
    NOT_VERIFIABLE = "not_verifiable", _("No verificable")
    PUBLISHED = "published", _("Publicado")
    SUPERSEDED = "superseded", _("Reemplazado")


class Outcome(TextChoices):
    """What the verifier found. It stays when the report is published."""

    VERIFIED = "verified", _("Verificado")
    ADJUSTED = "adjusted", _("Verificado con ajuste")
    REJECTED = "rejected", _("Rechazado")
    NOT_VERIFIABLE = "not_verifiable", _("No verificable")


class Rating(TextChoices):
    """How a signatory, and then the Mesa, see a pledge that cannot be counted."""

    KEPT = "kept", _("Se cumple")
    PARTLY = "partly", _("Se cumple en parte")
    NOT_KEPT = "not_kept", _("No se cumple")
