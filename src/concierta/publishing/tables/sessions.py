"""What happened in each session: its agenda, who was there and when, and until when there was quorum."""

from concierta.publishing.datasets.column import Column
from concierta.publishing.datasets.dataset import Dataset, ForeignKey
from concierta.publishing.tables.columns import code, entity, flag, moment, text, whole, words

ITEM = ForeignKey(("session", "item"), "agenda_items", ("session", "item"))
SOURCES = (
    "manual",
    "lagging",
    "overdue_report",
    "rejected",
    "action_item",
    "measure",
    "poai",
    "amendment",
    "self_assessment",
    "minutes",
)  # fmt: skip


def session_number() -> Column:
    return whole("session", "Número de la sesión", "Number of the session", references="sessions.session",
                 required=True)  # fmt: skip


SESSIONS = Dataset(
    "sessions",
    "Sesiones de la mesa",
    "Sessions of the table",
    "Las sesiones convocadas hasta que se publicó el corte, también las que no se instalaron, con su razón.",
    "The sessions convened until the cut-off was published, also those not held, with the reason.",
    ("session",),
    (
        whole("session", "Número de la sesión en la mesa", "Number of the session at the table", required=True),
        text("kind", "Clase", "Kind", values=("ordinary", "extraordinary"), required=True),
        text("mode", "Modo", "Mode", values=("in_person", "virtual", "mixed"), required=True),
        words("place", "Lugar", "Place"),
        moment("starts_at", "Para cuándo se convocó", "When it was convened for", required=True),
        text("state", "Estado al publicar el corte", "State when the cut-off was published",
             values=("noticed", "open", "closed", "not_held", "cancelled"), required=True),
        moment("noticed_at", "Cuándo se convocó", "When notice was given", required=True),
        moment("opened_at", "Cuándo empezó", "When it began"),
        moment("closed_at", "Cuándo terminó o se dejó constancia", "When it ended or was put on record"),
        words("not_held_reason", "Por qué no se instaló", "Why it was not held"),
        whole("rules", "Versión de las reglas con que se convocó", "Version of the rules it was convened by",
              references="table_rules.version", required=True),
        moment("cancelled_at", "Cuándo se canceló", "When it was cancelled"),
        words("cancelled_reason", "Por qué se canceló", "Why it was cancelled"),
        whole("people_present", "Personas distintas que asistieron por entidades con voto",
              "Different people who came for voting entities"),
    ),
)  # fmt: skip

AGENDA_ITEMS = Dataset(
    "agenda_items",
    "Orden del día",
    "Agenda",
    "Los puntos de cada sesión, también los que se retiraron, con su razón. De un punto reservado por ley solo se "
    "publica la norma que lo reserva.",
    "The items of each session, also those dropped, with the reason. Of an item reserved by law only the norm that "
    "reserves it is published.",
    ("session", "item"),
    (
        session_number(),
        whole("item", "Número del punto en el orden del día", "Number of the item on the agenda", required=True),
        words("title", "Título; vacío si es reservado", "Title; empty when reserved"),
        text("source", "De dónde viene", "Where it comes from", values=SOURCES),
        code("subject", "De qué trata: «clase:código»", "What it is about: “kind:code”"),
        words("why", "Las cifras que lo trajeron", "The figures that brought it"),
        words("dropped_reason", "Por qué se retiró", "Why it was dropped"),
        words("reserved_basis", "Norma que lo reserva", "Norm that reserves it"),
        moment("opened_at", "Cuándo empezó a tratarse", "When its discussion began"),
        moment("closed_at", "Cuándo terminó", "When it ended"),
        whole("conflicts", "Entidades que declararon un conflicto de interés",
              "Entities that declared a conflict of interest", required=True),
    ),
)  # fmt: skip

ATTENDANCE = Dataset(
    "attendance",
    "Asistencia",
    "Attendance",
    "Cada llegada y cada salida de una entidad en cada sesión.",
    "Each arrival and departure of an entity in each session.",
    ("session", "number"),
    (
        session_number(),
        whole("number", "Orden de llegada", "Order of arrival", required=True),
        entity("entity", "Entidad", "Entity"),
        moment("arrived_at", "Cuándo llegó", "When it arrived", required=True),
        moment("left_at", "Cuándo salió; vacío: estuvo hasta el final", "When it left; empty: it stayed"),
        flag("delegated", "Habló por ella quien tenía delegación escrita", "It was spoken for by written delegation"),
    ),
)

QUORUM = Dataset(
    "quorum",
    "Quórum en el tiempo",
    "Quorum over time",
    "Cuántas entidades con voto había en cada sesión cada vez que eso cambió.",
    "How many voting entities there were in each session each time that changed.",
    ("session", "number"),
    (
        session_number(),
        whole("number", "Orden", "Order", required=True),
        moment("at", "Cuándo", "When", required=True),
        whole("present", "Entidades con voto presentes", "Voting entities present", required=True),
        whole("voting", "Entidades con voto", "Voting entities", required=True),
        whole("needed", "Las que hacen falta", "How many are needed", required=True),
        flag("reached", "Hay quórum", "There is quorum"),
        whole("people_present", "Personas por las que estaban presentes", "People by whom they were present"),
    ),
)
