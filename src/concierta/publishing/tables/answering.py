"""Who answers for what at the cut-off, and what each signatory and the table say of a promise that has no figure."""

from concierta.publishing.datasets.dataset import Dataset
from concierta.publishing.tables.columns import PERIOD, code, day, entity, text, words

DUTIES = ("executes", "reports", "reviews", "verifies", "presents", "accountable")
RATINGS = ("kept", "partly", "not_kept")

RESPONSIBILITIES = Dataset(
    "responsibilities",
    "Quién responde por qué",
    "Who answers for what",
    "La entidad que responde por cada promesa, proyecto, indicador y tarea en la fecha del corte. Siempre una entidad.",
    "The entity that answers for each pledge, project, indicator and action item on the cut-off. Always an entity.",
    ("kind", "subject", "duty"),
    (
        text("kind", "De qué", "Of what", values=("pledge", "project", "indicator", "action_item"), required=True),
        code("subject", "Su código en su tabla", "Its code in its table", required=True),
        text("duty", "El deber", "The duty", values=DUTIES, required=True),
        entity("entity", "Entidad", "Entity"),
        day("since", "Desde cuándo; vacío: desde el comienzo", "Since when; empty: from the beginning"),
    ),
)

SELF_ASSESSMENTS = Dataset(
    "self_assessments",
    "Autoevaluaciones",
    "Self-assessments",
    "Cómo dice cada firmante que cumple una promesa que no se cuenta, y al lado lo que opina la mesa.",
    "How each signatory says it keeps a promise that is not counted, and beside it what the table thinks.",
    ("pledge", "period"),
    (
        code("pledge", "Promesa", "Pledge", references="pledges.pledge", required=True),
        PERIOD,
        entity("entity", "Entidad que promete", "Entity that promises"),
        text("rating", "Cómo se ve ella", "How it sees itself", values=RATINGS, required=True),
        words("text", "En sus palabras", "In its words"),
        day("made_on", "Cuándo lo dijo", "When it said so", required=True),
        text("opinion", "Qué opina la mesa; vacío: todavía nada", "What the table thinks; empty: nothing yet",
             values=RATINGS),
        words("opinion_text", "Por qué", "Why"),
        code("opinion_decision", "Decisión de la mesa", "Decision of the table", references="decisions.decision"),
        day("opined_on", "Cuándo opinó", "When it said so"),
    ),
)  # fmt: skip
