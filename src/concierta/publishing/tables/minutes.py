"""The minutes of each session once approved, what members asked them to say, and their annexes by hash."""

from concierta.publishing.datasets.dataset import Dataset
from concierta.publishing.tables.columns import act, code, entity, moment, text, whole, words
from concierta.publishing.tables.sessions import session_number

MINUTES = Dataset(
    "minutes",
    "Actas",
    "Minutes",
    "El estado del acta de cada sesión. La huella es la del acta aprobada, la que firman quien preside y la "
    "secretaría; desde entonces no cambia.",
    "The state of the minutes of each session. The hash is that of the approved minutes, which chair and secretariat "
    "sign; they do not change from then on.",
    ("session",),
    (
        session_number(),
        text("state", "Estado al publicar el corte", "State when the cut-off was published",
             values=("draft", "circulated", "approved", "signed"), required=True),
        moment("approved_at", "Cuándo se aprobó", "When they were approved"),
        text("content_sha256", "SHA-256 del acta aprobada", "SHA-256 of the approved minutes"),
        moment("chair_signed_at", "Cuándo firmó quien preside", "When the chair signed"),
        moment("secretary_signed_at", "Cuándo firmó la secretaría", "When the secretariat signed"),
        *act(),
    ),
)  # fmt: skip

MINUTES_SECTIONS = Dataset(
    "minutes_sections",
    "Texto de las actas",
    "Text of the minutes",
    "Lo que dice cada parte de las actas aprobadas. De un punto reservado solo se publica la norma que lo reserva.",
    "What each part of the approved minutes says. Of a reserved item only the norm that reserves it is published.",
    ("session", "section"),
    (
        session_number(),
        whole("section", "Orden de la parte", "Order of the part", required=True),
        whole("item", "Punto del orden del día; vacío: la apertura", "Agenda item; empty: the opening"),
        words("text", "Texto", "Text"),
        words("reserved_basis", "Norma que lo reserva", "Norm that reserves it"),
    ),
)

REMARKS = Dataset(
    "minutes_remarks",
    "Observaciones a las actas",
    "Remarks on the minutes",
    "Lo que cada entidad pidió cambiar en un acta y lo que se le respondió. Las dos cosas quedan.",
    "What each entity asked to change in the minutes and what it was answered. Both stay.",
    ("session", "number"),
    (
        session_number(),
        whole("number", "Orden", "Order", required=True),
        whole("section", "Parte del acta", "Part of the minutes", required=True),
        entity("entity", "Entidad", "Entity"),
        words("text", "Lo que pidió", "What it asked for"),
        text("state", "Se aceptó o no", "Accepted or not", values=("open", "accepted", "rejected"), required=True),
        words("answer", "Lo que se le respondió", "What it was answered"),
    ),
)

PAPERS = Dataset(
    "papers",
    "Documentos de la mesa",
    "Papers of the table",
    "Los documentos de una sesión, la evidencia de una tarea y la de una autoevaluación, por su huella.",
    "The papers of a session, the evidence of an action item and that of a self-assessment, by hash.",
    ("used_by", "subject", "number"),
    (
        text("used_by", "Para qué", "What for", values=("session", "action_item", "self_assessment"), required=True),
        code("subject", "Sesión, tarea o «promesa/periodo»", "Session, action item or “pledge/period”", required=True),
        whole("number", "Orden", "Order", required=True),
        whole("item", "Punto del orden del día", "Agenda item"),
        words("title", "Título", "Title"),
        text("sha256", "SHA-256 del archivo", "SHA-256 of the file", required=True),
        whole("size", "Tamaño", "Size", unit="bytes", required=True),
        text("media_type", "Tipo de archivo", "File type", required=True),
        entity("entity", "Entidad que lo aportó", "Entity that brought it"),
    ),
)
