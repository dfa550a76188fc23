from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PledgeKind(TextChoices):
    CASH = "cash", _("Dinero")
    IN_KIND = "in_kind", _("En especie")
    ACTION = "action", _("Acción")


class AdoptionRule(TextChoices):
    """Of those who stand by the agreement, how many must sign a new text before it is in force."""

    ALL = "all", _("Todas las firmantes")
    TWO_THIRDS = "two_thirds", _("Dos terceras partes de las firmantes")
    MAJORITY = "majority", _("La mitad más una de las firmantes")


class VersionState(TextChoices):
    DRAFT = "draft", _("En redacción")
    OPEN = "open", _("Abierta a la firma")
    IN_FORCE = "in_force", _("Adoptada")
    REPLACED = "replaced", _("Reemplazada")
    ABANDONED = "abandoned", _("Dejada sin efecto")


class ArticleKind(TextChoices):
    PREAMBLE = "preamble", _("Preámbulo")
    ARTICLE = "article", _("Artículo")
    CLAUSE = "clause", _("Compromiso")


class Capacity(TextChoices):
    """As what an entity stands by the agreement."""

    SIGNATORY = "signatory", _("Firmante")
    CANDIDACY = "candidacy", _("Candidatura que adhiere")
    INCOMING = "incoming", _("Gobierno entrante que adhiere")


class SignatoryState(TextChoices):
    INVITED = "invited", _("Invitada")
    MANDATED = "mandated", _("Con mandato para firmar")
    SIGNED = "signed", _("Firmó")
    ACTIVE = "active", _("Activa")
    NOTIFIED = "notified", _("Avisada")
    SILENT = "silent", _("En silencio")
    SUSPENDED = "suspended", _("Suspendida")
    WITHDRAWN = "withdrawn", _("Retirada")
    DECLINED = "declined", _("No firmó")


#: Those who stand by the agreement: what they signed binds them today, whether they answer or not.
STANDING = (SignatoryState.ACTIVE, SignatoryState.NOTIFIED, SignatoryState.SILENT)
#: Those who have given their word, if it binds them already or not.
GAVE_THEIR_WORD = (SignatoryState.SIGNED, *STANDING, SignatoryState.SUSPENDED)
#: Those whom a new text or promise may still be put to.
MAY_PROMISE = (SignatoryState.INVITED, SignatoryState.MANDATED, *GAVE_THEIR_WORD)


class SignatureKind(TextChoices):
    HERE = "here", _("Firmada aquí, con la cuenta de la entidad")
    PAPER = "paper", _("Firmada en papel, comprobada por otra entidad")
    DOCUMENTED = "documented", _("Documentada, no firmada aquí")


class MandateOrgan(TextChoices):
    REPRESENTATIVE = "representative", _("Representante legal")
    BOARD = "board", _("Junta o consejo directivo")
    ASSEMBLY = "assembly", _("Asamblea")
    COUNCIL = "council", _("Concejo o asamblea departamental")
    CABINET = "cabinet", _("Despacho o consejo de gobierno")
    OTHER = "other", _("Otro órgano")


class MeansKind(TextChoices):
    TECHNICAL = "technical", _("Técnicos")
    HUMAN = "human", _("Humanos")
    ECONOMIC = "economic", _("Económicos")
    LOGISTIC = "logistic", _("Logísticos")


class PledgeState(TextChoices):
    PROPOSED = "proposed", _("Propuesta, sin confirmar por la entidad")
    CONFIRMED = "confirmed", _("Confirmada, falta decir si se puede verificar")
    STANDING = "standing", _("En pie")
    NOT_VERIFIABLE = "not_verifiable", _("No verificable: se guarda y no se califica")
    DOCUMENTED = "documented", _("Según el documento firmado")
    DECLINED = "declined", _("La entidad no la hizo")
    RELEASED = "released", _("Quedó sin quien responda")


#: The promises that somebody made and that can be kept or not.
COUNTED = (PledgeState.STANDING, PledgeState.DOCUMENTED)
#: Those that their entity has made, also while nobody has assessed them.
MADE = (PledgeState.CONFIRMED, *COUNTED)


class Ambition(TextChoices):
    UNCLEAR = "unclear", _("No es clara")
    MODEST = "modest", _("Modesta")
    SUBSTANTIAL = "substantial", _("Sustancial")


class DelayCause(TextChoices):
    DESIGN = "design", _("Diseño: lo previsto no servía")
    RELEVANCE = "relevance", _("Pertinencia: dejó de hacer falta")
    COORDINATION = "coordination", _("Coordinación entre entidades")
    POLITICAL = "political", _("Respaldo político")
    CAPACITY = "capacity", _("Capacidad: gente, sistemas o tiempo")
    MONEY = "money", _("Dinero")


class PledgeFate(TextChoices):
    """Whether the promises of an entity that withdraws still stand."""

    STAYS = "stays", _("Sigue en pie hasta su fecha")
    RELEASED = "released", _("Queda sin quien responda")


class Measured(TextChoices):
    """The figures by which a clause is judged: each of C1–C11 has its own, one of another agreement chooses."""

    MEANS = "means", _("Medios prometidos, entregados y verificados")
    TABLE = "table", _("Asistencia, votos y tareas de la mesa")
    STANDING = "standing", _("Instancias a las que se llegó con el plan")
    CAPABILITIES = "capabilities", _("Servicios a las personas")
    EQUALITY = "equality", _("Igualdad de acceso")
    INFORMATION = "information", _("Información entregada en su fecha")
    RESOURCES = "resources", _("Recursos gestionados")
    INSTITUTIONS = "institutions", _("Lo que quedó institucionalizado")
    VERIFICATION = "verification", _("Lo reportado que se verificó")
    NORMS = "norms", _("Competencias con su norma vigente")
    TRUST = "trust", _("Diálogo y respuestas")


#: The eleven of the agreement of Cali, by their codes.
MEASURED_BY_CODE = {f"C{number}": measured for number, measured in enumerate(Measured, 1)}
