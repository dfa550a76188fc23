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


class MilestoneKind(TextChoices):
    """What an entity did for the agreement that no indicator counts."""

    PRESENTATION = "presentation", _("Presentación ante el concejo o la asamblea")
    MEETING = "meeting", _("Reunión con otra instancia de gobierno")
    BULLETIN = "bulletin", _("Boletín o comunicado")
    INFORMATION = "information", _("Información entregada")
    ACT = "act", _("Acto administrativo u ordenanza")
    POST = "post", _("Cargo u oficina creada")
    BUDGET = "budget", _("Rubro en el presupuesto")
    RULE = "rule", _("Regla o procedimiento adoptado")
    OTHER = "other", _("Otro hito")


#: Kinds that leave something behind: they hold until they expire.
INSTITUTIONS = (MilestoneKind.ACT, MilestoneKind.POST, MilestoneKind.BUDGET, MilestoneKind.RULE)
#: Kinds by which an instance of government is reached.
OUTREACH = (MilestoneKind.PRESENTATION, MilestoneKind.MEETING, MilestoneKind.BULLETIN)


class Rung(TextChoices):
    """How far an instance has made the plan its own, from the least."""

    MENTIONED = "mentioned", _("Lo mencionó")
    IN_A_PLAN = "in_a_plan", _("Lo incluyó en un plan")
    BY_ACT = "by_act", _("Lo adoptó por un acto")
    BUDGETED = "budgeted", _("Le puso un rubro")
    EXECUTED = "executed", _("Lo ejecutó")
    OUTLIVED = "outlived", _("Sobrevivió a un cambio de gobierno")


class MilestoneState(TextChoices):
    DECLARED = "declared", _("Declarado, sin verificar")
    VERIFIED = "verified", _("Verificado")
    REJECTED = "rejected", _("Rechazado")
    NOT_VERIFIABLE = "not_verifiable", _("No verificable")
    WITHDRAWN = "withdrawn", _("Retirado")


class TableAct(TextChoices):
    """What the table may decide about a signatory."""

    SUSPEND = "suspend", _("Suspender")
    READMIT = "readmit", _("Readmitir")
    ASSIGN_ROLE = "assign_role", _("Asignar un papel")


class YearlyReviewState(TextChoices):
    OPEN = "open", _("En curso")
    CLOSED = "closed", _("Cerrada por la mesa")


class CellRating(TextChoices):
    """How somebody sees a signatory before a commitment, in a year."""

    KEPT = "kept", _("Se cumple")
    PARTLY = "partly", _("Se cumple en parte")
    NOT_KEPT = "not_kept", _("No se cumple")
    NOT_APPLICABLE = "not_applicable", _("No aplica")


class CloseOutKind(TextChoices):
    """What an agreement leaves to the next one when it ends."""

    KEPT_GOING = "kept_going", _("Sigue en marcha")
    LEARNT = "learnt", _("Se aprendió")
    NOT_DONE = "not_done", _("No se hizo")


class CloseOutReply(TextChoices):
    """What the agreement that goes on makes of each point."""

    TAKEN_UP = "taken_up", _("Se recoge")
    CHANGED = "changed", _("Se cambia")
    LEFT_OUT = "left_out", _("Se deja fuera")
