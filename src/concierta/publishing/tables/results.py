"""What the corte finds: achievement at every level, each measurement, and what changed since the corte before."""

from concierta.publishing.datasets.dataset import Dataset
from concierta.publishing.tables.columns import (
    BANDS,
    PERIOD,
    STATUSES,
    code,
    day,
    entity,
    flag,
    fraction,
    moment,
    quantity,
    records_count,
    text,
    whole,
)

ACHIEVEMENT = Dataset(
    "achievement",
    "Avance",
    "Achievement",
    "El avance en el corte, del indicador al plan completo. El verificado es el de todo lo programado: lo programado "
    "sin cifra verificada aporta cero; lo no programado no cuenta.",
    "Achievement at the cut-off, from indicator to plan. Verified is of everything programmed: what was programmed "
    "without a verified figure adds zero; what was not programmed is left out.",
    ("level", "subject"),
    (
        text("level", "Nivel", "Level", values=("plan", "node", "project", "product", "indicator"), required=True),
        code("subject", "Código de lo medido en su tabla", "Code of what is measured, in its own table", required=True),
        fraction("verified_year", "Avance verificado de la vigencia", "Verified achievement of the year"),
        fraction(
            "reported_year",
            "Avance reportado de la vigencia, verificado o no",
            "Reported achievement of the year, verified or not",
        ),
        fraction(
            "possible_year",
            "Avance de la vigencia si se confirmara lo que espera verificación; sin lo rechazado ni lo no verificable",
            "Achievement of the year if what awaits verification were confirmed; without what was rejected or not "
            "verifiable",
        ),
        fraction(
            "expected_year", "Avance esperado de la vigencia a la fecha", "Achievement expected of the year by now"
        ),
        fraction("pace_year", "Ritmo: verificado ÷ esperado", "Pace: verified ÷ expected"),
        text("band_year", "Semáforo de la vigencia", "Performance band of the year", values=BANDS),
        fraction("verified_cycle", "Avance verificado del plan completo", "Verified achievement of the whole plan"),
        fraction("reported_cycle", "Avance reportado del plan completo", "Reported achievement of the whole plan"),
        fraction("expected_cycle", "Avance esperado del plan completo", "Achievement expected of the whole plan"),
        fraction("pace_cycle", "Ritmo del plan completo", "Pace of the whole plan"),
        text("band_cycle", "Semáforo del plan completo", "Performance band of the whole plan", values=BANDS),
        fraction(
            "programmed_share",
            "Parte del peso que está programada en la vigencia",
            "Share of the weight that is programmed in the year",
        ),
        fraction(
            "verified_share",
            "Parte del peso programado que tiene cifra verificada",
            "Share of the programmed weight that has a verified figure",
        ),
        fraction(
            "reported_share",
            "Parte del peso programado que tiene reporte",
            "Share of the programmed weight that has a report",
        ),
        text(
            "weights",
            "Pesos usados: dados, iguales o incompletos (se toman iguales)",
            "Weights used: given, equal, or incomplete (taken as equal)",
            values=("given", "equal", "incomplete"),
        ),
        whole("indicators", "Indicadores de producto", "Output indicators", required=True),
        whole("programmed", "Programados en la vigencia", "Programmed in the year", required=True),
        whole("verified", "Verificados", "Verified", required=True),
        whole("adjusted", "Verificados con ajuste", "Verified with adjustment", required=True),
        whole("reported", "Reportados sin verificar", "Reported and not verified", required=True),
        whole("rejected", "Rechazados", "Rejected", required=True),
        whole("not_verifiable", "No verificables", "Not verifiable", required=True),
        whole("no_data", "Sin dato", "Without data", required=True),
        text("as_of", "Periodo de la última cifra (solo indicadores)", "Period of the last figure (indicators only)"),
        text(
            "problem",
            "Por qué las cifras no se pueden calcular: se contradicen o falta la línea base",
            "Why the figures cannot be computed: they contradict each other, or the baseline is missing",
        ),
    ),
)

MEASUREMENTS = Dataset(
    "measurements",
    "Mediciones",
    "Measurements",
    "Cada indicador en cada periodo: lo programado, lo reportado, lo verificado y el avance.",
    "Each indicator in each period: programmed, reported, verified and achievement.",
    ("indicator", "period"),
    (
        code("indicator", "Indicador", "Indicator", references="indicators.indicator", required=True),
        PERIOD,
        code("report", "Reporte que vale", "The report that stands", references="reports.report"),
        flag("programmed", "Está programado en esa vigencia", "It is programmed in that year"),
        quantity("target", "Meta de la vigencia", "Target of the year"),
        quantity("expected_value", "Lo esperado a la fecha de corte", "Expected by the cut-off"),
        quantity("reported_value", "Valor reportado", "Reported value"),
        quantity("verified_value", "Valor verificado", "Verified value"),
        quantity(
            "reported_to_date",
            "De una tasa con numerador y denominador: la del año hasta este corte, Σ numeradores ÷ Σ denominadores",
            "Of a rate with numerator and denominator: that of the year to date, Σ numerators ÷ Σ denominators",
        ),
        quantity("verified_to_date", "La misma, con lo verificado", "The same, from what was verified"),
        *records_count(),
        text("status", "Estado", "Status", values=STATUSES, required=True),
        fraction(
            "verified_year",
            "Avance verificado de la vigencia; cero si se rechazó o no fue verificable",
            "Verified achievement of the year; zero when rejected or not verifiable",
        ),
        fraction("reported_year", "Avance reportado de la vigencia", "Reported achievement of the year"),
        fraction("verified_cycle", "Avance verificado del plan completo", "Verified achievement of the whole plan"),
        fraction("reported_cycle", "Avance reportado del plan completo", "Reported achievement of the whole plan"),
        fraction("expected_year", "Avance esperado de la vigencia", "Expected achievement of the year"),
        fraction("pace_year", "Ritmo: verificado ÷ esperado", "Pace: verified ÷ expected"),
        text("band_year", "Semáforo", "Performance band", values=BANDS),
        day("due_on", "Fecha en que vencía el reporte", "Date the report was due", required=True),
        flag(
            "overdue",
            "Vencido sin reporte al publicar el corte",
            "Overdue without a report when the cut-off was published",
        ),
    ),
)

CHANGES = Dataset(
    "changes",
    "Cambios desde el corte anterior",
    "Changes since the previous cut-off",
    "Los actos del registro sobre este plan desde el corte anterior, con su huella.",
    "The acts in the ledger about this plan since the previous cut-off, with their hashes.",
    ("index",),
    (
        whole("index", "Posición en el registro", "Position in the ledger", required=True),
        moment("at", "Cuándo", "When", required=True),
        text("kind", "Qué acto", "Which act", required=True),
        text("subject", "Sobre qué", "About what", required=True),
        entity("entity", "Entidad que actuó", "Entity that acted"),
        text("leaf_hash", "Huella RFC 6962 de la hoja", "RFC 6962 hash of the leaf", required=True),
    ),
)

METHOD = Dataset(
    "method",
    "Cómo medimos",
    "How we measure",
    "Las reglas y los números con que se hizo este corte, y de dónde sale cada uno.",
    "The rules and numbers with which this cut-off was made, and where each comes from.",
    ("rule",),
    (
        code("rule", "Regla", "Rule", required=True),
        text("value", "El número, si la regla es un número", "The number, where the rule is one"),
        text("unit", "Unidad del número", "Unit of the number"),
        text(
            "standing",
            "Leída en una fuente, por confirmar en la norma, o decisión nuestra",
            "Read in a source, to be confirmed against the norm, or a choice of ours",
            values=("source", "to_confirm", "choice"),
            required=True,
        ),
        text("text", "Qué dice", "What it says", required=True),
        text("text_en", "Qué dice, en inglés", "What it says, in English", required=True),
    ),
)
