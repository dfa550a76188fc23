"""The Mesa Técnica: who sits at it, by which rules, and how often each entity came."""

from concierta.publishing.datasets.dataset import Dataset
from concierta.publishing.tables.columns import code, day, entity, flag, fraction, text, whole

QUORUMS = ("half_plus_one", "two_thirds")
MAJORITIES = ("simple", "absolute", "two_thirds")

TECHNICAL_TABLE = Dataset(
    "technical_table",
    "Mesa Técnica",
    "Technical table",
    "La mesa del acuerdo: quién la convoca y quién la preside. Sin filas: el acuerdo no tiene mesa registrada.",
    "The table of the agreement: who convenes it and who presides. No rows: the agreement has no table on record.",
    ("agreement",),
    (
        code("agreement", "Acuerdo", "Agreement", references="agreements.agreement", required=True),
        text("name", "Nombre", "Name", required=True),
        text("name_en", "Nombre en inglés", "Name in English"),
        entity("secretariat", "Entidad que la convoca y lleva las actas", "Entity that convenes it and keeps minutes"),
        entity("chair", "Entidad que la preside", "Entity that presides"),
    ),
)

RULES = Dataset(
    "table_rules",
    "Reglas de la mesa",
    "Rules of the table",
    "Cada versión de las reglas. La primera vino con la mesa; las demás citan la decisión que las cambió.",
    "Each version of the rules. The first came with the table; every other cites the decision that changed them.",
    ("version",),
    (
        whole("version", "Versión", "Version", required=True),
        day("effective_on", "Desde cuándo rige", "In force from", required=True),
        whole("notice_days", "Antelación de la convocatoria", "Notice", unit="working days", required=True),
        whole(
            "extraordinary_notice_days",
            "Antelación de una sesión extraordinaria",
            "Notice of an extraordinary session",
            unit="working days",
            required=True,
        ),
        text("quorum", "Quórum", "Quorum", values=QUORUMS, required=True),
        text("majority", "Mayoría", "Majority", values=MAJORITIES, required=True),
        whole("period_months", "Una sesión ordinaria al menos cada", "An ordinary session at least every",
              unit="months", required=True),
        code("decision", "Decisión que las cambió", "Decision that changed them", references="decisions.decision"),
        whole("delegations_per_person", "Entidades por las que una persona puede hablar por delegación",
              "Entities that one person may speak for by delegation"),
    ),
)  # fmt: skip

SEATS = Dataset(
    "seats",
    "Puestos en la mesa",
    "Seats at the table",
    "Qué entidades tienen voz o voto en la mesa, y desde cuándo.",
    "Which entities have a voice or a vote at the table, and since when.",
    ("entity", "since"),
    (
        entity("entity", "Entidad", "Entity"),
        flag("has_vote", "Tiene voz y voto; si no, solo voz", "It has voice and vote; otherwise voice only"),
        day("since", "Desde", "Since", required=True),
        day("until", "Hasta; vacío: sigue", "Until; empty: it goes on"),
    ),
)

ATTENDANCE_RECORD = Dataset(
    "attendance_record",
    "Asistencia por entidad",
    "Attendance by entity",
    "A cuántas de las sesiones que se celebraron mientras tuvo puesto fue cada entidad, hasta publicarse el corte.",
    "How many of the sessions held while it had a seat each entity attended, until the cut-off was published.",
    ("entity",),
    (
        entity("entity", "Entidad", "Entity"),
        whole("held", "Sesiones celebradas", "Sessions held", required=True),
        whole("attended", "Sesiones a las que fue", "Sessions it attended", required=True),
        fraction("share", "Parte a la que fue; vacía si no hubo ninguna", "Share attended; empty if there was none"),
    ),
)
