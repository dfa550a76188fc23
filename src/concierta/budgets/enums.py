from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FundingKind(TextChoices):
    OWN = "own", _("Recursos propios")
    TRANSFERS = "transfers", _("Transferencias de la Nación")
    ROYALTIES = "royalties", _("Regalías")
    CREDIT = "credit", _("Crédito")
    COOPERATION = "cooperation", _("Cooperación")
    PRIVATE = "private", _("Sector privado")
    IN_KIND = "in_kind", _("En especie")
    UNCLASSIFIED = "unclassified", _("La fuente no dice de qué clase es")


#: Money of others that went through this budget: never part of what the city itself put.
OF_OTHERS = (FundingKind.COOPERATION, FundingKind.PRIVATE, FundingKind.IN_KIND)


class Vintage(TextChoices):
    CURRENT = "current", _("Vigencia actual")
    RESERVE = "reserve", _("Reserva de la vigencia anterior")


class MoneySource(TextChoices):
    BUDGET = "budget", _("Ejecución presupuestal")
    MATRIX = "matrix", _("Seguimiento al plan de acción")


class ModificationKind(TextChoices):
    ADDITION = "addition", _("Adición")
    REDUCTION = "reduction", _("Reducción")
    TRANSFER = "transfer", _("Traslado")
    DEFERRAL = "deferral", _("Aplazamiento")
    RELEASE = "release", _("Levantamiento de aplazamiento")


class Effect(TextChoices):
    """What a modification does to one line."""

    ADDITION = "addition", _("Adición")
    REDUCTION = "reduction", _("Reducción")
    CREDIT = "credit", _("Crédito")
    COUNTER_CREDIT = "counter_credit", _("Contracrédito")
    DEFERRAL = "deferral", _("Aplazamiento")
    RELEASE = "release", _("Levantamiento de aplazamiento")


class ActType(TextChoices):
    AGREEMENT = "agreement", _("Acuerdo del concejo")
    DECREE = "decree", _("Decreto")
    RESOLUTION = "resolution", _("Resolución")
    OTHER = "other", _("Otro acto")


class Form(TextChoices):
    CASH = "cash", _("Dinero")
    IN_KIND = "in_kind", _("En especie")


class ContributionState(TextChoices):
    STANDING = "standing", _("Vigente")
    WITHDRAWN = "withdrawn", _("Retirado")


class DeliveryState(TextChoices):
    DECLARED = "declared", _("Por verificar")
    WITHDRAWN = "withdrawn", _("Retirada")
    VERIFIED = "verified", _("Verificada")
    ADJUSTED = "adjusted", _("Verificada con ajuste")
    REJECTED = "rejected", _("Rechazada")
    NOT_VERIFIABLE = "not_verifiable", _("No verificable")


class DeliveryOutcome(TextChoices):
    VERIFIED = "verified", _("Verificada")
    ADJUSTED = "adjusted", _("Verificada con ajuste")
    REJECTED = "rejected", _("Rechazada")
    NOT_VERIFIABLE = "not_verifiable", _("No verificable")


class DeliveryMethod(TextChoices):
    DOCUMENTS = "documents", _("Revisión de documentos")
    BANK_RECORD = "bank_record", _("Extracto o comprobante de pago")
    SITE_VISIT = "site_visit", _("Visita")
    INTERVIEW = "interview", _("Entrevista")


class FunderKind(TextChoices):
    PUBLIC = "public", _("Entidad pública")
    PRIVATE = "private", _("Entidad privada")
    INTERNATIONAL = "international", _("Cooperación internacional")


class Stage(TextChoices):
    """Where an opportunity of obtaining means stands."""

    OPPORTUNITY = "opportunity", pgettext_lazy("gestión de recursos", "Oportunidad")
    PREPARED = "prepared", _("Preparada")
    REQUESTED = "requested", _("Solicitada")
    APPROVED = "approved", _("Aprobada")
    AGREEMENT_SIGNED = "agreement_signed", _("Convenio firmado")
    DISBURSED = "disbursed", _("Desembolsada")
    REPORTED_BACK = "reported_back", _("Con informe al aportante")
    REFUSED = "refused", _("Negada")
    EXPIRED = "expired", pgettext_lazy("gestión de recursos", "Vencida")


class AmountKind(TextChoices):
    """The figures of an opportunity. They are different facts and stay apart."""

    EXPECTED = "expected", _("Por solicitar")
    REQUESTED = "requested", _("Solicitado")
    APPROVED = "approved", _("Aprobado")
    AGREED = "agreed", _("Convenido")
    DISBURSED = "disbursed", _("Desembolsado")
