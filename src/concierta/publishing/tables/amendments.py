"""How a plan in force changed, and whether what the table tried worked."""

from concierta.publishing.datasets.dataset import Dataset
from concierta.publishing.tables.columns import act, code, day, entity, flag, quantity, text, whole, words

KINDS = ("indicator", "node", "project", "product", "activity", "pledge")
FIELDS = (
    "target",
    "baseline",
    "weight",
    "starts_on",
    "ends_on",
    "responsible",
    "name",
    "definition",
    "unit",
    "accumulation",
    "means_of_verification",
    "goal_code",
    "added",
    "closed",
)  # fmt: skip
BASES = ("verified", "reported")
MEASURE_STATES = ("adopted", "worked", "partly", "failed")

AMENDMENTS = Dataset(
    "amendments",
    "Modificaciones del plan",
    "Amendments of the plan",
    "Los cambios que la mesa adoptó hasta que se publicó el corte, con su causa y la decisión. Cada corte se calcula "
    "con lo que regía en su fecha: una modificación no cambia el pasado.",
    "The changes the table adopted until the cut-off was published, with their cause and decision. Each cut-off is "
    "computed with what was in force on its date: an amendment does not change the past.",
    ("amendment",),
    (
        whole("amendment", "Número de la modificación", "Number of the amendment", required=True),
        words("title", "Título", "Title"),
        words("cause", "Por qué", "Why"),
        day("effective_on", "Desde cuándo rige", "In force from", required=True),
        flag("touches_development_plan", "Cambia el plan de desarrollo municipal",
             "It changes the municipal development plan"),
        text("council_act", "Acto del concejo, cuando cambia el plan de desarrollo",
             "Act of the council, when it changes the development plan"),
        code("decision", "Decisión que la adoptó", "Decision that adopted it", references="decisions.decision"),
        day("adopted_on", "Cuándo se adoptó", "When it was adopted", required=True),
        entity("proposed_by", "Entidad que la propuso", "Entity that proposed it"),
        *act(),
    ),
)  # fmt: skip

AMENDMENT_CHANGES = Dataset(
    "amendment_changes",
    "Qué cambió cada modificación",
    "What each amendment changed",
    "Un valor antes y después. Vacío: no había o ya no hay; en una meta, no programado (NP), que no es cero.",
    "One value before and after. Empty: there was none or is none now; for a target, not programmed (NP), not zero.",
    ("amendment", "number"),
    (
        whole("amendment", "Modificación", "Amendment", references="amendments.amendment", required=True),
        whole("number", "Orden", "Order", required=True),
        text("kind", "Qué parte del plan", "What part of the plan", values=KINDS, required=True),
        code("subject", "Código de esa parte", "Code of that part", required=True),
        text("field", "Qué cambió de ella", "What changed of it", values=FIELDS, required=True),
        text("key", "Año o trimestre de la meta, o el deber", "Year or quarter of the target, or the duty"),
        words("before", "Antes", "Before"),
        words("after", "Después", "After"),
        entity("entity_before", "Entidad responsable antes", "Responsible entity before"),
        entity("entity_after", "Entidad responsable después", "Responsible entity after"),
    ),
)

MEASURES = Dataset(
    "measures",
    "Medidas de ajuste",
    "Adjustment measures",
    "Qué problema había, qué se hizo, qué contaría como éxito y para cuándo, y qué dijo la mesa al mirar.",
    "What the problem was, what was done, what would count as success by when, and what the table said on looking.",
    ("measure",),
    (
        whole("measure", "Número de la medida", "Number of the measure", required=True),
        words("title", "Título", "Title"),
        words("problem", "El problema", "The problem"),
        words("action", "La medida", "The measure"),
        words("success", "Qué contaría como éxito", "What would count as success"),
        entity("entity", "Entidad que la lleva", "Entity that carries it out"),
        day("evaluate_on", "Cuándo se mira si funcionó", "When it is looked at", required=True),
        text("state", "Estado al publicar el corte", "State when the cut-off was published", values=MEASURE_STATES,
             required=True),
        flag("due", "Llegó la fecha y la mesa no la ha mirado", "Its date came and the table has not looked"),
        whole("amendment", "Modificación que la acompaña", "Amendment that goes with it",
              references="amendments.amendment"),
        code("decision", "Decisión que la adoptó", "Decision that adopted it", references="decisions.decision"),
        day("adopted_on", "Cuándo se adoptó", "When it was adopted", required=True),
        words("evaluation", "Qué encontró la mesa", "What the table found"),
        day("evaluated_on", "Cuándo se miró", "When it was looked at"),
        code("evaluation_decision", "Decisión que la juzgó", "Decision that judged it",
             references="decisions.decision"),
        *act(),
    ),
)  # fmt: skip

MEASURED_FIGURES = Dataset(
    "measured_figures",
    "Cifras de las medidas",
    "Figures of the measures",
    "Las cifras que muestran el problema: antes, lo que se busca y después. Vacío: sin dato, que no es cero.",
    "The figures that show the problem: before, what is sought and after. Empty: no data, which is not zero.",
    ("measure", "indicator"),
    (
        whole("measure", "Medida", "Measure", references="measures.measure", required=True),
        code("indicator", "Indicador", "Indicator", references="indicators.indicator", required=True),
        quantity("before", "Antes", "Before"),
        text(
            "before_basis",
            "Si estaba verificada o solo reportada",
            "Whether it was verified or only reported",
            values=BASES,
        ),
        text("period_before", "Periodo de antes", "Period of before"),
        quantity("sought", "Lo que se busca", "What is sought"),
        quantity("after", "Después", "After"),
        text(
            "after_basis",
            "Si estaba verificada o solo reportada",
            "Whether it was verified or only reported",
            values=BASES,
        ),
        text("period_after", "Periodo de después", "Period of after"),
    ),
)
