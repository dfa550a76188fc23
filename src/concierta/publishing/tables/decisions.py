"""What the table decided: motions, votes by entity, numbered decisions, and what somebody must now do."""

from concierta.publishing.datasets.dataset import Dataset, ForeignKey
from concierta.publishing.tables.columns import act, code, day, entity, flag, moment, text, whole, words
from concierta.publishing.tables.sessions import ITEM, session_number

MOTION = ForeignKey(("session", "motion"), "motions", ("session", "motion"))

MOTIONS = Dataset(
    "motions",
    "Propuestas votadas",
    "Motions",
    "Lo que se puso a votación, con el resultado y lo que hacía falta. De un punto reservado se publica el conteo.",
    "What was put to the vote, with the result and what was needed. Of a reserved item the count is published.",
    ("session", "motion"),
    (
        session_number(),
        whole("motion", "Número de la votación en la sesión", "Number of the vote in the session", required=True),
        whole("item", "Punto del orden del día", "Agenda item", required=True),
        words("text", "Texto votado", "Words voted on"),
        entity("proposed_by", "Entidad que la propuso", "Entity that proposed it"),
        text("state", "Resultado", "Result", values=("carried", "failed", "withdrawn"), required=True),
        moment("opened_at", "Cuándo se abrió", "When it was opened", required=True),
        moment("closed_at", "Cuándo se cerró", "When it was closed", required=True),
        whole("present", "Entidades que podían votar", "Entities that could vote"),
        whole("needed", "Votos a favor que hacían falta", "Votes in favour that were needed"),
        whole("votes_for", "A favor", "In favour", required=True),
        whole("votes_against", "En contra", "Against", required=True),
        whole("abstentions", "Abstenciones", "Abstentions", required=True),
        whole(
            "people_present",
            "Personas por las que las entidades con voto estaban presentes",
            "People by whom the voting entities were present",
        ),
    ),
    (ITEM,),
)

VOTES = Dataset(
    "votes",
    "Votos",
    "Votes",
    "Cómo votó cada entidad, con su salvamento de voto tal como lo escribió.",
    "How each entity voted, with its dissent as it wrote it.",
    ("session", "motion", "entity"),
    (
        session_number(),
        whole("motion", "Número de la votación en la sesión", "Number of the vote in the session", required=True),
        entity("entity", "Entidad", "Entity"),
        text("choice", "Voto", "Vote", values=("for", "against", "abstain"), required=True),
        words("dissent", "Salvamento de voto", "Dissent"),
    ),
    (MOTION,),
)

CONFLICTS = Dataset(
    "conflicts_of_interest",
    "Conflictos de interés",
    "Conflicts of interest",
    "Qué entidades declararon un conflicto de interés en un punto: hablan, no votan.",
    "Which entities declared a conflict of interest in an item: they speak, they do not vote.",
    ("session", "item", "entity"),
    (
        session_number(),
        whole("item", "Punto del orden del día", "Agenda item", required=True),
        entity("entity", "Entidad", "Entity"),
    ),
    (ITEM,),
)

DECISIONS = Dataset(
    "decisions",
    "Decisiones",
    "Decisions",
    "Lo que la mesa decidió, numerado. Una decisión no se edita: otra la cambia.",
    "What the table decided, numbered. A decision is never edited: another changes it.",
    ("decision",),
    (
        code("decision", "Número de la decisión", "Number of the decision", required=True),
        session_number(),
        whole("motion", "Votación de la que salió", "The vote it came from", required=True),
        words("text", "Lo decidido; vacío si el punto es reservado", "What was decided; empty when reserved"),
        moment("decided_at", "Cuándo se decidió", "When it was decided", required=True),
        *act(),
    ),
    (MOTION,),
)

ACTION_ITEMS = Dataset(
    "action_items",
    "Tareas de la mesa",
    "Action items",
    "Lo que una entidad debe hacer antes de una fecha porque la mesa lo acordó. Vencida: pasó la fecha y no mostró "
    "nada.",
    "What an entity must do by a date because the table said so. Overdue: the date passed and nothing was shown.",
    ("action_item",),
    (
        whole("action_item", "Número de la tarea", "Number of the action item", required=True),
        session_number(),
        whole("item", "Punto del orden del día", "Agenda item", required=True),
        code("decision", "Decisión de la que sale", "Decision it comes from", references="decisions.decision"),
        words("text", "Qué hay que hacer; vacío si el punto es reservado", "What must be done; empty when reserved"),
        entity("entity", "Entidad que responde", "Entity that answers"),
        day("due_on", "Para cuándo", "By when", required=True),
        text("state", "Estado al publicar el corte", "State when the cut-off was published",
             values=("open", "done", "checked", "dropped"), required=True),
        flag("overdue", "Vencida al publicar el corte", "Overdue when the cut-off was published"),
        day("done_on", "Cuándo se dio por cumplida", "When it was said to be done"),
        words("done_note", "Qué se hizo, en palabras de la entidad", "What was done, in the entity's words"),
        day("checked_on", "Cuándo se comprobó", "When it was checked"),
    ),
    (ITEM,),
)  # fmt: skip
