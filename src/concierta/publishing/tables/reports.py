"""What was reported, what the verifier found, with which evidence, and everything that happened on the way."""

from concierta.publishing.datasets.column import Column, ColumnType, Disclosure
from concierta.publishing.datasets.dataset import Dataset, ForeignKey
from concierta.publishing.tables.columns import (
    PERIOD,
    STATUSES,
    code,
    day,
    entity,
    flag,
    moment,
    origin,
    pair,
    quantity,
    records_count,
    text,
    whole,
    words,
)

OUTCOMES = ("verified", "adjusted", "rejected", "not_verifiable")
REPORT = code("report", "Reporte", "Report", references="reports.report", required=True)

REPORTS = Dataset(
    "reports",
    "Reportes",
    "Reports",
    "Cada versión de cada cifra reportada, con lo que encontró quien la verificó. Los borradores no se publican.",
    "Each version of each reported figure, with what its verifier found. Drafts are not published.",
    ("report",),
    (
        code(
            "report", "Identificador: indicador/periodo/versión", "Identifier: indicator/period/version", required=True
        ),
        code("indicator", "Indicador", "Indicator", references="indicators.indicator", required=True),
        PERIOD,
        whole(
            "version", "Versión; cada corrección es la siguiente", "Version; each correction is the next", required=True
        ),
        flag("stands", "Es la versión que vale en este corte", "It is the version that stands in this corte"),
        text("status", "Estado ante el público", "Status for the public", values=STATUSES, required=True),
        text("outcome", "Qué encontró la verificación", "What verification found", values=OUTCOMES),
        quantity("reported_value", "Valor reportado", "Reported value"),
        quantity(
            "verified_value",
            "Valor verificado; vacío si no se verificó, se rechazó o no fue verificable",
            "Verified value; empty when not verified, rejected or not verifiable",
        ),
        *pair(),
        *records_count(),
        words("narrative", "Explicación de la entidad", "Explanation by the entity"),
        text(
            "method",
            "Cómo se verificó",
            "How it was verified",
            values=("desk_review", "call_back", "site_visit", "records_count"),
        ),
        words("reason", "Por qué la verificación concluyó eso", "Why verification concluded so"),
        words("correction_reason", "Por qué se corrigió la versión anterior", "Why the earlier version was corrected"),
        entity("reporter", "Entidad que reportó", "Entity that reported"),
        day("reported_on", "Fecha del reporte", "Date of the report"),
        entity("reviewer", "Entidad que revisó", "Entity that reviewed"),
        day("reviewed_on", "Fecha de la revisión", "Date of the review"),
        entity("verifier", "Entidad que verificó", "Entity that verified"),
        day("verified_on", "Fecha de la verificación", "Date of the verification"),
        Column(
            "independence_declared",
            ColumnType.BOOLEAN,
            "Quien verificó había declarado no tener parte en lo que verifica; vacío si nadie verificó",
            "Whoever verified had declared to have no stake in what they verify; empty when nobody verified",
        ),
        text("source_file", "SHA-256 del archivo oficial del que se tomó", "SHA-256 of the official file it came from"),
        *origin(),
        whole(
            "event_index",
            "Número, en el registro público, del acto que dice este valor",
            "Number, in the public log, of the act that says this value",
        ),
        text(
            "event_leaf_hash",
            "Huella de la hoja de ese acto (RFC 6962), en hexadecimal",
            "Leaf hash of that act (RFC 6962), in hexadecimal",
        ),
    ),
)

BREAKDOWNS = Dataset(
    "breakdowns",
    "Desagregaciones",
    "Break-downs",
    "La parte del valor reportado que corresponde a cada categoría.",
    "The part of the reported value that belongs to each category.",
    ("report", "category_set", "category"),
    (
        REPORT,
        code("category_set", "Desagregación", "Break-down", required=True),
        code("category", "Categoría", "Category", required=True),
        quantity(
            "value",
            "Valor; vacío si se protege por ser un conteo pequeño de personas",
            "Value; empty when protected as a small count of people",
            disclosure=Disclosure.SMALL_COUNTS,
        ),
        quantity(
            "numerator",
            "De una tasa: el numerador de esta parte",
            "Of a rate: the numerator of this part",
            disclosure=Disclosure.SMALL_COUNTS,
        ),
        quantity(
            "denominator",
            "De una tasa: el denominador de esta parte",
            "Of a rate: the denominator of this part",
            disclosure=Disclosure.SMALL_COUNTS,
        ),
        flag("suppressed", "Se protege para no identificar a nadie", "Protected so that nobody can be identified"),
    ),
    (ForeignKey(("category_set", "category"), "categories", ("category_set", "category")),),
)

EVIDENCE = Dataset(
    "evidence",
    "Evidencias",
    "Evidence",
    "Las evidencias de cada reporte y de cada verificación: qué son y su huella. El archivo no se publica aquí.",
    "The evidence of each report and verification: what it is and its hash. The file itself is not published here.",
    ("report", "number"),
    (
        REPORT,
        whole("number", "Número en el reporte", "Number within the report", required=True),
        text(
            "used_by",
            "Del reporte o de la verificación",
            "Of the report or of the verification",
            values=("report", "verification"),
            required=True,
        ),
        words("title", "Título", "Title"),
        text("sha256", "SHA-256 del archivo", "SHA-256 of the file", required=True),
        whole("size", "Tamaño", "Size", unit="bytes", required=True),
        text("media_type", "Tipo de archivo", "Media type", required=True),
        entity("entity", "Entidad que la aportó", "Entity that brought it"),
        day("uploaded_on", "Fecha en que se aportó", "Date it was brought", required=True),
        text(
            "origin",
            "Oficial, demostrativa o propia",
            "Official, demonstrative or own",
            values=("official", "demonstrative", "own"),
            required=True,
        ),
    ),
)

HISTORY = Dataset(
    "history",
    "Historia de los reportes",
    "History of the reports",
    "Cada paso de cada reporte desde que se envió. El motivo de una devolución es trabajo interno y no se publica.",
    "Each step of each report since it was submitted. Why a report was returned is internal work and not published.",
    ("report", "number"),
    (
        REPORT,
        whole("number", "Número del paso", "Number of the step", required=True),
        text("act", "Qué se hizo", "What was done", required=True),
        moment("at", "Cuándo", "When", required=True),
        entity("entity", "Entidad que lo hizo", "Entity that did it"),
        quantity("value", "Valor en ese paso", "Value at that step"),
        words("note", "Nota pública", "Public note"),
    ),
)
