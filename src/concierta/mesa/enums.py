from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SessionState(TextChoices):
    PLANNED = "planned", _("En preparación")
    NOTICED = "noticed", _("Convocada")
    OPEN = "open", _("En sesión")
    CLOSED = "closed", _("Terminada")
    NOT_HELD = "not_held", _("No se instaló")
    CANCELLED = "cancelled", _("Cancelada")


class SessionKind(TextChoices):
    ORDINARY = "ordinary", _("Ordinaria")
    EXTRAORDINARY = "extraordinary", _("Extraordinaria")


class SessionMode(TextChoices):
    IN_PERSON = "in_person", _("Presencial")
    VIRTUAL = "virtual", _("Virtual")
    MIXED = "mixed", _("Mixta")


class Quorum(TextChoices):
    """How many voting entities must be there for a decision to exist."""

    HALF_PLUS_ONE = "half_plus_one", _("La mitad más una de las entidades con voto")
    TWO_THIRDS = "two_thirds", _("Dos tercios de las entidades con voto")


class Majority(TextChoices):
    """Of what the votes in favour must be more than half (or two thirds)."""

    SIMPLE = "simple", _("Mayoría simple de las presentes con voto")
    ABSOLUTE = "absolute", _("Mayoría absoluta de todas las entidades con voto")
    TWO_THIRDS = "two_thirds", _("Dos tercios de las presentes con voto")


class ItemSource(TextChoices):
    """Where an agenda item comes from: by hand, or one of the matters that the agenda brings by itself."""

    MANUAL = "manual", _("Añadido por la secretaría")
    LAGGING = "lagging", _("Va tarde")
    OVERDUE_REPORT = "overdue_report", _("Reporte vencido")
    REJECTED = "rejected", _("Verificación rechazada")
    ACTION_ITEM = "action_item", _("Tarea de la mesa")
    MEASURE = "measure", _("Medida de ajuste por evaluar")
    POAI = "poai", _("Revisión periódica del POAI")
    AMENDMENT = "amendment", _("Modificación propuesta")
    SELF_ASSESSMENT = "self_assessment", _("Autoevaluación de una promesa")
    RISK = "risk", _("Riesgo por revisar")
    AGREEMENT = "agreement", _("Revisión o cierre del acuerdo")
    MINUTES = "minutes", _("Acta por aprobar")


class MotionState(TextChoices):
    OPEN = "open", _("En votación")
    CARRIED = "carried", _("Aprobada")
    FAILED = "failed", _("Negada")
    WITHDRAWN = "withdrawn", _("Retirada")


class Choice(TextChoices):
    FOR = "for", _("A favor")
    AGAINST = "against", _("En contra")
    ABSTAIN = "abstain", _("Abstención")


class MinutesState(TextChoices):
    DRAFT = "draft", _("Borrador")
    CIRCULATED = "circulated", _("En observaciones")
    APPROVED = "approved", _("Aprobada")
    SIGNED = "signed", _("Firmada")


class RemarkState(TextChoices):
    OPEN = "open", _("Por resolver")
    ACCEPTED = "accepted", _("Aceptada")
    REJECTED = "rejected", _("No aceptada")


class SignerRole(TextChoices):
    CHAIR = "chair", _("Preside la mesa")
    SECRETARY = "secretary", _("Secretaría técnica")


class ActionState(TextChoices):
    OPEN = "open", _("Pendiente")
    DONE = "done", _("Cumplida, por comprobar")
    CHECKED = "checked", _("Comprobada")
    DROPPED = "dropped", _("Sin efecto")
